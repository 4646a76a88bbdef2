"""Rows of data files, chosen by the values of their columns: what rules between rows are written with."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple


class RuleError(ValueError):
    """A rule cannot be applied: it is not of its form, or points to rows that are not there."""


class UnreadableError(RuleError):
    """A data file cannot be read; the check of its schema says why."""


class Row(NamedTuple):
    """A row of a data file with its line there."""

    line: int
    cells: Mapping[str, str | None]

    def text(self, column: str) -> str:
        """A cell as written.

        Raises:
            RuleError: the file has no such column.
        """
        if column not in self.cells:
            raise RuleError(f"there is no column {column!r}")
        return self.cells[column] or ""

    def number(self, column: str = "value") -> Decimal | None:
        """A cell as an exact number; nothing where it is empty or no number, which the schema's check reports.

        Raises:
            RuleError: the file has no such column.
        """
        try:
            number = Decimal(self.text(column))
        except InvalidOperation:
            return None
        return number if number.is_finite() else None


class Tables:
    """The rows of every declared resource, read when first asked for."""

    def __init__(self, root: Path, resources: Sequence[Mapping[str, Any]]) -> None:
        self._paths = {str(r.get("name")): root / "data" / str(r.get("path", "")) for r in resources}
        self._read: dict[str, list[Row]] = {}

    def select(self, resource: str, selection: object) -> list[Row]:
        """The rows whose columns have the values asked for, in ``resource`` or in the one that the selection names.

        Raises:
            RuleError: it is no mapping of columns to values, or no row fits it.
            UnreadableError: the file cannot be read.
        """
        if not isinstance(selection, Mapping):
            raise RuleError(f"{selection!r} does not choose rows by their columns")
        wanted = {column: _texts(value) for column, value in selection.items() if column != "resource"}
        rows = self._rows(str(selection.get("resource", resource)))
        found = [row for row in rows if all(row.text(column) in texts for column, texts in wanted.items())]
        if not found:
            raise RuleError("no row has " + ", ".join(f"{column} = {value}" for column, value in selection.items()))
        return found

    def _rows(self, resource: str) -> list[Row]:
        if resource not in self._paths:
            raise RuleError(f"there is no resource {resource!r}")
        if resource not in self._read:
            self._read[resource] = _read(self._paths[resource])
        return self._read[resource]


def grouped(rows: Sequence[Row], by: Sequence[str]) -> dict[tuple[str, ...], list[Row]]:
    """Rows by what stands in the columns ``by``, in the order of the file.

    Raises:
        RuleError: the file has no such column.
    """
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row, by), []).append(row)
    return groups


def key(row: Row, by: Sequence[str]) -> tuple[str, ...]:
    """What stands in the columns ``by`` of a row."""
    return tuple(row.text(column) for column in by)


def _texts(value: object) -> set[str]:
    return {str(item) for item in value} if isinstance(value, list) else {str(value)}


def _read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            return [Row(reader.line_num, cells) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise UnreadableError(f"{path.name} cannot be read") from exc
