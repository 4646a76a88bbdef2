-- The Typst of a chapter, in the dialect that Quarto writes, so that one template serves both renderers.

local floats = require("floats")
local pictures = require("pictures")
local references = require("references")
local theorems = require("theorems")
local vocabulary = require("vocabulary")

local typst = {}

local function raw(text) return pandoc.RawBlock("typst", text) end
local function rawi(text) return pandoc.RawInline("typst", text) end
local function quoted(text) return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("%s+", " ") .. '"' end
local function label(id) return id ~= "" and "<" .. id .. ">" or "" end

local function length(value)
  local number = value:match("^([%d.]+)$") or value:match("^([%d.]+)px$")
  if number then return ("%.4gin"):format(tonumber(number) / 96) end
  return value
end

local function image(img, job, in_float)
  local alt = pictures.alt(img, in_float) or pictures.placeholder
  local call = "image(" .. quoted(pictures.locate(img.src, job).typst)
  for _, side in ipairs { "width", "height" } do
    if img.attributes[side] then call = call .. ", " .. side .. ": " .. length(img.attributes[side]) end
  end
  if alt == "" then return rawi("#box(pdf.artifact(" .. call .. ")));") end
  return rawi("#box(" .. call .. ", alt: " .. quoted(alt) .. "));")
end

local function figure(kind, id, content, caption, names, number)
  local place = kind == "fig" and "bottom" or "top"
  local out = pandoc.Blocks { raw("#figure([") }
  out:extend(content)
  if #caption > 0 or number then -- the number is printed in any case: references lead to it
    out:extend { raw("], caption: figure.caption(\nposition: " .. place .. ", \n["), pandoc.Plain(caption), raw("]),") }
  else
    out:insert(raw("],"))
  end
  local numbering = number and "" or "numbering: none, \n"
  out:insert(raw(("kind: \"quarto-float-%s\", \nsupplement: %s, \n%s)\n%s\n\n"):format(kind, quoted(names[kind]), numbering, label(id))))
  return out
end

local function super(div, content, caption, names)
  local columns, kind = tonumber(div.attributes.columns) or 1, div.attributes.kind
  local place = kind == "fig" and "bottom" or "top"
  local out = pandoc.Blocks { raw(("#quarto_super(\nkind: \"quarto-float-%s\", \ncaption: \n["):format(kind)), pandoc.Plain(caption),
    raw(("], \nlabel: %s, \nposition: " .. place .. ", \nsupplement: %s, \nsubcapnumbering: \"(a)\", \n["):format(div.identifier ~= "" and label(div.identifier) or "none", quoted(names[kind]))) }
  out:insert(raw(("#grid(columns: %d, gutter: 2em,"):format(columns)))
  for _, block in ipairs(content) do
    local inner, own = floats.split(block)
    out:insert(raw("["))
    out:extend(figure(kind, block.identifier, inner, own, names, true))
    out:insert(raw("],"))
  end
  out:insert(raw(")\n]\n)\n\n"))
  return out
end

local function float(div, names)
  local content, caption = floats.split(div)
  local parts = content:filter(function(b) return b.t == "Div" and b.classes:includes("subfloat") end)
  if #parts > 0 then return super(div, parts, caption, names) end
  return figure(div.attributes.kind, div.identifier, content, caption, names, div.attributes.number)
end

local colours = {
  note = { "#dae6fb", "#0758E5" }, tip = { "#ccf1e3", "#00A047" }, warning = { "#fcefdc", "#EB9113" },
  important = { "#f7dddc", "#CC1914" }, caution = { "#ffe5d0", "#FC5300" },
}

