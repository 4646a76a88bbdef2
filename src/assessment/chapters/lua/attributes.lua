-- Attribute blocks that pandoc leaves in the text: `{#eq-x alt="…"}` after an equation, `{#tbl-x}` in a caption.

local attributes = {}

-- The text of inlines with straight quotation marks, as the author typed it.
local function typed(inlines)
  local text = ""
  for _, inline in ipairs(inlines) do
    if inline.t == "Quoted" then
      local mark = inline.quotetype == "DoubleQuote" and '"' or "'"
      text = text .. mark .. typed(inline.content) .. mark
    elseif inline.t == "Space" or inline.t == "SoftBreak" then
      text = text .. " "
    elseif inline.t == "Cite" then
      text = text .. typed(inline.content)
    else
      text = text .. pandoc.utils.stringify(inline)
    end
  end
  return text
end

-- Read an attribute block that begins at inlines[first]; gives the attributes and the index of its last inline.
function attributes.block_at(inlines, first)
  local start = inlines[first]
  if not start or start.t ~= "Str" or not start.text:match("^{[#.%a]") then return nil end
  for last = first, #inlines do
    local inline = inlines[last]
    if inline.t == "Str" and inline.text:match("}[.,;:]?$") then
      local text = typed({ table.unpack(inlines, first, last) }):gsub("}[.,;:]?$", "}")
      local parsed = pandoc.read("[x]" .. text, "markdown").blocks[1]
      local span = parsed and parsed.content and parsed.content[1]
      if span and span.t == "Span" and #parsed.content == 1 then
        return span.attr, last, inline.text:match("}([.,;:])$")
      end
      return nil
    end
  end
  return nil
end

-- Take a trailing attribute block off inlines; gives what is left and the attributes.
function attributes.trailing(inlines)
  for first = #inlines, 1, -1 do
    local attr, last = attributes.block_at(inlines, first)
    if attr and last == #inlines then
      local rest = pandoc.Inlines({ table.unpack(inlines, 1, first - 1) })
      while #rest > 0 and (rest[#rest].t == "Space" or rest[#rest].t == "SoftBreak") do rest:remove(#rest) end
      return rest, attr
    end
  end
  return inlines, nil
end

function attributes.inlines_of(text)
  local blocks = pandoc.read(text, "markdown").blocks
  return pandoc.utils.blocks_to_inlines(blocks)
end

return attributes
