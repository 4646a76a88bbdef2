-- Convert a chapter: `pandoc lua convert.lua BOOK.LUA STYLE.CSL` (the filter of the look, the citation style)
-- reads jobs from standard input, one a line (JSON), and writes the result of each as a line (JSON), until the input
-- ends: pandoc's first chapter costs it more than the next ones, so that whoever has several asks one pandoc.
--
-- job: text, stem, folder, root, kind, number, title, names, references (CSL JSON text), letters, nocite
-- result: html, typst, title_html, index (labels, headings, references, citations, files, values, sections, problems)

package.path = pandoc.path.directory(PANDOC_SCRIPT_FILE or arg[0]) .. "/?.lua;" .. package.path

local audit = require("audit")
local blocks_of = require("blocks")
local conditions = require("conditions")
local equations = require("equations")
local floats = require("floats")
local html = require("html")
local list_tables = require("list_tables")
local Numbering = require("numbering")
local pictures = require("pictures")
local Problems = require("problems")
local references = require("references")
local sections = require("sections")
local slips = require("slips")
local theorems = require("theorems")
local typst = require("typst")
local vocabulary = require("vocabulary")

local function names(job)
  local all = {}
  for key, value in pairs(vocabulary.names) do all[key] = value end
  for key, value in pairs(job.names or {}) do all[key] = value end
  return all
end

local function parse(job, problems)
  local extensions = { table_attributes = false, yaml_metadata_block = false } -- the header was read before
  local remarks, doc = pandoc.log.silence(pandoc.read, job.text, { format = "markdown", extensions = extensions })
  slips.report(remarks, job.text, doc.blocks, problems)
  local blocks = doc.blocks
  if job.title and job.title ~= "" then
    blocks:insert(1, pandoc.Header(1, pandoc.utils.blocks_to_inlines(pandoc.read(job.title, "markdown").blocks), pandoc.Attr(job.stem)))
  end
  return blocks
end

-- From markdown to the canonical form for one format, numbered, with marks for cross-references.
local function canonical(job, format, problems)
  local blocks = pictures.keep_local(conditions.apply(parse(job, problems), format, problems, job.print), problems)
  blocks = equations.normalise(floats.normalise(theorems.normalise(blocks_of.normalise(list_tables.normalise(blocks)))))
  audit.apply(blocks, problems)
  local numbering = Numbering.new(job.number, job.kind)
  blocks = numbering:apply(blocks)
  local found, cited, links
  blocks, found, cited, links = references.apply(blocks, problems)
  return blocks, numbering, found, cited, links
end

-- Citeproc links a key that it does not know as well; such a link would lead nowhere, and Typst refuses it.
local function without_links_to_nowhere(doc, references)
  local known = {}
  for _, reference in ipairs(references or {}) do known["#ref-" .. pandoc.utils.stringify(reference.id)] = true end
  return doc:walk { Link = function(link)
    if link.target:match("^#ref%-") and not known[link.target] then return link.content end
  end }
end

-- Resolve citations; where anything is cited, the list of sources stands at the end or in #refs.
local function with_citations(blocks, job)
  local doc = pandoc.Pandoc(blocks)
  if job.references == "[]" then return doc.blocks end
  doc.meta.references = pandoc.read(job.references, "csljson").meta.references
  for _, reference in ipairs(doc.meta.references or {}) do
    local letter = (job.letters or {})[pandoc.utils.stringify(reference.id)]
    reference.annote = letter and pandoc.MetaString(letter) or nil -- the style prints it as the letter of the year
  end
  if arg[2] then doc.meta.csl = arg[2] end
  doc.meta["link-citations"] = true
  doc.meta["link-bibliography"] = true
  doc.meta.lang = job.lang
  local nocite = pandoc.Inlines {}
  for _, key in ipairs(job.nocite or {}) do
    nocite:insert(pandoc.Cite({}, { pandoc.Citation(key, "AuthorInText") }))
  end
  if #nocite > 0 then doc.meta.nocite = pandoc.MetaInlines(nocite) end
  return without_links_to_nowhere(pandoc.utils.citeproc(doc), doc.meta.references).blocks
