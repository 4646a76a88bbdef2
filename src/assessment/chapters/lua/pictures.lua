-- Images: their alternative text, and where each edition finds the file.

local pictures = {}

pictures.placeholder = "Description missing."

local function trimmed(text) return (text:gsub("^%s+", ""):gsub("%s+$", "")) end

-- The alternative text; nil where there is none, "" where the author says the picture is decoration.
function pictures.alt(image, in_float)
  local written = image.attributes["fig-alt"] or image.attributes.alt
  if written then return trimmed(written) end -- plain text, as typed: markdown has no place in it
  if in_float then return nil end
  local caption = trimmed(pandoc.utils.stringify(image.caption))
  return caption ~= "" and caption or nil
end

-- Pandoc writes the name of a file as an address ("a%20b.svg"); on disk it has its letters.
local function decoded(path)
  return (path:gsub("%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end))
end

local function normal(path)
  local parts = {}
  for part in path:gmatch("[^/]+") do
    if part == ".." then parts[#parts] = nil
    elseif part ~= "." then parts[#parts + 1] = part end
  end
  return table.concat(parts, "/")
end

local function address(name)
  return (name:gsub("[^%w%-._~]", function(byte) return ("%%%02X"):format(byte:byte()) end))
end

-- `embed-media:` pictures come from notebooks; the others are files of the project.
function pictures.locate(src, job)
  local embedded = src:match("^embed%-media:(.+)$")
  if embedded then
    local name = embedded:match("[^/]+$")
    return { html = address(job.stem) .. "_files/figure-html/" .. address(name), typst = "media/" .. embedded, file = nil }
  end
  local file = decoded(src:sub(1, 1) == "/" and normal(src) or normal(job.folder .. "/" .. src))
  return { html = src:sub(1, 1) == "/" and (job.root .. normal(src)) or src, typst = "files/" .. file, file = file }
end

-- A picture of another host has no place in an edition: its address stands there instead, and a problem.
function pictures.keep_local(blocks, problems)
  return blocks:walk {
    Image = function(image)
      if image.src == "" then
        local text = pandoc.utils.stringify(image.caption)
        problems:report("C510", ("the image [%s] has no file"):format(text), text .. "](", "write the path of the picture between its round brackets")
        return pandoc.Strong { pandoc.Str("?image:") }
      end
      if not (image.src:match("^%a+://") or image.src:match("^//")) then return nil end
      problems:report("C506", "an image from another host", image.src)
      return pandoc.Strong { pandoc.Str("?image:" .. image.src) }
    end,
  }
end

-- Note every image for the checks: which file it needs, whether it can be read aloud.
function pictures.audit(blocks, job, problems)
  local files = {}
  local function look(image, in_float, label)
    local token = label ~= "" and label or image.src
    if image.src:match("^embed%-media:") then return end -- the notebook's own checks speak of these
    local place = pictures.locate(image.src, job)
    files[#files + 1] = { file = place.file, token = image.src, src = place.html }
    local alt = pictures.alt(image, in_float)
    if alt == nil or (in_float and alt == "") then problems:report("F101", label, token) end
  end
  blocks:walk {
    traverse = "topdown",
    Div = function(div)
      if not div.classes:includes("float") then return nil end
      if div.attributes.columns and div.content:find_if(function(b) return b.t == "Div" and b.classes:includes("subfloat") end) then return nil end
      div.content:walk { Image = function(image) look(image, true, div.identifier) end }
      return div, false
    end,
    Image = function(image) look(image, false, image.identifier) end,
  }
  return files
end

return pictures
