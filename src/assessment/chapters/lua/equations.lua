-- Equations: `$$ … $$ {#eq-x alt="…"}` becomes a Span of class `equation` with the label and the alternative text.

local attributes = require("attributes")
local vocabulary = require("vocabulary")

local equations = {}

local function in_paragraph(para)
  local out, i, found = pandoc.Inlines {}, 1, false
  local inlines = para.content
  while i <= #inlines do
    local inline = inlines[i]
    if inline.t == "Math" and inline.mathtype == "DisplayMath" then
      local first = i + 1
      while inlines[first] and (inlines[first].t == "Space" or inlines[first].t == "SoftBreak") do first = first + 1 end
      local attr, last, mark = attributes.block_at(inlines, first)
      if attr and vocabulary.kind(attr.identifier) == "eq" then
        out:insert(pandoc.Span({ inline }, pandoc.Attr(attr.identifier, { "equation" }, { alt = attr.attributes.alt or "" })))
        if mark then out:insert(pandoc.Str(mark)) end
        i, found = last, true
      else
        out:insert(inline)
      end
    else
      out:insert(inline)
    end
    i = i + 1
  end
  if found then
    para.content = out
    return para
  end
end

function equations.normalise(blocks)
  return blocks:walk { Para = in_paragraph, Plain = in_paragraph }
end

return equations
