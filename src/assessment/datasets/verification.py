"""Does the data on disk agree with what the data package declares? Frictionless answers; we say where.

What its schema cannot say, sums and ranges between rows, is checked by ``assessment.datasets.consistency``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from assessment.datasets.consistency import inconsistencies
from assessment.datasets.package import (
    COMMAS,
    DESCRIPTOR,
    PINS,
    PackageError,
    declaration_digests,
    read_descriptor,
    read_pins,
    versions,
)
from assessment.datasets.wording import in_plain_words
from assessment.model import DatasetVersion, Finding, finding, in_order
from assessment.project.files import write_atomically
from assessment.project.project import Project
from assessment.suggestions import did_you_mean

_HEADER = ("missing-label", "extra-label", "incorrect-label", "blank-label", "blank-header", "duplicate-label")
_CODES = {
    "hash-count": "D101",
    "byte-count": "D101",
    "encoding-error": "D108",
    "type-error": "D104",
    "constraint-error": "D105",
    "unique-error": "D106",
    "primary-key": "D106",
    **dict.fromkeys(_HEADER, "D103"),
    "source-error": "D103",
    "missing-cell": "D103",
    "extra-cell": "D103",
    "blank-row": "D103",
}
_HINTS = {
    "D101": "restore the file, or, if the change is meant, add it as a new version: `assessment data add FILE`",
    "D102": "restore the file, or take its version out of data/datapackage.json",
    "D103": "make the header and every row match the columns of the schema in data/datapackage.json",
    "D104": "write a value of the declared type, or correct the type in data/datapackage.json",
    "D105": "correct the value, or the constraint in data/datapackage.json",
    "D106": "remove or correct one of the rows with this key",
    "D107": "use one of the statuses the schema allows",
    "D108": "save the file as UTF-8",
    "D109": "mend the descriptor: see docs/data.md for its form",
}
_CHECKS = "4"  # raise it when more is checked: what was remembered of fewer checks no longer holds


@dataclass(frozen=True)
class VerifiedData:
    """The data of a project: its versions, the digest of each dataset's declaration, what is wrong."""

    versions: tuple[DatasetVersion, ...] = ()
    declarations: Mapping[str, str] | None = None
    findings: tuple[Finding, ...] = ()


def verify(project: Project) -> VerifiedData:
    """Check every declared version against its schema, size and digest, and every file against the list.

    What was checked before and has not changed since is not checked again.

    Raises:
        OutputError: the build folder cannot be written.
    """
    try:
        declared, declarations = versions(project.root), declaration_digests(project.root)
        descriptor = read_descriptor(project.root)
    except PackageError as exc:
        return VerifiedData(findings=(_finding("D109", str(exc), exc.path, exc.line),))
    memory = _Memory(project)
    findings = memory.recall(declared)
    if findings is None:
        findings = [f for r in descriptor.get("resources", []) for f in _resource_findings(project.root, r)]
        findings += inconsistencies(project.root, descriptor)
        memory.keep(declared, findings)
    findings = [*findings, *_pin_findings(project, declared), *_undeclared(project, declared)]
    return VerifiedData(declared, declarations, in_order(findings))


def _resource_findings(root: Path, resource: Mapping[str, Any]) -> Iterator[Finding]:
    from frictionless import FrictionlessException, Resource

    path = f"data/{resource.get('path', '')}"
    if not (root / path).is_file():
        yield _finding("D102", "the file is declared and absent", path, None)
        return
    try:
        read = {**resource, "dialect": COMMAS} if path.lower().endswith(".csv") else dict(resource)
        report = Resource.from_descriptor(read, basepath=str(root / "data")).validate(limit_errors=100)
    except FrictionlessException as exc:
        yield _finding("D109", f"resource {resource.get('name')!r}: {exc.error.message}", DESCRIPTOR, None)
        return
    for row in report.flatten(["type", "rowNumber", "fieldName", "label", "cell", "note", "message"]):
        yield _translated(root, path, resource, _Error(*row))


