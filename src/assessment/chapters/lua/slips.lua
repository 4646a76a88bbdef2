-- Slips of the pen that pandoc forgives in silence, or with a remark that nobody would see: text that is lost, or that
-- stands in a block it was not written for.

local slips = {}

local function line_of(text, number)
  local at = 0
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    at = at + 1
    if at == number then return line end
  end
  return ""
end

-- How many lines up to `number` hold the token.
local function count(text, number, token)
  local at, found = 0, 0
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    at = at + 1
    if at <= number and line:find(token, 1, true) then found = found + 1 end
  end
  return math.max(found, 1)
end

-- type of pandoc's message → what it means, the text to look for, its line, the repair
local meanings = {
  UnclosedDiv = function(said, text)
    local number = said.openpos.line
    local opening = line_of(text, number):match("^%s*(.-)%s*$")
    return "the block opened here is never closed: all that follows is in it", opening, number, "end it with a line of colons: :::"
  end,
  DuplicateNoteReference = function(said)
    local note = "[^" .. said.contents .. "]"
    return "the footnote " .. note .. " has two texts; the first is lost", note .. ":", said.line, "give each footnote a name of its own"
  end,
  NoteDefinedButNotUsed = function(said)
    local note = "[^" .. said.key .. "]"
    return "the footnote " .. note .. " is written and never called; its text is lost", note .. ":", said.line,
      "write " .. note .. " where it belongs, or take it out"
  end,
  DuplicateLinkReference = function(said)
    return "the address " .. said.contents .. " is given twice; one is lost", said.contents .. ":", said.line, "give each address a name of its own"
  end,
}

-- A label that stands twice is found among all chapters (F103).
local known_elsewhere = { DuplicateIdentifier = true }

local function remarks_of_pandoc(remarks, text, problems)
  for _, remark in ipairs(remarks) do
    local said = pandoc.json.decode(pandoc.json.encode(remark), false) -- the fields of a message show in its JSON only
    local meaning = meanings[said.type]
    if meaning then
      local what, token, number, hint = meaning(said, text)
      problems:report("C510", what, token, hint, count(text, number, token))
    elseif said.verbosity ~= "INFO" and not known_elsewhere[said.type] then
      problems:report("C510", (said.pretty:gsub("%s+", " ")), nil, "write it in another way")
    end
  end
end

-- A call of a footnote that has no text stays in the text as it was typed.
local function calls_without_text(blocks, text, problems)
  blocks:walk { Str = function(str)
    for name in str.text:gmatch("%[%^([^%]%s]+)%]") do
      local call = "[^" .. name .. "]"
      if text:find(call, 1, true) and not text:find("\\" .. call, 1, true) then
        problems:report("C510", "the footnote " .. call .. " has no text", call, "add a line " .. call .. ": and the text of the note")
      end
    end
  end }
end

local function columns_of(rule)
  local inner = rule:match("^%s*|?(.-)|?%s*$")
  if not rule:find("|", 1, true) or not inner:match("^[%s:|-]+$") or not inner:find("-", 1, true) then return nil end
  return select(2, inner:gsub("|", "")) + 1
end

-- Whether a row says something beyond so many columns: asked of pandoc, which knows what a sign of a cell is.
local function says_more(row, columns)
  local most = select(2, row:gsub("|", "")) + 1
  if most <= columns then return false end
  local wide = ("| a "):rep(most) .. "|\n" .. ("|---"):rep(most) .. "|\n" .. row .. "\n"
  local first = pandoc.read(wide, "markdown").blocks[1]
  if not first or first.t ~= "Table" or not first.bodies[1].body[1] then return false end
  for place, cell in ipairs(first.bodies[1].body[1].cells) do
    if place > columns and #cell.contents > 0 then return true end
  end
  return false
end

-- Pandoc leaves out the cells of a pipe table that stand under no column.
local function cells_under_no_column(text, problems)
  local fence, before, columns
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    local mark = line:match("^%s*(```+)") or line:match("^%s*(~~~+)")
    if fence then
      if mark and mark:sub(1, #fence) == fence then fence = nil end
      columns = nil
    elseif mark then
      fence, columns = mark, nil
    elseif columns and line:find("|", 1, true) then
      if says_more(line, columns) then
        problems:report("C510", "the row has more cells than its table has columns; what they hold is lost", line:match("^%s*(.-)%s*$"), "take a cell out, or give the table another column")
      end
    else
      columns = before and before:find("|", 1, true) and columns_of(line) or nil
    end
    before = line
  end
end

function slips.report(remarks, text, blocks, problems)
  remarks_of_pandoc(remarks, text, problems)
  calls_without_text(blocks, text, problems)
  cells_under_no_column(text, problems)
end

return slips
