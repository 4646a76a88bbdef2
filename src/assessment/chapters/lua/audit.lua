-- What the dialect refuses and what accessibility needs, found on the parsed chapter.

local vocabulary = require("vocabulary")

local audit = {}

local function headings(blocks, problems)
  local level, titles = 0, 0
  blocks:walk {
    Header = function(header)
      titles = titles + (header.level == 1 and 1 or 0)
      if header.level == 1 and titles > 1 then
        local title = pandoc.utils.stringify(header.content)
        problems:report("C506", ("a second heading of level 1 in a file (%s)"):format(title), title,
          "use level 2, or make a chapter of it; a `title:` in the header counts as the first")
      end
      if level > 0 and header.level > level + 1 or level == 0 and header.level > 1 then
        local title = pandoc.utils.stringify(header.content)
        problems:report("C503", ("heading %q is of level %d after level %d"):format(title, header.level, level), title)
      end
      level = header.level
    end,
  }
end

local function raw(element, problems)
  local format = element.format
  local comment = element.text:match("^%s*<!%-%-.*%-%->%s*$")
  if format == "html" and not comment and not element.text:match("^%s*<table") then
    problems:report("C506", "raw HTML", element.text:match("[^\n]+"))
  elseif format ~= "html" and format ~= "typst" then
    problems:report("C506", "raw " .. format, element.text:match("[^\n]+"))
  end
end

local function classes(element, problems)
  for _, class in ipairs(vocabulary.refused_classes) do
    if element.classes:includes(class) then problems:report("C506", "the class ." .. class, "." .. class) end
  end
  for _, class in ipairs(element.classes) do
    local kind = class:match("^callout%-(.+)")
    if kind and kind ~= "title" and not vocabulary.callouts[kind] then -- the title is ours
      problems:report("C506", "the callout ." .. class, "." .. class, "the kinds are callout-note, -tip, -warning, -important and -caution")
    end
    if class:match("[{}]") then
      problems:report("C506", "a block whose attributes cannot be read", class, "write them as {#label .class key=\"value\"}, with both braces")
    end
  end
  local refused = vocabulary.refused(element.identifier)
  if refused then problems:report("C506", "a " .. refused, "#" .. element.identifier) end
end

function audit.apply(blocks, problems)
  headings(blocks, problems)
  blocks:walk {
    RawBlock = function(element) raw(element, problems) end,
    RawInline = function(element) raw(element, problems) end,
    Div = function(div) classes(div, problems) end,
    Span = function(span)
      classes(span, problems)
      if span.classes:includes("equation") and (span.attributes.alt or "") == "" then
        problems:report("C509", span.identifier, "#" .. span.identifier)
      end
    end,
  }
end

return audit
