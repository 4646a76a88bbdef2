"""What may change with a file: the notebooks that read it, what they give, and the sentences that print it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from assessment.datasets.package import DESCRIPTOR, PINS
from assessment.errors import UsageError
from assessment.model import Finding
from assessment.notebooks.fingerprint import input_path
from assessment.notebooks.store import Record, Store
from assessment.pipeline.build import Assessment, examine
from assessment.project.project import Project

LOCK = "requirements.lock"
_LISTING, _DATASET = "listing:", "dataset:"


@dataclass(frozen=True)
class Move:
    """A value that changes, or may: its printed text before and after, none where it is not known or not there."""

    id: str
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, order=True)
class Sentence:
    """A sentence whose numbers change, or may: ``text`` is the newest known, ``old`` what it was, if that is known."""

    path: str
    line: int
    text: str
    old: str | None = None


@dataclass(frozen=True)
class Impact:
    """What changes, or may change; ``failed`` names notebooks that no longer run, ``findings`` says why.

    ``pictures`` maps the label of a figure to its pictures before and after.
    """

    notebooks: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    values: tuple[Move, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    failed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    pictures: Mapping[str, tuple[tuple[bytes, ...], tuple[bytes, ...]]] = field(default_factory=dict)


def may_change(project: Project, paths: Iterable[str]) -> Impact:
    """What may change when any of these files or folders (as written on the command line) does.

    Raises:
        UsageError: a path is neither in the project nor known to any notebook.
    """
    assessment = examine(project)
    store = Store(project.build)
    records = {notebook.path: store.record(notebook.slug) for notebook in assessment.inventory.notebooks}
    named = [project_path(project, path) for path in paths]
    for path in named:
        if not (project.root / path).exists() and not any(_reads(record, path) for record in records.values()):
            raise UsageError(f"there is no {path} in the project", hint="paths count from the working folder")
    touched = {
        notebook
        for notebook, record in records.items()
        if any(record is None or _concerns(path, notebook, record) for path in named)
    }
    return _of_notebooks(assessment, touched)


def project_path(project: Project, written: str) -> str:
    """A path of the command line as the project names it: from the working folder, else from the project's own.

    Raises:
        UsageError: it leads out of the project.
    """
    here, root = Path(written).absolute(), project.root
    if not Path(written).is_absolute() and not here.exists():
        here = root / written
    try:
        found = PurePosixPath(here.resolve().relative_to(root).as_posix())
    except ValueError as exc:
        raise UsageError(f"{written} is not in the project", hint="name a file or folder of the project") from exc
    return str(found)


def _concerns(path: str, notebook: str, record: Record) -> bool:
    """Whether a notebook may give something else when ``path`` changes."""
    return path in (".", LOCK) or notebook == path or _below(notebook, path) or _reads(record, path)


def _reads(record: Record | None, path: str) -> bool:
    """Whether a path is among what a notebook read: the file, what lies below a folder, a folder that was listed."""
    for name in record.inputs if record else ():
        if name.startswith(_DATASET):
            if path in (DESCRIPTOR, PINS, "data"):
                return True
            continue
        read = input_path(name)
        if read == path or _below(read, path):
            return True
        if name.startswith(_LISTING) and _below(path, read):
            return True
    return False


def _below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _of_notebooks(assessment: Assessment, touched: set[str]) -> Impact:
    lineages = [lineage for path in sorted(touched) for lineage in assessment.graph.from_notebook(path)]
    slugs = {notebook.path: notebook.slug for notebook in assessment.inventory.notebooks}
    sentences = {
        Sentence(use.path, use.line, use.sentence)
        for lineage in lineages
        if lineage.kind == "value"
        for use in lineage.used_in
    }
    return Impact(
        notebooks=tuple(sorted(slugs[path] for path in touched)),
        figures=tuple(sorted(lineage.id for lineage in lineages if lineage.kind == "figure")),
        tables=tuple(sorted(lineage.id for lineage in lineages if lineage.kind == "table")),
        values=tuple(Move(name) for name in sorted(one.id for one in lineages if one.kind == "value")),
        sentences=tuple(sorted(sentences)),
    )
