-- What search and the checks read of a chapter: its text by section, and the values it prints.

local sections = {}

-- Text of the chapter, section by section: { id, title, text }.
function sections.of(blocks, job)
  local found = { { id = "", title = "", text = {} } }
  for _, block in ipairs(blocks) do
    if block.t == "Header" and block.level > 1 then
      found[#found + 1] = { id = block.identifier, title = pandoc.utils.stringify(block.content), text = {} }
    elseif block.t ~= "Header" and block.t ~= "RawBlock" then
      local _, text = pandoc.log.silence(pandoc.write, pandoc.Pandoc { block }, "plain", pandoc.WriterOptions { wrap_text = "none" })
      table.insert(found[#found].text, (text:gsub("%s+", " ")))
    end
  end
  local out = pandoc.List {}
  for _, section in ipairs(found) do
    out:insert { id = section.id, title = section.title, text = table.concat(section.text, " ") }
  end
  return out
end

function sections.values(blocks)
  local found = pandoc.List {}
  blocks:walk {
    Span = function(span)
      local id = span.attributes["data-value"]
      if span.classes:includes("value") and id then found:insert(id) end
    end,
  }
  return found
end

return sections