end

-- Write a document; what pandoc could not express becomes a problem with pandoc's own words. (What it merely
-- informs of is raw markup of another format, left out on purpose.)
local function write(doc, format, options, problems)
  local remarks, text = pandoc.log.silence(pandoc.write, doc, format, options)
  for _, remark in ipairs(remarks) do
    local said = pandoc.json.decode(pandoc.json.encode(remark), false) -- the fields of a message show in its JSON only
    if said.verbosity ~= "INFO" then
      local token = type(said.contents) == "string" and said.contents:match("[^\n]*") or nil
      local formula = said.type == "CouldNotConvertTeXMath" and ("mathematics that pandoc cannot read (%s)"):format(said.contents)
      problems:report("C506", ((formula or said.pretty):gsub("%s+", " ")), token)
    end
  end
  return text
end

-- A page of the web edition lists its own sources at its end, unless the chapter says where (#refs).
local function write_html(blocks, job, problems)
  if not job.bibliography_here then blocks = html.name_sources(blocks, job.names.references) end
  local title = pandoc.Inlines {}
  local shown = html.blocks(blocks, job):filter(function(block)
    if block.t == "Header" and block.level == 1 and #title == 0 then
      title = block.content
      return false
    end
    return true
  end)
  local options = pandoc.WriterOptions { html_math_method = "mathml", section_divs = true, wrap_text = "none" }
  local format = { format = "html5", extensions = { native_divs = true } }
  local body = write(pandoc.Pandoc(shown), format, options, problems)
  local title_text = pandoc.write(pandoc.Pandoc { pandoc.Plain(title) }, format, pandoc.WriterOptions { html_math_method = "mathml", wrap_text = "none" })
  return body, title_text
end

-- What the look of the book draws in its own way; Quarto runs the same file after its own filters.
local function look_filters()
  FORMAT = "typst"
  return arg[1] and dofile(arg[1]) or {}
end

-- The book has one list of sources, where #refs stands.
local function without_sources(blocks)
  return blocks:filter(function(block) return not (block.t == "Div" and block.identifier == "refs") end)
end

local function write_typst(blocks, job, problems)
  if not job.bibliography_here then blocks = without_sources(blocks) end
  local printed = pandoc.Pandoc(typst.blocks(blocks, job))
  for _, filter in ipairs(look_filters()) do printed = printed:walk(filter) end
  return write(printed, "typst-citations-smart", pandoc.WriterOptions { wrap_text = "none" }, problems)
end

-- Most chapters are the same in both editions until they are written.
local function has_conditions(text)
  return text:find("content-visible", 1, true) ~= nil or text:find("content-hidden", 1, true) ~= nil
end

local function list(items) return #items > 0 and items or pandoc.List {} end

local function convert(job)
  job.names = names(job)
  local problems = Problems.new()
  local blocks, numbering, found, cited, links = canonical(job, "html", problems)
  local files = pictures.audit(blocks, job, problems)
  local searchable = sections.of(blocks, job)
  local values = sections.values(blocks)
  local cited_blocks = with_citations(blocks, job)
  local page, title = write_html(cited_blocks, job, problems)
  if has_conditions(job.text) then cited_blocks = with_citations(canonical(job, "typst", problems), job) end
  local printed = write_typst(cited_blocks, job, problems)
  return {
    html = page, title_html = title, typst = printed,
    index = {
      labels = list(numbering.entries), headings = list(numbering.headings), references = list(found),
      citations = list(cited), links = list(links), files = list(files), values = list(values), sections = list(searchable), problems = list(problems.found),
    },
  }
end

for line in io.lines() do
  io.write(pandoc.json.encode(convert(pandoc.json.decode(line, false))), "\n")
  io.flush()
end
