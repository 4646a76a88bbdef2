"""Accept fresh results: write them into the committed notebooks and `_variables.yml`, together."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.model import Finding
from assessment.pipeline.build import Assessment, examine
from assessment.project.files import write_atomically
from assessment.project.project import Project
from assessment.values.variables import VARIABLES, accepted_texts, as_yaml, merged, read_variables


@dataclass(frozen=True)
class Move:
    """A value that changes: its name, the accepted text and the fresh one ("" where there is none)."""

    id: str
    old: str
    new: str


@dataclass(frozen=True)
class Acceptance:
    """What accepting would write (relative path → content), which values move, and what speaks against it."""

    writes: dict[str, bytes]
    moves: tuple[Move, ...]
    stale: tuple[str, ...]
    findings: tuple[Finding, ...]


def prepare(project: Project, slugs: tuple[str, ...]) -> Acceptance:
    """See what would be written for these notebooks (for all of them, when none is named)."""
    assessment = examine(project)
    chosen = [n for n in assessment.inventory.notebooks if not slugs or n.slug in slugs]
    writes = {
        n.path: content
        for n in chosen
        if n.slug not in assessment.inventory.stale
        and (content := assessment.executed.contents[n.path]) != (project.root / n.path).read_bytes()
    }
    moves = _moves(project, assessment, {n.path for n in chosen})
    text = _variables(project, assessment, {n.path for n in chosen})
    path = project.root / VARIABLES
    if text and (not path.is_file() or path.read_bytes() != text):
        writes[VARIABLES] = text
    stale = tuple(n.slug for n in chosen if n.slug in assessment.inventory.stale)
    return Acceptance(writes, moves, stale, assessment.findings)


def write(project: Project, acceptance: Acceptance) -> tuple[str, ...]:
    """Write what was prepared, values last; gives the paths written.

    Raises:
        OutputError: a file could not be written.
    """
    for path in sorted(acceptance.writes, key=lambda name: (name == VARIABLES, name)):
        write_atomically(project.root / path, acceptance.writes[path])
    return tuple(sorted(acceptance.writes))


def _moves(project: Project, assessment: Assessment, paths: set[str]) -> tuple[Move, ...]:
    accepted = accepted_texts(read_variables(project.root)[0])
    fresh = {value.id: value for value in assessment.results.values}
    moves = [Move(name, accepted.get(name, ""), value.text) for name, value in fresh.items() if value.notebook in paths]
    gone = [Move(name, text, "") for name, text in accepted.items() if name not in fresh]
    return tuple(sorted((m for m in [*moves, *gone] if m.old != m.new), key=lambda m: m.id))


def _variables(project: Project, assessment: Assessment, paths: set[str]) -> bytes:
    """The new `_variables.yml`: fresh values of the chosen notebooks, accepted ones of the others."""
    accepted, _ = read_variables(project.root)
    before = accepted_texts(accepted)
    values = []
    for value in assessment.results.values:
        if value.notebook in paths:
            values.append(value)
        elif value.id in before:
            values.append(type(value)(value.id, value.value, value.unit, before[value.id], value.notebook, value.cell))
    return as_yaml(merged(accepted, values)).encode() if values or before else b""
