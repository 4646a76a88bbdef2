-- What citeproc's list of works says of each: `pandoc lua letters.lua` reads { works (CSL JSON text), styles, lang }
-- (JSON) from standard input and writes, for each style, { key = text } (JSON).

local function listed(asked, path)
  local doc = pandoc.Pandoc({})
  doc.meta.references = pandoc.read(asked.works, "csljson").meta.references
  doc.meta.nocite = pandoc.MetaInlines { pandoc.Cite({}, { pandoc.Citation("*", "AuthorInText") }) }
  doc.meta.csl, doc.meta.lang = path, asked.lang
  local entries = {}
  pandoc.utils.citeproc(doc).blocks:walk {
    Div = function(div)
      local key = div.identifier:match("^ref%-(.+)$")
      if key then entries[key] = pandoc.utils.stringify(div.content) end
    end,
  }
  return entries
end

local asked = pandoc.json.decode(io.read("a"), false)
local answers = pandoc.system.with_temporary_directory("styles", function(folder)
  local told = pandoc.List {}
  for number, style in ipairs(asked.styles) do
    local path = pandoc.path.join { folder, number .. ".csl" }
    local file = assert(io.open(path, "wb"))
    file:write(style)
    file:close()
    told:insert(listed(asked, path))
  end
  return told
end)
io.write(pandoc.json.encode(answers))
