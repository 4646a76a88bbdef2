"""Take the published values out of executed notebooks."""

from __future__ import annotations

from collections.abc import Iterable

from assessment.model import Finding, Notebook, Value, finding

VALUE_MIME = "application/vnd.assessment.value+json"


def published(notebooks: Iterable[Notebook]) -> tuple[tuple[Value, ...], tuple[Finding, ...]]:
    """Every value, by name, and a finding for each name that two cells publish."""
    values: dict[str, Value] = {}
    findings = []
    for notebook in notebooks:
        for value in _of(notebook):
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


def _of(notebook: Notebook) -> Iterable[Value]:
    for cell in notebook.cells:
        for output in cell.outputs:
            record = output.get("data", {}).get(VALUE_MIME)
            if record:
                number = (record["id"], record["value"], record["unit"], record["text"])
                yield Value(*number, notebook.path, cell.name, str(record.get("base", "")))
