-- Number what a chapter labels, as Quarto does: each kind counts by itself within the chapter ("1.2"),
-- sections by level, parts of figures by letter. Everything labelled is noted in the index.

local floats = require("floats")
local vocabulary = require("vocabulary")

local Numbering = {}
Numbering.__index = Numbering

-- chapter: "3", "A", or nil where the chapter has no number
function Numbering.new(chapter, kind)
  return setmetatable({ chapter = chapter, kind = kind, counts = {}, sections = {}, entries = {}, headings = {} }, Numbering)
end

function Numbering:next(kind)
  self.counts[kind] = (self.counts[kind] or 0) + 1
  local count = tostring(self.counts[kind])
  return self.chapter and (self.chapter .. "." .. count) or count
end

function Numbering:note(id, kind, number, title, parent)
  if id == "" then return end
  self.entries[#self.entries + 1] = { id = id, kind = kind, number = number or "", title = title or "", parent = parent or "" }
end

function Numbering:section_number(header)
  if header.classes:includes("unnumbered") or not self.chapter then return nil end
  if header.level == 1 then
    self.sections = {}
    return self.chapter
  end
  self.sections[header.level] = (self.sections[header.level] or 0) + 1
  local parts = { self.chapter }
  for level = 2, 6 do
    if level > header.level then self.sections[level] = nil
    elseif level <= header.level then parts[#parts + 1] = tostring(self.sections[level] or 0) end
  end
  return table.concat(parts, ".")
end

function Numbering:header(header)
  local number = self:section_number(header)
  local title = pandoc.utils.stringify(header.content)
  self:note(header.identifier, header.level == 1 and self.kind or "sec", number, title)
  self.headings[#self.headings + 1] = {
    id = header.identifier, level = header.level, number = number or "", title = title,
    unlisted = header.classes:includes("unlisted"),
  }
  if number then header.attributes.number = number
  elseif not header.classes:includes("unnumbered") then header.classes:insert("unnumbered") end
  return header
end

function Numbering:float(float)
  local kind, id = float.attributes.kind, float.identifier
  local content = float.content -- the parts themselves: those of `floats.split` are copies
  local _, caption = floats.split(float)
  local number
  if id ~= "" then
    number = self:next(kind)
    float.attributes.number = number
    self:note(id, kind, number, pandoc.utils.stringify(caption))
  end
  local letter = 0
  for _, part in ipairs(content) do
    if part.t == "Div" and part.classes:includes("subfloat") then
      letter = letter + 1
      part.attributes.letter = string.char(96 + letter)
      local _, own = floats.split(part)
      self:note(part.identifier, kind, (number or "") .. " (" .. part.attributes.letter .. ")", pandoc.utils.stringify(own), id)
    end
  end
  float.content = content
  return float
end

function Numbering:callout(div)
  local kind = vocabulary.callouts[div.attributes.kind]
  if vocabulary.kind(div.identifier) == kind then
    div.attributes.number = self:next(kind)
    self:note(div.identifier, kind, div.attributes.number, pandoc.utils.stringify(div.content[1]))
  end
  return div
end

function Numbering:theorem(div)
  local kind = div.attributes.kind
  div.attributes.number = self:next(kind)
  self:note(div.identifier, kind, div.attributes.number, pandoc.utils.stringify(div.content[1]))
  return div
end

function Numbering:equation(span)
  span.attributes.number = self:next("eq")
  self:note(span.identifier, "eq", span.attributes.number, "")
  return span
end

-- In document order, from the outside in; the parts of a float are numbered by the float.
function Numbering:apply(blocks)
  return blocks:walk {
    traverse = "topdown",
    Header = function(header) return self:header(header) end,
    Div = function(div)
      if div.classes:includes("subfloat") then return nil end
      if div.classes:includes("float") then return self:float(div) end
      if div.classes:includes("callout") then return self:callout(div) end
      if div.classes:includes("theorem") then return self:theorem(div) end
    end,
    Span = function(span)
      if span.classes:includes("equation") then return self:equation(span) end
    end,
  }
end

return Numbering
