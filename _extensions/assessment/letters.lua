-- One letter for one work in the whole book. citeproc letters the years of works that would be cited alike
-- ("2020a"), and on web pages it sees one chapter at a time. Under Quarto's HTML formats this filter therefore
-- shows it every work that the book cites; `clean.lua` drops from a page's list what the page does not cite.

local function read(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local text = file:read("a")
  file:close()
  return text
end

local function is_folder(path) return (pcall(pandoc.system.list_directory, path)) end

-- Chapters and notebooks below a folder; Quarto takes nothing from names that begin with "." or "_".
local function sources(folder, found)
  for _, name in ipairs(pandoc.system.list_directory(folder)) do
    local path = folder .. "/" .. name
    if name:match("^[._]") then -- not an input
    elseif name:match("%.q?md$") or name:match("%.ipynb$") then found[#found + 1] = path
    elseif not name:match("%.") and is_folder(path) then sources(path, found) end
  end
  return found
end

local function known_keys(bibliography)
  local keys = {}
  if not bibliography then return keys end
  local paths = pandoc.utils.type(bibliography) == "List" and bibliography or { bibliography }
  for _, path in ipairs(paths) do
    for key in read(pandoc.utils.stringify(path)):gmatch("@%a+%s*{%s*([^%s,]+)%s*,") do keys[key] = true end
  end
  return keys
end

local function cited(root, keys)
  local found = {}
  for _, path in ipairs(sources(root, {})) do
    for name in read(path):gmatch("@{?([%w_][%w_:.#$%%&+?<>~/-]*)") do
      while not keys[name] and name:match("[%p]$") do name = name:sub(1, -2) end
      if keys[name] then found[name] = true end
    end
  end
  local list = {}
  for key in pairs(found) do list[#list + 1] = key end
  table.sort(list)
  return list
end

local function Meta(meta)
  if not quarto or not quarto.doc.is_format("html") or not quarto.project.directory then return nil end
  local nocite = meta.nocite and pandoc.Inlines(meta.nocite) or pandoc.Inlines({})
  for _, key in ipairs(cited(quarto.project.directory, known_keys(meta.bibliography))) do
    nocite:insert(pandoc.Space())
    nocite:insert(pandoc.Cite({ pandoc.Str("@" .. key) }, { pandoc.Citation(key, "AuthorInText") }))
  end
  if #nocite > 0 then meta.nocite = pandoc.MetaInlines(nocite) end
  return meta
end

return { { Meta = Meta } }
