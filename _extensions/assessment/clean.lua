-- Quarto runs this after each render of the project (`project: post-render:`), so that its pages keep to
-- themselves: no path of the machine, no time of execution, no script of another host, no source that a
-- page does not cite. It changes finished pages only; the PDF needs none of it.

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

-- Paths are one a line, or stand one a line in a file.
local function outputs()
  local list = os.getenv("QUARTO_PROJECT_OUTPUT_FILES") or ""
  if os.getenv("QUARTO_USE_FILE_FOR_PROJECT_OUTPUT_FILES") then list = read(list) or "" end
  return list:gmatch("[^\r\n]+")
end

local leaks = { "data%-notebook", "data%-quarto%-private%-[%w-]+" }

-- Quarto takes every HTML table of a notebook for a widget and asks a content network for what widgets need.
-- Where nothing on the page uses it, the request goes.
local function without_requests(text)
  local body = text:match("<body.*") or text
  if body:match("require%s*%(") or body:match("%$%(") or body:match("jQuery") then return text end
  text = text:gsub('<script src="https://cdn%.jsdelivr%.net/npm/requirejs@[^>]*></script>%s*', "")
  text = text:gsub('<script src="https://cdn%.jsdelivr%.net/npm/jquery@[^>]*></script>%s*', "")
  return (text:gsub('<script[^>]*>define%(\'jquery\'[^\n]-</script>%s*', ""))
end

local function cited_on(text)
  local keys = {}
  for list in text:gmatch('data%-cites="([^"]*)"') do
    for key in list:gmatch("%S+") do keys[key] = true end
  end
  return keys
end

-- The list of sources hidden in a page holds what the page cites; the book's own list holds everything.
local function own_sources(text)
  if not text:match('<div id="refs"[^>]*display: none') then return text end
  local keys = cited_on(text)
  return (text:gsub('<div id="ref%-([^"]+)" class="csl%-entry".-\n</div>\n?', function(key)
    if not keys[key] then return "" end
  end))
end

-- The text to read aloud belongs to the picture; Quarto repeats it, unresolved, on the block round it.
local function without_stray_alt(text)
  return (text:gsub('(<div [^>]-class="[^"]*quarto%-float[^"]*"[^>]-) alt="[^"]*"', "%1"))
end

local function cleaned(text)
  for _, name in ipairs(leaks) do text = text:gsub("%s" .. name .. '="[^"]*"', "") end
  return without_stray_alt(own_sources(without_requests(text)))
end

for path in outputs() do
  local text = path:match("%.html$") and read(path)
  local result = text and cleaned(text)
  if result and result ~= text then
    local file = assert(io.open(path, "wb"))
    file:write(result)
    file:close()
  end
end

return {}
