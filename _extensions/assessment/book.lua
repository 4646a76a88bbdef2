-- What a book needs in Typst beyond the writer's own output: designed blocks, tabs, described
-- formulas; under Quarto also parts and appendices. Contributed to Typst formats alone, so it asks
-- for no format. Returns a list of filters, so that another script may `dofile` and walk with it.

local function raw(text) return pandoc.RawBlock("typst", text) end

-- Titles stand on one line: a line break inside the brackets would be a space in the bookmark.
local function titled(open, inlines, close)
  local result = pandoc.Inlines({ pandoc.RawInline("typst", open) })
  result:extend(inlines)
  result:insert(pandoc.RawInline("typst", close))
  return pandoc.Plain(result)
end

local function wrapped(open, blocks, close)
  local result = pandoc.Blocks({ raw(open) })
  result:extend(blocks)
  result:insert(raw(close))
  return result
end

local function labelled(identifier) return identifier ~= "" and " <" .. identifier .. ">" or "" end

-- Divs that blocks.typ draws, by class.
local designed = { "key-findings", "content-notice", "help" }

-- The number that opens a finding goes into a column of its own.
local function set_number_apart(item)
  local inlines = item[1] and item[1].content
  local number = inlines and inlines[1]
  if not number or number.t ~= "Span" or not number.classes:includes("value") then return item end
  inlines:remove(1)
  if inlines[1] and inlines[1].t == "Space" then inlines:remove(1) end
  inlines:insert(1, pandoc.RawInline("typst", "#key-finding["))
  inlines:insert(2, number)
  inlines:insert(3, pandoc.RawInline("typst", "]["))
  inlines:insert(pandoc.RawInline("typst", "]"))
  return item
end

local function key_findings(div)
  return div:walk({
    BulletList = function(list)
      list.content = list.content:map(set_number_apart)
      return list
    end,
  })
end

-- On paper tabs follow one another; their names are no headings, so they take no section number.
local function tabs(div)
  local blocks, level = pandoc.Blocks({}), nil
  for _, block in ipairs(div.content) do
    if block.t == "Header" and (not level or block.level <= level) then
      level = block.level
      blocks:insert(titled("#tab-title[", block.content, "]"))
    elseif block.t == "Header" then
      block.level = block.level - 1 -- the name of the tab is no heading: none may be skipped
      blocks:insert(block)
    else
      blocks:insert(block)
    end
  end
  return blocks
end

local function Div(div)
  if div.classes:includes("panel-tabset") then return tabs(div) end
  for _, class in ipairs(designed) do
    if div.classes:includes(class) then
      local content = class == "key-findings" and key_findings(div).content or div.content
      return wrapped("#" .. class .. "[", content, "]" .. labelled(div.identifier))
    end
  end
end

-- A pipe table with one long line gets its widths from the dashes under its header. Dashes all alike
-- are no wish for columns all alike: Typst then fits the columns to what they hold.
local function fitted(specs)
  for _, spec in ipairs(specs) do
    if spec[2] ~= specs[1][2] then return specs end
  end
  for _, spec in ipairs(specs) do spec[2] = nil end
  return specs
end

-- Captions are written around the table: pandoc's own figure would keep it from breaking over pages.
local unnumbered = 'kind: "quarto-float-tbl", supplement: "Table", numbering: none)'

local function Table(tbl)
  tbl.colspecs = fitted(tbl.colspecs)
  if not tbl.classes:includes("typst:no-figure") then tbl.classes:insert("typst:no-figure") end
  local caption = pandoc.utils.blocks_to_inlines(tbl.caption.long or {})
  if #caption == 0 then return tbl end
  tbl.caption = { long = {} }
  return { raw("#figure(["), tbl, titled("], caption: figure.caption(position: top, [", caption, "]),"), raw(unnumbered) }
end

-- PDF/UA wants words for every formula: its TeX source, where the author gave none.
local function quoted(text)
  local line = text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
  return '"' .. line:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function opens_equation(inline)
  return inline and inline.t == "RawInline" and inline.text:find("^#math%.equation%(") ~= nil
end

