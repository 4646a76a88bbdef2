-- Conditional content: what one format shows and the other does not.

local conditions = {}

local matches = {
  html = { html = true, ["html:js"] = true },
  typst = { typst = true, pdf = true },
}

local function holds(element, format, problems)
  local shown = true
  for name, value in pairs(element.attributes) do
    if name == "when-format" then shown = shown and (matches[format][value] or false)
    elseif name == "unless-format" then shown = shown and not matches[format][value]
    elseif name == "when-profile" then shown = false
    elseif name == "when-meta" or name == "unless-meta" then
      problems:report("C506", "conditional content by metadata (" .. name .. ")", name)
    end
  end
  return shown
end

local function resolve(element, format, problems)
  local visible, hidden = element.classes:includes("content-visible"), element.classes:includes("content-hidden")
  if not visible and not hidden then return nil end
  local conditioned = false
  for name in pairs(element.attributes) do
    conditioned = conditioned or name:match("^when%-") ~= nil or name:match("^unless%-") ~= nil
  end
  local shown = holds(element, format, problems)
  if hidden then shown = conditioned and not shown end
  return shown and element.content or {}
end

function conditions.apply(blocks, format, problems)
  return blocks:walk {
    Div = function(div) return resolve(div, format, problems) end,
    Span = function(span) return resolve(span, format, problems) end,
  }
end

return conditions
