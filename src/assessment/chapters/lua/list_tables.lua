-- Tables written as lists: `::: {.list-table header-rows=1 aligns="l,r" widths="1,3"}` round a list of lists,
-- each outer item a row, each inner one a cell. An empty span that opens a cell carries what it spans.

local list_tables = {}

local alignments = { d = pandoc.AlignDefault, l = pandoc.AlignLeft, r = pandoc.AlignRight, c = pandoc.AlignCenter }

local function cell_of(blocks)
  local first = blocks[1]
  local span = first and first.content and first.content[1]
  if not span or span.t ~= "Span" or #span.content > 0 then return pandoc.Cell(blocks) end
  first.content:remove(1)
  local given = span.attributes
  return pandoc.Cell(blocks, alignments[given.align], tonumber(given.rowspan) or 1, tonumber(given.colspan) or 1)
end

local function rows_of(list)
  local rows = pandoc.List {}
  for _, item in ipairs(list.content) do
    local inner = item[#item]
    if not inner or inner.t ~= "BulletList" then return nil end
    rows:insert(pandoc.Row(inner.content:map(cell_of)))
  end
  return rows
end

local function numbers(text)
  local found, sum = pandoc.List {}, 0
  for number in (text or ""):gmatch("[%d.]+") do
    found:insert(tonumber(number))
    sum = sum + tonumber(number)
  end
  return found:map(function(number) return number / sum end)
end

local function specs_of(div, first_row)
  local specs, widths, letters = pandoc.List {}, numbers(div.attributes.widths), pandoc.List {}
  for letter in (div.attributes.aligns or ""):gmatch("[^,%s]+") do letters:insert(letter) end
  for _, cell in ipairs(first_row.cells) do
    for _ = 1, cell.col_span do
      local place = #specs + 1
      specs:insert { alignments[letters[place]] or pandoc.AlignDefault, widths[place] }
    end
  end
  return specs
end

local function table_of(div, rows)
  local heads = tonumber(div.attributes["header-rows"]) or 1
  local specs = specs_of(div, rows[1])
  local body = {
    attr = pandoc.Attr(), head = {}, body = pandoc.List { table.unpack(rows, heads + 1) },
    row_head_columns = tonumber(div.attributes["header-cols"]) or 0,
  }
  local head = pandoc.TableHead { table.unpack(rows, 1, heads) }
  return pandoc.Table({ long = {} }, specs, head, { body }, pandoc.TableFoot())
end

-- The caption stands before or after the list.
local function convert(div)
  if not div.classes:includes("list-table") then return nil end
  local caption, list
  for _, block in ipairs(div.content) do
    if block.t == "BulletList" and not list then list = block
    elseif block.t == "Para" then caption = block end
  end
  local rows = list and rows_of(list)
  if not rows or #rows == 0 then return nil end
  local made = table_of(div, rows)
  if div.identifier ~= "" then
    return pandoc.Div(caption and { made, caption } or { made }, pandoc.Attr(div.identifier))
  end
  if caption then made.caption = { long = { pandoc.Plain(caption.content) } } end
  return made
end

function list_tables.normalise(blocks) return blocks:walk { Div = convert } end

return list_tables