class _Error(NamedTuple):
    """An error of Frictionless; ``row`` counts lines of the file, the header being line 1."""

    kind: str
    row: int | None
    column: str | None
    label: str | None
    cell: str | None
    note: str
    message: str

    def place(self, file: Path) -> tuple[int | None, str | None]:
        """Row and column, also where Frictionless leaves them out: in the header, at a byte that is not UTF-8."""
        row = self.row
        if self.kind == "encoding-error":
            row = _line_that_is_not_utf8(file.read_bytes())
        elif row is None and self.kind in _HEADER:
            row = 1
        return row, self.column or self.label or None


def _line_that_is_not_utf8(content: bytes) -> int | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as exc:
        return content.count(b"\n", 0, exc.start) + 1
    return None


def _translated(root: Path, path: str, resource: Mapping[str, Any], error: _Error) -> Finding:
    code = _CODES.get(error.kind, "D109")
    row, column = error.place(root / path)
    if error.column == "status" and code == "D105" and "enum" in error.note:
        allowed = next(f["constraints"]["enum"] for f in resource["schema"]["fields"] if f["name"] == "status")
        return _finding("D107", f"“{error.cell}” is not one of: {', '.join(allowed)}", path, row, column)
    if code == "D109":
        return _finding("D109", f"{path}: {error.message}", DESCRIPTOR, None)
    return _finding(
        code, in_plain_words(error.kind, error.cell, error.note) or error.message.rstrip("."), path, row, column
    )


def _pin_findings(project: Project, declared: tuple[DatasetVersion, ...]) -> Iterator[Finding]:
    known = {(item.dataset, item.version) for item in declared}
    for dataset, version in read_pins(project.root).items():
        if (dataset, version) not in known:
            offered = ", ".join(v for d, v in sorted(known) if d == dataset) or "none of this dataset"
            names = {name for name, _ in known} - {dataset}
            otherwise = "write a version that the data package declares, or declare this one"
            yield finding(
                "D110",
                f"{dataset}: {version} is not declared; there are: {offered}",
                path=PINS,
                line=_pin_line(project, dataset),
                hint=did_you_mean(dataset, names, otherwise),
            )
    pinned = {item.dataset for item in declared if item.pinned}
    for dataset in sorted({item.dataset for item in declared} - pinned - set(read_pins(project.root))):
        yield finding(
            "D110", f"{dataset} has several versions and no pin", path=PINS, hint=f"add a line `{dataset}: VERSION`"
        )


def _pin_line(project: Project, dataset: str) -> int | None:
    lines = (project.root / PINS).read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{dataset}:")), None)


def _undeclared(project: Project, declared: tuple[DatasetVersion, ...]) -> Iterator[Finding]:
    known = {item.path for item in declared} | {DESCRIPTOR, PINS}
    for path in map(project.relative, project.data_files()):
        if path not in known:
            hint = f"declare it in {DESCRIPTOR} with its source and licence"
            yield finding("D111", "not declared in the data package", path=path, hint=hint)


def _finding(code: str, message: str, path: str, line: int | None, column: str | None = None) -> Finding:
    return finding(code, message, path=path, line=line, column=column, hint=_HINTS[code])


class _Memory:
    """What was found last time, valid as long as the descriptor and every declared file are what they were."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._path = project.build / "data.json"

    def recall(self, declared: tuple[DatasetVersion, ...]) -> list[Finding] | None:
        try:
            memory = json.loads(self._path.read_bytes())
            if memory["inputs"] == self._inputs(declared):
                return [Finding(**found) for found in memory["findings"]]
        except (OSError, ValueError, TypeError, KeyError):
            pass
        return None

    def keep(self, declared: tuple[DatasetVersion, ...], findings: list[Finding]) -> None:
        from dataclasses import asdict

        memory = {"inputs": self._inputs(declared), "findings": [asdict(found) for found in findings]}
        write_atomically(self._path, json.dumps(memory, indent=1).encode())

    def _inputs(self, declared: tuple[DatasetVersion, ...]) -> dict[str, str]:
        import hashlib

        paths = (DESCRIPTOR, *(item.path for item in declared))
        files = (self._project.root / path for path in paths)
        read = {p: hashlib.sha256(f.read_bytes()).hexdigest() for p, f in zip(paths, files, strict=True) if f.is_file()}
        return {"checks": _CHECKS, **read}
