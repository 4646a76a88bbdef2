"""Walk from a figure, table or value back to its cell, data and sources, and on to where it is printed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from assessment.chapters.manuscript import Manuscript
from assessment.model import DatasetVersion, Figure, Value
from assessment.notebooks.reading import slug_of
from assessment.notebooks.store import Store
from assessment.pipeline.build import Assessment, examine
from assessment.project.project import Project
from assessment.reviews.states import Review
from assessment.reviews.subjects import values_id

_KINDS = {"fig": "figure", "tbl": "table"}


@dataclass(frozen=True)
class Trace:
    """Where a thing comes from (notebook, cell, inputs with their sources) and where it is used (path, line)."""

    id: str
    kind: str
    notebook: str
    cell: str
    sha256: str
    text: str = ""
    inputs: tuple[dict[str, Any], ...] = ()
    used_in: tuple[tuple[str, int], ...] = field(default=())
    review: Review | None = None


def trace(project: Project, name: str) -> Trace | None:
    """The trace of a figure, table or value by its id; none where nothing has that id."""
    assessment = examine(project)
    for figures in assessment.results.figures.values():
        if name in figures and name.split("-", maxsplit=1)[0] in _KINDS:
            return _of_figure(project, assessment, figures[name])
    for value in assessment.results.values:
        if value.id == name:
            return _of_value(project, assessment, value)
    return None


def known_ids(project: Project) -> list[str]:
    """Every id that can be traced."""
    results = examine(project).results
    labels = [label for figures in results.figures.values() for label in figures if label.split("-")[0] in _KINDS]
    return sorted([*labels, *(value.id for value in results.values)])


def _of_figure(project: Project, assessment: Assessment, figure: Figure) -> Trace:
    used = [
        (chapter.path, line)
        for chapter in assessment.manuscript.chapters
        for target, lines in chapter.expansion.embeds.items()
        if target == f"{figure.notebook}#{figure.label}"
        for line in lines
    ]
    used += _references(assessment.manuscript, figure.label)
    kind = _KINDS[figure.label.partition("-")[0]]
    inputs = inputs_of(project, assessment, figure.notebook)
    return Trace(
        figure.label,
        kind,
        figure.notebook,
        figure.cell,
        figure.sha256,
        figure.caption,
        inputs,
        tuple(sorted(set(used))),
        assessment.reviews.of(figure.label),
    )


def _of_value(project: Project, assessment: Assessment, value: Value) -> Trace:
    used = [
        (chapter.path, line)
        for chapter in assessment.manuscript.chapters
        for line in chapter.expansion.variables.get(value.id, ())
    ]
    digest = hashlib.sha256(f"{value.value!r} {value.unit} {value.text}".encode()).hexdigest()
    inputs = inputs_of(project, assessment, value.notebook)
    return Trace(
        value.id,
        "value",
        value.notebook,
        value.cell,
        digest,
        value.text,
        inputs,
        tuple(sorted(set(used))),
        assessment.reviews.of(values_id(value.notebook)),
    )


def _references(manuscript: Manuscript, label: str) -> list[tuple[str, int]]:
    import re

    pattern = re.compile(rf"@{re.escape(label)}(?![\w-])")
    return [(chapter.path, line) for chapter in manuscript.chapters for line in chapter.source.lines_of(pattern)]


def inputs_of(project: Project, assessment: Assessment, notebook: str) -> tuple[dict[str, Any], ...]:
    """What the notebook read, each with the dataset version it is, where it is declared."""
    record = Store(project.build).record(slug_of(notebook))
    declared = {version.path: version for version in assessment.data.versions}
    read = {path: sha for path, sha in (record.inputs if record else {}).items() if ":" not in path}
    return tuple(_input(path, sha, declared.get(path)) for path, sha in read.items() if path.startswith("data/"))


def _input(path: str, sha256: str, version: DatasetVersion | None) -> dict[str, Any]:
    sources = [dict(source) for source in version.sources] if version else []
    return {
        "dataset": version.dataset if version else None,
        "version": version.version if version else None,
        "path": path,
        "sha256": sha256,
        "source": sources,
        "licence": [dict(licence) for licence in version.licences] if version else [],
    }
