-- Bring every way of writing a figure, table or listing into one form, a Div of class `float`:
--   attributes: kind ("fig", "tbl", "lst"), columns; identifier: the label or ""
--   content: what is shown, then one Div of class `float-caption`
-- Parts of a figure are floats inside a float, marked with class `subfloat`.

local attributes = require("attributes")
local vocabulary = require("vocabulary")

local floats = {}

local function caption_div(inlines)
  return pandoc.Div(#inlines > 0 and { pandoc.Plain(inlines) } or {}, pandoc.Attr("", { "float-caption" }))
end

local function new_float(kind, id, content, caption, columns)
  local blocks = pandoc.Blocks(content)
  blocks:insert(caption_div(caption))
  return pandoc.Div(blocks, pandoc.Attr(id, { "float" }, { kind = kind, columns = tostring(columns or 1) }))
end

local function long_caption(caption)
  return pandoc.utils.blocks_to_inlines(caption.long or {})
end

local function columns_of(attrs, count)
  local columns = tonumber(attrs["layout-ncol"] or "")
  if columns then return math.tointeger(columns) end
  local rows = tonumber(attrs["layout-nrow"] or "")
  if rows then return math.ceil(count / rows) end
  local layout = attrs.layout
  if layout then
    local first = layout:match("%[%s*%[([^%]]*)%]") or layout:match("%[([^%]]*)%]") or ""
    local _, commas = first:gsub(",", "")
    return commas + 1
  end
  return 1
end
floats.columns_of = columns_of

local function from_figure(figure)
  local kind = vocabulary.kind(figure.identifier)
  return new_float(kind and vocabulary.floats[kind] and kind or "fig", figure.identifier, figure.content, long_caption(figure.caption))
end

local function from_table(tbl)
  local caption, attr = attributes.trailing(long_caption(tbl.caption))
  local id = attr and attr.identifier or ""
  if id == "" and #caption == 0 then return nil end
  local widths = attr and attr.attributes["tbl-colwidths"]
  if widths then tbl = floats.set_widths(tbl, widths) end
  tbl.caption = { long = {} }
  return new_float("tbl", id, { tbl }, caption)
end

-- `tbl-colwidths="[40,60]"`: percent of the text width, column by column.
function floats.set_widths(tbl, text)
  local specs, i = tbl.colspecs, 0
  for number in text:gmatch("[%d.]+") do
    i = i + 1
    if specs[i] then specs[i] = { specs[i][1], tonumber(number) / 100 } end
  end
  tbl.colspecs = specs
  return tbl
end

local function from_listing(block)
  local id, caption = block.identifier, block.attributes["lst-cap"]
  if vocabulary.kind(id) ~= "lst" then return nil end
  block.identifier = ""
  block.attributes["lst-cap"] = nil
  return new_float("lst", id, { block }, caption and attributes.inlines_of(caption) or {})
end

-- Images that stand alone in a paragraph inside a figure's div are parts of it.
local function image_paragraph(block)
  if block.t ~= "Para" and block.t ~= "Plain" then return nil end
  local images = pandoc.List {}
  for _, inline in ipairs(block.content) do
    if inline.t == "Image" then images:insert(inline)
    elseif inline.t ~= "Space" and inline.t ~= "SoftBreak" and inline.t ~= "LineBreak" then return nil end
  end
  return #images > 0 and images or nil
end

floats.image_paragraph = image_paragraph

local function part_of_image(image)
  local id = vocabulary.kind(image.identifier) == "fig" and image.identifier or ""
  image.identifier = ""
  local caption = image.caption
  return new_float("fig", id, { pandoc.Plain { image } }, caption)
end

-- An image without caption is no figure to pandoc; with a label it is one to us.
local function from_lone_image(block)
  local images = image_paragraph(block)
  if images and #images == 1 and vocabulary.kind(images[1].identifier) == "fig" then return part_of_image(images[1]) end
end

-- A part is whatever carries a label of its own or, in a laid-out figure, a picture with a caption.
local function parts_of(blocks)
  local parts, rest = pandoc.List {}, pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local images = image_paragraph(block)
    if block.t == "Div" and block.classes:includes("float") then parts:insert(block)
    elseif images then parts:extend(images:map(part_of_image))
    else rest:insert(block) end
  end
  return parts, rest
end

local function from_div(div, kind)
  local content, caption = div.content:clone(), pandoc.Inlines {}
  local last = content[#content]
  if #content > 1 and last and last.t == "Para" and not image_paragraph(last) then
    caption = last.content
    content:remove(#content)
  end
  local written = div.attributes[kind .. "-cap"]
  if written then caption = attributes.inlines_of(written) end
  local parts, rest = parts_of(content)
  local labelled = parts:filter(function(part) return part.identifier ~= "" end)
  if #labelled == 0 and (kind ~= "fig" or #parts <= 1) then
    return floats.unwrap(div, kind, content, caption)
  end
  for _, part in ipairs(parts) do part.classes:insert("subfloat") end
  local blocks = pandoc.Blocks(parts)
  blocks:extend(rest)
  return new_float(kind, div.identifier, blocks, caption, columns_of(div.attributes, #parts))
end

-- A labelled div round one float: the div's label counts, the inner caption serves where the div has none.
function floats.unwrap(div, kind, content, caption)
  local inner = #content == 1 and content[1] or nil
  if inner and inner.t == "Div" and inner.classes:includes("float") and inner.identifier == "" then
    local own = inner.content[#inner.content]
    content = inner.content:clone()
    content:remove(#content)
    if #caption == 0 then caption = pandoc.utils.blocks_to_inlines(own.content) end
  end
  local alt = div.attributes["fig-alt"]
  local out = new_float(kind, div.identifier, content, caption, columns_of(div.attributes, 1))
  if alt then
    out.content = out.content:walk { Image = function(image) image.attributes["fig-alt"] = image.attributes["fig-alt"] or alt; return image end }
  end
  return out
end

-- A raw HTML table (pandas writes them) becomes a real table.
local function from_raw(block)
  if block.format ~= "html" or not block.text:match("<table") then return nil end
  return pandoc.read(block.text, "html").blocks
end

function floats.normalise(blocks)
  blocks = blocks:walk { RawBlock = from_raw }
  blocks = blocks:walk { Figure = from_figure, Table = from_table, CodeBlock = from_listing, Para = from_lone_image }
  return blocks:walk {
    Div = function(div)
      if div.classes:includes("float") then return nil end
      local kind = vocabulary.kind(div.identifier)
      if kind and vocabulary.floats[kind] then return from_div(div, kind) end
    end,
  }
end

-- The caption and the shown content of a float.
function floats.split(float)
  local content = float.content:clone()
  local caption = content:remove(#content)
  return content, pandoc.utils.blocks_to_inlines(caption.content)
end

return floats
