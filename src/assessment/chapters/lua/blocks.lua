-- Callouts, tabsets and layouts, brought into plain Divs that the writers know:
--   .callout  kind, collapse ("", "true", "false"), appearance; first child: Div .callout-title
--   .tabset   children: Div .tab, each with first child Div .tab-title
--   .layout   columns; children: Div .layout-cell

local attributes = require("attributes")
local floats = require("floats")
local vocabulary = require("vocabulary")

local blocks = {}

local function take_title(content, written)
  if written then return attributes.inlines_of(written) end
  if content[1] and content[1].t == "Header" then return content:remove(1).content end
  return nil
end

local function callout(div, kind)
  local content = div.content:clone()
  local title = take_title(content, div.attributes.title)
  content:insert(1, pandoc.Div(title and { pandoc.Plain(title) } or {}, pandoc.Attr("", { "callout-title" })))
  return pandoc.Div(content, pandoc.Attr(div.identifier, { "callout" }, {
    kind = kind,
    collapse = div.attributes.collapse or "",
    appearance = div.attributes.appearance or "default",
  }))
end

local function tabset(div)
  local tabs, level = pandoc.Blocks {}, nil
  for _, block in ipairs(div.content) do
    if block.t == "Header" and (not level or block.level <= level) then
      level = block.level
      tabs:insert(pandoc.Div({ pandoc.Div({ pandoc.Plain(block.content) }, pandoc.Attr("", { "tab-title" })) }, pandoc.Attr("", { "tab" })))
    elseif #tabs > 0 then
      tabs[#tabs].content:insert(block)
    end
  end
  return pandoc.Div(tabs, pandoc.Attr(div.identifier, { "tabset" }))
end

-- Each block is a cell of its own; pictures that share a paragraph are cells each.
local function cells_of(content)
  local cells = pandoc.Blocks {}
  for _, block in ipairs(content) do
    local images = floats.image_paragraph(block)
    local parts = images and #images > 1 and images:map(function(image) return pandoc.Para { image } end) or { block }
    for _, part in ipairs(parts) do cells:insert(pandoc.Div({ part }, pandoc.Attr("", { "layout-cell" }))) end
  end
  return cells
end

local function layout(div)
  local cells = cells_of(div.content)
  return pandoc.Div(cells, pandoc.Attr(div.identifier, { "layout" }, { columns = tostring(floats.columns_of(div.attributes, #cells)) }))
end

function blocks.normalise(all)
  return all:walk {
    Div = function(div)
      for kind in pairs(vocabulary.callouts) do
        if div.classes:includes("callout-" .. kind) then return callout(div, kind) end
      end
      if div.classes:includes("panel-tabset") then return tabset(div) end
      local laid_out = div.attributes["layout-ncol"] or div.attributes["layout-nrow"] or div.attributes.layout
      local figure = vocabulary.floats[vocabulary.kind(div.identifier)] -- floats.lua lays out its parts
      if laid_out and not figure then return layout(div) end
    end,
  }
end

return blocks
