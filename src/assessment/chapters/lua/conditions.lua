-- Conditional content: what one format shows and the other does not.

local conditions = {}

local function matches(format, value, print)
  if format == "html" then return value == "html" or value == "html:js" end
  return value == print or (print == "pdf" and value == "latex")
end

-- `print` is the format the book names for its PDF: "typst", or "pdf" where Typst stands in for LaTeX.
local function holds(element, format, problems, print)
  local shown = true
  for name, value in pairs(element.attributes) do
    if name == "when-format" or name == "unless-format" then
      if not matches("html", value) and not matches("typst", value, print) then
        problems:report("C506", "content for the format " .. value .. ", which this book does not make,", name .. '="' .. value .. '"')
      end
    end
    if name == "when-format" then shown = shown and matches(format, value, print)
    elseif name == "unless-format" then shown = shown and not matches(format, value, print)
    elseif name == "when-profile" then shown = false
    elseif name == "when-meta" or name == "unless-meta" then
      problems:report("C506", "conditional content by metadata (" .. name .. ")", name)
    end
  end
  return shown
end

local function resolve(element, format, problems, print)
  local visible, hidden = element.classes:includes("content-visible"), element.classes:includes("content-hidden")
  if not visible and not hidden then return nil end
  local conditioned = false
  for name in pairs(element.attributes) do
    conditioned = conditioned or name:match("^when%-") ~= nil or name:match("^unless%-") ~= nil
  end
  local shown = holds(element, format, problems, print)
  if hidden then shown = conditioned and not shown end
  return shown and element.content or {}
end

function conditions.apply(blocks, format, problems, print)
  return blocks:walk {
    Div = function(div) return resolve(div, format, problems, print) end,
    Span = function(span) return resolve(span, format, problems, print) end,
  }
end

return conditions
