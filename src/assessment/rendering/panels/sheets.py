"""The data behind figures and tables: as rows of text for a page, and as CSV files, always the same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class Sheet:
    """A table: the names of its columns, which of them hold numbers, its rows as text."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def sheet_of(resource: Mapping[str, Any] | None) -> Sheet | None:
    """The sheet of a Frictionless table; none where there is none, or where it holds no records."""
    records = resource.get("data") if resource else None
    if resource is None or not isinstance(records, list) or not all(isinstance(row, Mapping) for row in records):
        return None
    fields = resource.get("schema", {}).get("fields") or [{"name": name} for name in (records[0] if records else ())]
    columns = tuple(str(field["name"]) for field in fields)
    numeric = tuple(field.get("type") in _NUMBERS for field in fields)
    rows = tuple(tuple(_text(row.get(name)) for name in columns) for row in records)
    return Sheet(columns, numeric, rows) if columns else None


def as_csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as CSV in UTF-8, its lines ended as in the project's own data files."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _text(cell: Any) -> str:
    """A cell as it stands in a CSV file: empty where nothing is, JSON for what is neither text nor number."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
