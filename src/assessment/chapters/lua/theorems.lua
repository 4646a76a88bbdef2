-- Theorems and proofs, brought into plain Divs that the writers know:
--   .theorem  kind ("thm", "def", …), identifier; first child: Div .theorem-name
--   .proof    kind ("proof", "remark", "solution"); first child: Div .theorem-name

local attributes = require("attributes")
local vocabulary = require("vocabulary")

local theorems = {}

local function named(div, class, kind)
  local content = div.content:clone()
  local name = div.attributes.name and attributes.inlines_of(div.attributes.name)
  if not name and content[1] and content[1].t == "Header" then name = content:remove(1).content end
  content:insert(1, pandoc.Div(name and { pandoc.Plain(name) } or {}, pandoc.Attr("", { "theorem-name" })))
  return pandoc.Div(content, pandoc.Attr(div.identifier, { class }, { kind = kind }))
end

function theorems.normalise(blocks)
  return blocks:walk {
    Div = function(div)
      local kind = vocabulary.kind(div.identifier)
      if kind and vocabulary.theorems[kind] then return named(div, "theorem", kind) end
      for name in pairs(vocabulary.proofs) do
        if div.classes:includes(name) then return named(div, "proof", name) end
      end
    end,
  }
end

-- The name and the content of a theorem or proof.
function theorems.split(div)
  local content = div.content:clone()
  local name = content:remove(1)
  return content, pandoc.utils.blocks_to_inlines(name.content)
end

-- Words before the first paragraph, as Quarto sets them.
local function opened(content, inlines)
  local first = content[1]
  if first and first.t == "Para" then
    inlines:extend(first.content)
    content[1] = pandoc.Para(inlines)
  else
    content:insert(1, pandoc.Para(inlines))
  end
  return content
end

local function in_brackets(inlines, name)
  if #name == 0 then return inlines end
  inlines:extend { pandoc.Space(), pandoc.Str("(") }
  inlines:extend(name)
  inlines:insert(pandoc.Str(")"))
  return inlines
end

function theorems.html(div, names)
  local content, name = theorems.split(div)
  local kind = div.attributes.kind
  local words, class
  if div.classes:includes("theorem") then
    local title = in_brackets(pandoc.Inlines { pandoc.Str(names[kind] .. "\u{a0}" .. div.attributes.number) }, name)
    words = pandoc.Inlines { pandoc.Span({ pandoc.Strong(title) }, pandoc.Attr("", { "theorem-title" })), pandoc.Space() }
    class = { "theorem", vocabulary.theorems[kind] ~= "theorem" and vocabulary.theorems[kind] or nil }
  else
    local title = in_brackets(pandoc.Inlines { pandoc.Emph { pandoc.Str(vocabulary.proofs[kind]) } }, name)
    title:extend { pandoc.Str("."), pandoc.Space() }
    words = pandoc.Inlines { pandoc.Span(title, pandoc.Attr("", { "proof-title" })) }
    class = { "proof", kind ~= "proof" and kind or nil }
  end
  return pandoc.Div(opened(content, words), pandoc.Attr(div.identifier, class))
end

function theorems.typst(div)
  local content, name = theorems.split(div)
  local kind = div.attributes.kind
  if div.classes:includes("proof") then
    local title = in_brackets(pandoc.Inlines { pandoc.Emph { pandoc.Str(vocabulary.proofs[kind]) } }, name)
    title:extend { pandoc.Str("."), pandoc.Space() }
    return opened(content, title)
  end
  local call = pandoc.Inlines { pandoc.RawInline("typst", "#" .. vocabulary.theorems[kind] .. "(") }
  if #name > 0 then
    call:insert(pandoc.RawInline("typst", "title: ["))
    call:extend(name)
    call:insert(pandoc.RawInline("typst", "]"))
  end
  call:insert(pandoc.RawInline("typst", ")["))
  local out = pandoc.Blocks { pandoc.Plain(call) }
  out:extend(content)
  out:insert(pandoc.RawBlock("typst", "] <" .. div.identifier .. ">"))
  return out
end

return theorems
