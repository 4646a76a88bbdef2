"""What is wrong with a data file, in an author's words rather than those of a validator."""

from __future__ import annotations

import re

_SAID = {
    "hash-count": "the file is not the one declared: its digest differs",
    "byte-count": "the file is not the one declared: its size differs",
    "blank-header": "the header is empty",
    "blank-label": "the header leaves a column without a name",
    "duplicate-label": "the header names this column twice",
    "missing-label": "the header lacks this column of the schema",
    "extra-label": "the header has this column, the schema has not",
    "incorrect-label": "the header has another column here than the schema",
    "blank-row": "the row is empty",
    "missing-cell": "the row has fewer cells than the header",
    "extra-cell": "the row has more cells than the header",
    "primary-key": "another row has the same key",
    "unique-error": "another row has the same value, which may stand once",
}
_TYPE = re.compile(r'type is "(\w+)')
_CONSTRAINT = re.compile(r'constraint "(\w+)" is "(.*)"')
_RULES = {
    "minimum": "is less than {limit}",
    "maximum": "is more than {limit}",
    "minLength": "is shorter than {limit} letters",
    "maxLength": "is longer than {limit} letters",
    "pattern": "does not have the form {limit}",
    "enum": "is not one of: {limit}",
}


def in_plain_words(kind: str, cell: str | None, note: str) -> str:
    """What an error of this kind means; ``note`` is Frictionless's. Nothing where we have no better words than it."""
    if kind == "type-error" and (match := _TYPE.search(note)):
        article = "an" if match[1][0] in "aeiou" else "a"
        return f"“{cell}” is not {article} {match[1]}"
    if kind == "constraint-error" and (match := _CONSTRAINT.search(note)):
        if match[1] == "required":
            return "the cell is empty, and must not be"
        rule = _RULES.get(match[1], f"breaks the rule {match[1]}: {{limit}}")
        limit = match[2].strip("[]").replace("'", "") if match[1] == "enum" else match[2]
        return f"“{cell}” {rule.format(limit=limit)}"
    return _SAID.get(kind, "")
