"""What the book holds, chapter by chapter: words, figures, tables, values, findings, sign-offs, readability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.chapters.manuscript import Chapter
from assessment.chores.readability import readability
from assessment.model import Finding
from assessment.pipeline.build import examine
from assessment.project.lined_yaml import YamlError, parse
from assessment.project.project import Project


@dataclass(frozen=True)
class Line:
    """A chapter, or a part (which has a title only).

    ``signed`` counts figures and tables that a review record approves, of ``figures`` and ``tables`` together.
    Records are read as they are: whether a sign-off has lapsed, `assessment review status` says.
    """

    kind: str
    title: str
    path: str = ""
    number: str = ""
    words: int = 0
    sentences: int = 0
    lix: int = 0
    figures: int = 0
    tables: int = 0
    values: int = 0
    signed: int = 0
    errors: int = 0
    findings: int = 0


def outline(project: Project) -> tuple[Line, ...]:
    """The book's lines in reading order, from what is there; nothing is executed or rendered."""
    assessment = examine(project)
    chapters = {chapter.path: chapter for chapter in assessment.manuscript.chapters}
    lines = []
    for entry in assessment.manuscript.entries:
        if entry.path in chapters:
            lines.append(_line(project, entry.kind, chapters[str(entry.path)], assessment.findings))
        else:
            lines.append(Line(entry.kind, entry.title))
    return tuple(lines)


def total(lines: Iterable[Line]) -> Line:
    """The whole book; its readability is that of all its sentences together, each chapter by its words."""
    counted = [line for line in lines if line.path]
    words = sum(line.words for line in counted)
    sums = {
        name: sum(getattr(line, name) for line in counted)
        for name in ("sentences", "figures", "tables", "values", "signed", "errors", "findings")
    }
    lix = round(sum(line.lix * line.words for line in counted) / words) if words else 0
    return Line("book", "", words=words, lix=lix, **sums)


def _line(project: Project, kind: str, chapter: Chapter, findings: Iterable[Finding]) -> Line:
    index: Any = chapter.conversion.index
    measured = readability(" ".join(section["text"] for section in index["sections"]))
    labels = [item for item in index["labels"] if not item["parent"]]
    figures = [item["id"] for item in labels if item["kind"] == "fig"]
    tables = [item["id"] for item in labels if item["kind"] == "tbl"]
    own = [found for found in findings if found.path in (chapter.path, *chapter.expansion.includes)]
    return Line(
        kind,
        chapter.title,
        chapter.path,
        chapter.number,
        measured.words,
        measured.sentences,
        measured.lix,
        len(figures),
        len(tables),
        len(chapter.expansion.variables),
        sum(_signed(project.root / "reviews" / f"{label}.yml") for label in (*figures, *tables)),
        sum(found.severity == "error" for found in own),
        len(own),
    )


def _signed(record: Path) -> bool:
    """Whether both roles approve in a review record; one that cannot be read approves nothing."""
    try:
        said = parse(record.read_text(encoding="utf-8")).data
    except (OSError, UnicodeDecodeError, YamlError):
        return False
    roles = [said.get(role) for role in ("assurer", "approver")] if isinstance(said, dict) else [None]
    last = [entries[-1] if isinstance(entries, list) and entries else {} for entries in roles]
    return all(isinstance(entry, dict) and entry.get("decision") == "approved" for entry in last)
