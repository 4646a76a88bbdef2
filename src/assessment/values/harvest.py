"""Take the published values out of executed notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assessment.model import Finding, Notebook, Value, finding
from assessment.values.facts import FACTS
from assessment.values.format import display_of, printed_in

VALUE_MIME = "application/vnd.assessment.value+json"


def published(notebooks: Iterable[Notebook], language: str = "en") -> tuple[tuple[Value, ...], tuple[Finding, ...]]:
    """Every value, by name, printed as ``language`` prints numbers, and a finding for each name published twice."""
    values: dict[str, Value] = {}
    findings = []
    for notebook in notebooks:
        for value in _of(notebook, language):
            first = values.setdefault(value.id, value)
            if first is not value:
                where = f"{first.notebook} ({first.cell})"
                findings.append(
                    finding(
                        "V402",
                        f"the value {value.id!r} is published here and in {where}",
                        path=notebook.path,
                        cell=value.cell,
                        hint="publish it once; use another name for the other number",
                    )
                )
    return tuple(values[name] for name in sorted(values)), tuple(findings)


def _of(notebook: Notebook, language: str) -> Iterable[Value]:
    for cell in notebook.cells:
        for output in cell.outputs:
            record = output.get("data", {}).get(VALUE_MIME)
            if record:
                yield _value(record, notebook.path, cell.name, language)


def _value(record: Mapping[str, Any], notebook: str, cell: str, language: str) -> Value:
    """A value as its notebook published it, printed as the book's language prints numbers."""
    text = str(record["text"])
    digits, scale = display_of(text)
    if language.partition("-")[0] != "en":
        text = printed_in(language, record["value"], record["unit"], digits=digits, scale=scale)
    facts: dict[str, Any] = {name: str(record.get(name, "")) for name in ("base", *FACTS)}
    number = (record["id"], record["value"], record["unit"], text)
    return Value(*number, notebook, cell, digits=digits, scale=scale, rows=_rows(record), **facts)


def _rows(record: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
    declared = record.get("rows") or {}
    return tuple((str(declared["dataset"]), str(declared["version"]), int(at)) for at in declared.get("records", ()))
