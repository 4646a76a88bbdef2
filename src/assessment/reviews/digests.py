"""The four digests of a subject. What looks the same gives the same: noise of machines and clocks is left out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.reviews.entries import Digests

_FIGURES = 12  # significant digits that count: the last bits of a float differ from machine to machine


@dataclass(frozen=True)
class Content:
    """What the digests are taken of; ``inputs`` is none where it is not known what the notebook read.

    ``rendered`` are the digests of pictures, or the printed table or numbers.
    """

    tables: tuple[Mapping[str, Any], ...]
    rendered: tuple[str, ...]
    code: tuple[str, ...]
    inputs: Mapping[str, str] | None
    words: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]


def digests_of(content: Content) -> Digests:
    """The digests of what a subject is now.

    A picture without a table behind it counts as its own data: there is nothing else to check it by.
    """
    data = [_table(table) for table in content.tables] if content.tables else list(content.rendered)
    code = _digest([content.code, sorted(content.inputs.items())]) if content.inputs is not None else ""
    text = [[kind, words] for kind, words in content.words]
    return Digests(_digest(data), code, _digest(content.rendered), _digest([text, content.sentences]))


def data_digest(tables: tuple[Mapping[str, Any], ...]) -> str:
    """The digest of tables alone."""
    return _digest([_table(table) for table in tables])


def stable_number(value: Any) -> Any:
    """A cell as digests see it: floats to twelve digits, whole floats as integers."""
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - the test for "not a number"
        return str(value)
    rounded = float(f"{value:.{_FIGURES}g}")
    return int(rounded) if rounded.is_integer() else rounded


def fields_of(table: Mapping[str, Any]) -> list[dict[str, str]]:
    """Name, type and unit of each column, also where a table says little about itself."""
    schema = table.get("schema")
    declared = schema.get("fields") if isinstance(schema, Mapping) else None
    fields = [field for field in declared or () if isinstance(field, Mapping) and "name" in field]
    if not fields:
        names = dict.fromkeys(str(name) for row in rows_of(table) for name in row)
        return [{"name": name, "type": "any", "unit": ""} for name in names]
    return [{k: str(field.get(k) or "") for k in ("name", "type", "unit")} for field in fields]


def rows_of(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of a table as mappings."""
    data = table.get("data")
    return [row for row in data if isinstance(row, Mapping)] if isinstance(data, list) else []


def without_noise(svg: bytes) -> bytes:
    """A picture without metadata, comments and time: what differs between two runs and shows nowhere."""
    return re.sub(rb"<metadata\b.*?</metadata>|<!--.*?-->", b"", svg, flags=re.DOTALL)


def _table(table: Mapping[str, Any]) -> list[Any]:
    fields = fields_of(table)
    names = [field["name"] for field in fields]
    rows = [[stable_number(row.get(name)) for name in names] for row in rows_of(table)]
    return [[[field["name"], field["unit"]] for field in fields], rows]


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