local function described(math)
  local block = math.mathtype == "DisplayMath" and "true" or "false"
  return {
    pandoc.RawInline("typst", "#math.equation(block: " .. block .. ", alt: " .. quoted(math.text) .. ", [ "),
    math,
    pandoc.RawInline("typst", " ]);"),
  }
end

local function Inlines(inlines)
  local result = pandoc.Inlines({})
  for _, inline in ipairs(inlines) do
    local opening = result[#result]
    if inline.t ~= "Math" then
      result:insert(inline)
    elseif not opens_equation(opening) then
      result:extend(described(inline))
    else
      if not opening.text:find("alt: ", 1, true) then
        opening.text = opening.text:gsub(", %[ $", function() return ", alt: " .. quoted(inline.text) .. ", [ " end)
      end
      result:insert(inline)
    end
  end
  return result
end

-- A published number is marked with its name, so that the annex of sources can say on which pages it stands.
-- The semicolon ends the call: what follows may be a bracket.
local function Span(span)
  local name = span.attributes["data-value"]
  if not span.classes:includes("value") or not name then return nil end
  local marked = pandoc.Inlines({ pandoc.RawInline("typst", "#value(" .. quoted(name) .. ")[") })
  marked:extend(span.content)
  marked:insert(pandoc.RawInline("typst", "];"))
  return marked
end

local function part_call(identifier)
  return identifier == "" and "#part[" or "#part(label: <" .. identifier .. ">)["
end

-- Quarto leaves parts and appendices to the format; it says in each file's metadata what it is.
local function Header(header)
  local state = quarto.doc.file_metadata()
  local item = state and state.file and state.file.bookItemType
  if header.level ~= 1 or (item ~= "part" and item ~= "appendix") then return nil end
  local blocks = pandoc.Blocks({ titled(part_call(header.identifier), header.content, "]") })
  if item == "appendix" then blocks:insert(raw("#show: appendices")) end
  return blocks
end

-- Quarto lets Typst choose quotation marks again, and after a number it takes a closing one for a prime sign.
-- The marks of the text are right already: they are written as they are.
local marks = { DoubleQuote = { "“", "”" }, SingleQuote = { "‘", "’" } }
local function mark(letter) return pandoc.RawInline("typst", letter) end

local function Quoted(quoted)
  local open, close = table.unpack(marks[quoted.quotetype])
  local result = pandoc.Inlines({ mark(open) })
  result:extend(quoted.content)
  result:insert(mark(close))
  return result
end

local function Str(str)
  if not str.text:find("[‘’“”]") then return nil end
  local result, word = pandoc.Inlines({}), ""
  local function finish()
    if word ~= "" then result:insert(pandoc.Str(word)) end
    word = ""
  end
  for _, code in utf8.codes(str.text) do
    local letter = utf8.char(code)
    if letter == "‘" or letter == "’" or letter == "“" or letter == "”" then
      finish()
      result:insert(mark(letter))
    else
      word = word .. letter
    end
  end
  finish()
  return result
end

local content = { Div = Div, Table = Table, Inlines = Inlines }
local numbers = { Span = Span } -- apart and last: a finding is told by the number that opens it
if not quarto then return { content, numbers } end
-- A picture that its author says is decoration is none to a screen reader; without a text PDF/UA refuses it.
local function Image(image)
  if not image.classes:includes("decoration") then return nil end -- images.lua says so
  local call = "image(" .. quoted(image.src)
  for _, side in ipairs({ "width", "height" }) do
    if image.attributes[side] then call = call .. ", " .. side .. ": " .. image.attributes[side] end
  end
  return pandoc.RawInline("typst", "#box(pdf.artifact(" .. call .. ")));")
end

-- citeproc would come after every filter, and its quotation marks would be chosen again: it is run here, once.
local function Pandoc(doc)
  if not doc.meta.bibliography and not doc.meta.references then return nil end
  doc = pandoc.utils.citeproc(doc):walk({ Cite = function(cite) return cite.content end })
  doc.meta.bibliography, doc.meta.references, doc.meta.nocite = nil, nil, nil
  return doc
end

local parts = quarto.utils.combineFilters({ quarto.utils.file_metadata_filter(), { Header = Header } })
return { parts, { Pandoc = Pandoc }, content, numbers, { Quoted = Quoted, Str = Str, Image = Image } }
