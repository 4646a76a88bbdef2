-- Cross-references leave the chapter as marks, which are resolved when all chapters are known:
--   U+E000 label U+E001 style U+E001 prefix U+E002, style "full", "number" or "prefix"
-- A link to another chapter, or to an entry of the bibliography, is a pair of marks of style "open" and
-- "close" round its text; their label is the path and fragment as written.

local vocabulary = require("vocabulary")

local references = {}

local function mark(id, style, prefix)
  return pandoc.Span({}, pandoc.Attr("", { "xref-mark" }, { text = "\u{E000}" .. id .. "\u{E001}" .. style .. "\u{E001}" .. prefix .. "\u{E002}" }))
end

local function from_citation(citation, found)
  local label = citation.id:sub(1, 1):lower() .. citation.id:sub(2)
  local prefix = pandoc.utils.stringify(citation.prefix)
  local style = #citation.prefix > 0 and "prefix" or citation.mode == "SuppressAuthor" and "number" or "full"
  found[#found + 1] = label
  return mark(label, style, prefix)
end

-- Turn references into marks; a Cite may hold references or citations, not both. Links within the book are noted.
function references.apply(blocks, problems)
  local found, cited, links = {}, {}, {}
  local out = blocks:walk {
    Link = function(link)
      if link.target == "" then -- which no edition could follow, and Typst refuses
        local text = pandoc.utils.stringify(link.content)
        problems:report("C510", ("the link [%s] has no address"):format(text), text .. "]()", "write the address between its round brackets")
        return link.content
      end
      if not link.target:match("^%a[%w+.-]*:") and not link.target:match("^//") then links[#links + 1] = link.target end
    end,
    Cite = function(cite)
      local marks = pandoc.Inlines {}
      for _, citation in ipairs(cite.citations) do
        local refused = vocabulary.refused(citation.id)
        if vocabulary.kind(citation.id) then
          if #citation.suffix > 0 then
            local suffix = pandoc.utils.stringify(citation.suffix)
            problems:report("C506", ("words after a reference in brackets (@%s%s)"):format(citation.id, suffix), "@" .. citation.id, "write them after the brackets")
          end
          if #marks > 0 then marks:extend { pandoc.Str(","), pandoc.Space() } end
          marks:insert(from_citation(citation, found))
        elseif refused then
          problems:report("C506", "a reference to a " .. refused, "@" .. citation.id)
        else
          cited[#cited + 1] = citation.id
        end
      end
      if #marks > 0 and #marks < #cite.citations then
        problems:report("C506", "a reference and a citation in one pair of brackets", cite.citations[1].id, "give each brackets of its own: the citation is not shown")
      end
      if #marks > 0 then return marks end
    end,
  }
  return out, found, cited, links
end

-- Pandoc writes a link within the book as plain text when its target is not in the same chapter.
local function open_link(link, format)
  local target = link.target
  local elsewhere = target:match("^[^:#]*%.qmd") or target:match("^[^:#]*%.md")
  if not elsewhere and not (format == "typst" and target:match("^#")) then return nil end
  local out = pandoc.Inlines { pandoc.RawInline(format, "\u{E000}" .. target .. "\u{E001}open\u{E001}\u{E002}") }
  out:extend(link.content)
  out:insert(pandoc.RawInline(format, "\u{E000}" .. target .. "\u{E001}close\u{E001}\u{E002}"))
  return out
end

-- What stands for a mark in the output: raw text that the resolver finds again.
function references.raw(format)
  return {
    Link = function(link) return open_link(link, format) end,
    Span = function(span)
      if span.classes:includes("xref-mark") then return pandoc.RawInline(format, span.attributes.text) end
    end,
  }
end

return references
