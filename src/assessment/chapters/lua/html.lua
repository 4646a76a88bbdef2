-- The HTML of a chapter: Quarto's ids and classes where links and tests rely on them, plain markup otherwise.

local floats = require("floats")
local pictures = require("pictures")
local references = require("references")
local theorems = require("theorems")
local vocabulary = require("vocabulary")

local html = {}

local function raw(text) return pandoc.RawBlock("html", text) end
local function escape(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end
local function id_attribute(id) return id ~= "" and (' id="' .. escape(id) .. '"') or "" end

local function numbered(kind, number, inlines, names)
  local out = pandoc.Inlines {}
  if number then
    out:insert(pandoc.Str(names[kind] .. "\u{a0}" .. number))
    if #inlines > 0 then out:extend { pandoc.Str(":"), pandoc.Space() } end
  end
  out:extend(inlines)
  return out
end

local function part(float)
  local kind = float.attributes.kind
  local content, caption = floats.split(float)
  local label = pandoc.Inlines { pandoc.Str("(" .. float.attributes.letter .. ")") }
  if #caption > 0 then label:insert(pandoc.Space()) label:extend(caption) end
  local described = {
    raw(('<figcaption class="quarto-float-caption quarto-subfloat-caption quarto-subfloat-%s">'):format(kind)),
    pandoc.Plain(label), raw("</figcaption>"),
  }
  local out = pandoc.Blocks { raw(("<figure%s class=\"quarto-float quarto-subfloat-%s figure\">"):format(id_attribute(float.identifier), kind)) }
  if kind ~= "fig" then out:extend(described) end
  out:extend(content)
  if kind == "fig" then out:extend(described) end
  out:insert(raw("</figure>"))
  return out
end

local function float(div, names)
  local kind, id = div.attributes.kind, div.identifier
  local content, caption = floats.split(div)
  local described = id ~= "" and id .. "-caption" or ""
  local text = numbered(kind, div.attributes.number, caption, names)
  local place = kind == "fig" and "bottom" or "top"
  local figcaption = pandoc.Blocks {}
  if #text > 0 then
    figcaption = pandoc.Blocks {
      raw(('<figcaption%s class="quarto-float-caption-%s quarto-float-caption quarto-float-%s">'):format(id_attribute(described), place, kind)),
      pandoc.Plain(text), raw("</figcaption>"),
    }
  end
  local out = pandoc.Blocks { raw(('<div%s class="quarto-float quarto-figure"><figure class="quarto-float quarto-float-%s figure">'):format(id_attribute(id), kind)) }
  if place == "top" then out:extend(figcaption) end
  local columns = tonumber(div.attributes.columns) or 1
  local grid = content:find_if(function(b) return b.t == "Div" and b.classes:includes("subfloat") end)
  out:insert(raw(grid and ('<div class="panel-layout" style="--columns: %d">'):format(columns) or "<div" .. (described ~= "" and #text > 0 and ' aria-describedby="' .. escape(described) .. '"' or "") .. ">"))
  for _, block in ipairs(content) do
    if block.t == "Div" and block.classes:includes("subfloat") then out:extend(part(block)) else out:insert(block) end
  end
  out:insert(raw("</div>"))
  if place == "bottom" then out:extend(figcaption) end
  out:insert(raw("</figure></div>"))
  return out
end

local function callout(div, names)
  local kind, collapse = div.attributes.kind, div.attributes.collapse
  local content = div.content:clone()
  local title = pandoc.utils.blocks_to_inlines(content:remove(1).content)
  local label = vocabulary.callouts[kind]
  local titled = #title > 0
  if div.attributes.number then
    title = numbered(label, div.attributes.number, title, names)
  elseif not titled and div.attributes.appearance == "default" then
    title = pandoc.Inlines { pandoc.Str(names[label]) }
  end
  local class = ("callout callout-style-%s callout-%s%s"):format(div.attributes.appearance, kind, #title > 0 and " callout-titled" or "")
  local folded = collapse == "true" or collapse == "false"
  local head = folded and "summary" or "div"
  local out = pandoc.Blocks { raw(('<div%s class="%s">'):format(id_attribute(div.identifier), class)) }
  if folded then out:insert(raw(collapse == "false" and "<details open>" or "<details>")) end
  if #title > 0 then
    out:extend {
      raw(('<%s class="callout-header"><span class="callout-icon" aria-hidden="true"></span><span class="callout-title-container">'):format(head)),
      pandoc.Plain(title), raw(("</span></%s>"):format(head)),
    }
  end
  out:insert(raw('<div class="callout-body-container callout-body">'))
  out:extend(content)
  out:insert(raw(folded and "</div></details></div>" or "</div></div>"))
  return out
end

local tabsets = 0

local function tabset(div)
  tabsets = tabsets + 1
  local set = div.identifier ~= "" and div.identifier or "tabset-" .. tabsets
  local out = pandoc.Blocks { raw('<div class="panel-tabset"' .. id_attribute(div.identifier) .. '><ul class="nav nav-tabs" role="tablist">') }
  for i, tab in ipairs(div.content) do
    local title = tab.content[1]
    out:extend {
      raw(('<li role="presentation"><a id="%s-%d-tab" href="#%s-%d" role="tab" aria-controls="%s-%d" aria-selected="%s">'):format(set, i, set, i, set, i, i == 1 and "true" or "false")),
      pandoc.Plain(pandoc.utils.blocks_to_inlines(title.content)), raw("</a></li>"),
    }
  end
  out:insert(raw('</ul><div class="tab-content">'))
  for i, tab in ipairs(div.content) do
    local name = escape(pandoc.utils.stringify(tab.content[1]))
    local class = i == 1 and "tab-pane active" or "tab-pane"
    out:insert(raw(('<div id="%s-%d" class="%s" role="tabpanel" aria-labelledby="%s-%d-tab" data-title="%s">'):format(set, i, class, set, i, name)))
    local body = tab.content:clone()
    body:remove(1)
    out:extend(body)
    out:insert(raw("</div>"))
  end
  out:insert(raw("</div></div>"))
  return out
end

local function layout(div)
  local out = pandoc.Blocks { raw(('<div%s class="panel-layout" style="--columns: %d">'):format(id_attribute(div.identifier), tonumber(div.attributes.columns) or 1)) }
  for _, cell in ipairs(div.content) do
    out:insert(raw("<div>"))
    out:extend(cell.content)
    out:insert(raw("</div>"))
  end
  out:insert(raw("</div>"))
  return out
end

local function image(img, job, in_float)
  local alt = pictures.alt(img, in_float) or pictures.placeholder
  img.src = pictures.locate(img.src, job).html
  img.caption = pandoc.Inlines(alt)
  img.attributes["fig-alt"] = nil
  img.attributes.alt = alt == "" and "" or nil -- pandoc writes an empty alt only where it is told to
  img.classes:insert("img-fluid")
  img.attributes.loading = "lazy"
  return img
end

-- The list of sources that citeproc adds at the end of a page gets a heading of its own.
function html.name_sources(blocks, name)
  local last = blocks[#blocks]
  if last and last.t == "Div" and last.identifier == "refs" and #last.content > 0 then
    blocks = blocks:clone() -- the other edition has them too
    blocks:insert(#blocks, pandoc.Header(2, { pandoc.Str(name) }, pandoc.Attr("references", { "unnumbered" })))
  end
  return blocks
end

-- The chapter's own number stands in the head of the page, beside its title.
local function header(head)
  local number = head.attributes.number
  if number and head.level > 1 then
    head.content:insert(1, pandoc.Space())
    head.content:insert(1, pandoc.Span({ pandoc.Str(number) }, pandoc.Attr("", { "header-section-number" })))
  end
  return head
end

local function equation(span)
  local out = pandoc.Inlines { span.content[1], pandoc.Span({ pandoc.Str("(" .. span.attributes.number .. ")") }, pandoc.Attr("", { "equation-number" })) }
  return pandoc.Span(out, pandoc.Attr(span.identifier, { "equation" }))
end

-- Turn the canonical blocks of a chapter into blocks that pandoc writes as the HTML we want.
function html.blocks(blocks, job)
  local names = job.names
  blocks = blocks:walk {
    traverse = "topdown",
    Div = function(div)
      if not div.classes:includes("float") then return nil end
      div.content = div.content:walk { Image = function(img) return image(img, job, true) end }
      return div, false
    end,
    Image = function(img) return image(img, job, false) end,
  }
  blocks = blocks:walk {
    Div = function(div)
      if div.classes:includes("subfloat") then return nil end
      if div.classes:includes("float") then return float(div, names) end
      if div.classes:includes("callout") then return callout(div, names) end
      if div.classes:includes("tabset") then return tabset(div) end
      if div.classes:includes("layout") then return layout(div) end
      if div.attributes.kind and (div.classes:includes("theorem") or div.classes:includes("proof")) then return theorems.html(div, names) end
    end,
    Span = function(span) if span.classes:includes("equation") then return equation(span) end end,
    Header = header,
    Table = function(tbl) tbl.classes:extend { "caption-top", "table" } return tbl end,
  }
  return blocks:walk(references.raw("html"))
end

return html