local function callout(div, names)
  local kind = div.attributes.kind
  local content = div.content:clone()
  local title = pandoc.utils.blocks_to_inlines(content:remove(1).content)
  local word = names[vocabulary.callouts[kind]]
  local titled = #title > 0
  if not titled then title = pandoc.Inlines { pandoc.Str(word) } end
  local tint, line = table.unpack(colours[kind])
  local out = pandoc.Blocks { raw("#callout(\nbody: \n[") }
  out:extend(content)
  out:extend { raw("]\n, \ntitle: \n["), pandoc.Plain(div.attributes.number and not titled and {} or title),
    raw(("]\n, \nbackground_color: \nrgb(%s)\n, \nicon_color: \nrgb(%s)\n, \nicon: \nnone\n, \nbody_background_color: \nwhite\n)"):format(quoted(tint), quoted(line))) }
  if not div.attributes.number then
    local block = pandoc.Blocks { raw("#block[") }
    block:extend(out)
    block:insert(raw("]"))
    return block
  end
  local framed = pandoc.Blocks { raw("#figure([") }
  framed:extend(out)
  framed:insert(raw(("], caption: figure.caption(\nposition: top, \n[]), \nkind: \"quarto-callout-%s\", \nsupplement: %s, \nnumbering: callout-numbering, \n)\n%s\n\n"):format(vocabulary.names[vocabulary.callouts[kind]], quoted(word), label(div.identifier))))
  return framed
end

local function titled(open, inlines)
  local out = pandoc.Inlines { rawi(open) }
  out:extend(inlines)
  out:insert(rawi("]"))
  return pandoc.Plain(out)
end

-- On paper tabs follow one another, each under its name.
local function tabset(div)
  local out = pandoc.Blocks {}
  for _, tab in ipairs(div.content) do
    local body = tab.content:clone()
    local title = body:remove(1)
    out:insert(titled("#tab-title[", pandoc.utils.blocks_to_inlines(title.content)))
    out:extend(body)
  end
  return out
end

local function layout(div)
  local out = pandoc.Blocks { raw(("#grid(columns: (1fr,) * %d, gutter: 1.2em,"):format(tonumber(div.attributes.columns) or 1)) }
  for _, cell in ipairs(div.content) do
    out:insert(raw("["))
    out:extend(cell.content)
    out:insert(raw("],"))
  end
  out:insert(raw(")"))
  return out
end

-- The look's own filter gives a text to the equations that have none: PDF/UA wants one for each.
local function equation(span)
  local alt = span.attributes.alt or ""
  local said = alt ~= "" and (", alt: " .. quoted(alt)) or ""
  return pandoc.Inlines {
    rawi("#math.equation(block: true, numbering: equation-numbering" .. said .. ", [ "), span.content[1], rawi(" ])" .. label(span.identifier)),
  }
end

-- PDF/UA refuses a skipped level, and an unfinished chapter must not stop the book: its finding speaks (audit.lua).
local function consecutive(blocks)
  local level = 0
  return blocks:walk {
    Header = function(head)
      level = math.min(head.level, level + 1)
      head.level = level
      return head
    end,
  }
end

local function header(head)
  head.attributes.number = nil
  return head
end

-- A row that the cells above it fill has none of its own; pandoc writes a comma for it, which Typst refuses.
local function filled_rows(rows)
  return rows:filter(function(row) return #row.cells > 0 end)
end

-- The figure round a labelled table is ours; pandoc would add one of its own.
local function bare_table(tbl)
  tbl.head.rows = filled_rows(pandoc.List(tbl.head.rows))
  tbl.foot.rows = filled_rows(pandoc.List(tbl.foot.rows))
  for _, body in ipairs(tbl.bodies) do
    body.head, body.body = filled_rows(pandoc.List(body.head)), filled_rows(pandoc.List(body.body))
  end
  tbl.classes:insert("typst:no-figure")
  return tbl
end

function typst.blocks(blocks, job)
  local names = job.names
  blocks = consecutive(blocks):walk {
    traverse = "topdown",
    Div = function(div)
      if not div.classes:includes("float") then return nil end
      div.content = div.content:walk { Image = function(img) return image(img, job, true) end }
      return div, false
    end,
    Image = function(img) return image(img, job, false) end,
  }
  blocks = blocks:walk {
    Span = function(span) if span.classes:includes("equation") then return equation(span) end end,
    Table = bare_table,
    Div = function(div)
      if div.classes:includes("subfloat") then return nil end
      if div.classes:includes("float") then return float(div, names) end
      if div.classes:includes("callout") then return callout(div, names) end
      if div.classes:includes("tabset") then return tabset(div) end
      if div.classes:includes("layout") then return layout(div) end
      if div.classes:includes("theorem") or div.classes:includes("proof") then return theorems.typst(div) end
      if div.classes:includes("pagebreak") then return raw("#pagebreak(weak: true)") end
    end,
    Header = header,
  }
  return blocks:walk(references.raw("typst"))
end

return typst
