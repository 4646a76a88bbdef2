-- The words of the dialect: kinds of labels, their names, and what is known but not supported.

local vocabulary = {}

-- label prefix → name printed before the number; the job may replace names for another language
vocabulary.names = {
  fig = "Figure", tbl = "Table", lst = "Listing", eq = "Equation", sec = "Section",
  nte = "Note", tip = "Tip", wrn = "Warning", imp = "Important", cau = "Caution",
  thm = "Theorem", lem = "Lemma", cor = "Corollary", prp = "Proposition", cnj = "Conjecture",
  def = "Definition", exm = "Example", exr = "Exercise",
  chapter = "Chapter", appendix = "Appendix", references = "References",
}

vocabulary.floats = { fig = true, tbl = true, lst = true }

vocabulary.callouts = { note = "nte", tip = "tip", warning = "wrn", important = "imp", caution = "cau" }

-- label prefix → name of the environment, as Quarto calls it
vocabulary.theorems = {
  thm = "theorem", lem = "lemma", cor = "corollary", prp = "proposition", cnj = "conjecture",
  def = "definition", exm = "example", exr = "exercise",
}

-- class → the word that opens it; none of them has a number
vocabulary.proofs = { proof = "Proof", remark = "Remark", solution = "Solution" }

-- labels that Quarto knows and this dialect does not: Quarto's own PDF cannot refer to them
vocabulary.refused_labels = { sol = "labelled solution", rem = "labelled remark", alg = "algorithm" }

-- classes that change where or whether something is shown
vocabulary.refused_classes = {
  "column-margin", "column-page", "column-screen", "column-body-outset", "column-page-right",
  "column-page-left", "column-screen-right", "column-screen-left", "aside", "panel-input", "panel-sidebar",
  "panel-fill", "panel-center", "incremental", "notes", "landscape", "code-annotations",
}

function vocabulary.kind(id)
  local prefix = id and id:match("^(%a+)%-.")
  prefix = prefix and prefix:lower()
  return prefix and vocabulary.names[prefix] and prefix or nil
end

function vocabulary.refused(id)
  local prefix = id and id:match("^(%a+)%-.")
  return prefix and vocabulary.refused_labels[prefix] or nil
end

return vocabulary
