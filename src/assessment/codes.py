"""Every kind of finding, in one table: code, severity, meaning.

`docs/findings.md` explains each with its repair; a test keeps the two in step.
The letter is the subject: P project, D data, N notebooks, F figures and tables, V values,
C chapters, E editions, Q Quarto.
"""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "note"]

CODES: dict[str, tuple[Severity, str]] = {
    "P101": ("warning", "a key of _quarto.yml is not honoured"),
    "P102": ("error", "a chapter is listed and absent"),
    "P103": ("note", "another format stands in for the one asked for"),
    "D101": ("error", "a data file's digest or size differs from the data package"),
    "D102": ("error", "a declared data file is absent"),
    "D103": ("error", "columns differ from the schema"),
    "D104": ("error", "a cell's type differs from the schema"),
    "D105": ("error", "a cell breaks a constraint"),
    "D106": ("error", "a key stands twice"),
    "D107": ("error", "a status is not among those allowed"),
    "D108": ("error", "a data file's encoding is wrong"),
    "D109": ("error", "the data package cannot be read"),
    "D110": ("error", "a pin names a dataset or version that is not declared"),
    "D111": ("warning", "a data file is not declared in the data package"),
    "N201": ("error", "a notebook cannot be read"),
    "N202": ("error", "a notebook has no kernel that can run it"),
    "N203": ("error", "a cell raised"),
    "N204": ("error", "a notebook ran longer than it may"),
    "N205": ("error", "a kernel died"),
    "N206": ("warning", "accepted outputs differ from fresh ones"),
    "N207": ("warning", "a notebook has no accepted outputs yet"),
    "N208": ("warning", "a result of the store was corrupt and was computed again"),
    "F101": ("error", "a figure or image has no alternative text"),
    "F102": ("error", "a cross-reference leads nowhere"),
    "F103": ("error", "a label is used twice"),
    "F104": ("warning", "a figure or table has no caption"),
    "F105": ("error", "an embedded notebook is absent"),
    "F106": ("error", "an embedded label or cell is absent"),
    "F107": ("error", "an image file is absent"),
    "F108": ("error", "a cell has no output that can be shown"),
    "V401": ("error", "a variable is used and not known"),
    "V402": ("error", "a value is published twice"),
    "V403": ("warning", "an accepted value differs from the fresh one"),
    "C501": ("error", "a citation key is not in the bibliography"),
    "C502": ("error", "a bibliography cannot be read"),
    "C503": ("error", "a heading level is skipped"),
    "C504": ("error", "a YAML header cannot be read"),
    "C505": ("error", "an included file is absent or includes itself"),
    "C506": ("error", "a construct is outside the dialect"),
    "C507": ("error", "a file is not UTF-8"),
    "C508": ("error", "a metadata key is used and not known"),
    "C509": ("note", "an equation has no alternative text"),
    "E601": ("warning", "the PDF meets fewer standards than a release needs"),
    "E602": ("warning", "the typesetter had a remark"),
    "E603": ("error", "a page asks another host for something"),
    "E604": ("error", "an edition holds a path of this machine"),
    "Q701": ("error", "Quarto's output is broken"),
    "Q702": ("warning", "Quarto had a remark"),
}
