"""The rows of the datasets that were read: which of them a number rests on, and what they say of it.

A notebook may declare them. Of a number without that, the one row that holds it is taken; where several rows hold
it, none is: which of them it came from is not known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from assessment.model import Value
from assessment.provenance.graph import Row
from assessment.values.facts import COMPUTED, facts_of


class Tables:
    """The data files of a project, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._rows: dict[str, tuple[Row, ...]] = {}

    def rows(self, path: str) -> tuple[Row, ...]:
        """The rows of a file with columns; none of a file that is not such a one."""
        if path not in self._rows:
            self._rows[path] = tuple(_read(self._root, path)) if path.endswith(".csv") else ()
        return self._rows[path]

    def declared(self, value: Value, paths: Mapping[tuple[str, str], str]) -> tuple[Row, ...]:
        """The rows that a notebook says its value rests on; ``paths`` maps dataset and version to their file."""
        found: list[Row] = []
        for dataset, version, at in value.rows:
            rows = self.rows(paths.get((dataset, version), ""))
            found += rows[at - 1 : at]
        return tuple(found)

    def holding(self, value: Value, paths: Iterable[str]) -> tuple[Row, ...]:
        """The rows whose number is the value's, and whose unit is no other."""
        number = _number(str(value.value))
        return tuple(row for path in paths for row in self.rows(path) if _holds(row, number, value.unit))

    def pages(self, path: str) -> Mapping[str, str]:
        """Key of the bibliography → the pages that the rows of a file name for it."""
        found: dict[str, list[str]] = {}
        for row in self.rows(path):
            if row.cells.get("page"):
                for key in row.cells.get("bibkey", "").split(";"):
                    found.setdefault(key, []).append(row.cells["page"])
        return {key: "; ".join(dict.fromkeys(pages)) for key, pages in found.items()}


def of_declared(value: Value, rows: tuple[Row, ...]) -> Value:
    """The value with the base of its one declared row; what else its rows say it carries already."""
    return replace(value, base=value.base or rows[0].cells.get("base", "")) if len(rows) == 1 else value


def described(value: Value, holding: tuple[Row, ...]) -> Value:
    """The value with what the one row that holds it says of it, where the notebook does not say it itself.

    In no row: it was computed. In several: nothing is known.
    """
    if not holding:
        return replace(value, evidence=value.evidence or COMPUTED)
    if len(holding) > 1:
        return value
    cells = holding[0].cells
    said: dict[str, Any] = {"base": cells.get("base", ""), **facts_of([cells])}
    return replace(value, **{name: getattr(value, name) or text for name, text in said.items()})


def _read(root: Path, path: str) -> Iterable[Row]:
    try:
        text = (root / path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return
    reader = csv.DictReader(text.splitlines(keepends=True))
    try:
        for record in reader:
            yield Row(path, reader.line_num, {str(k): v for k, v in record.items() if isinstance(v, str) and v})
    except csv.Error:
        return


def _holds(row: Row, number: Decimal | None, unit: str) -> bool:
    written, counted = row.cells.get("value"), row.cells.get("unit", "")
    if number is None or written is None or _number(written) != number:
        return False
    return not counted or not unit or counted in unit or unit in counted


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
