"""Why a page changes: what the page of each chapter depends on, by kind, as digests.

The renderer decides by what it would write whether a page changed. This says why, in an author's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from assessment.chapters.manuscript import Chapter, Manuscript
from assessment.editions.identity import folder_digest, tool_digest
from assessment.look import look_folder
from assessment.model import Figure, Reason, StaleKind
from assessment.project.project import Project
from assessment.provenance.graph import Graph

LOOK = "look:_extensions"
Causes = Mapping[str, str]
"""Kind and thing, such as ``text:index.qmd``, with the digest of what it was."""


@dataclass(frozen=True)
class Shown:
    """What the pages of a book show: its manuscript, figures by notebook and label, variables, where all comes from."""

    manuscript: Manuscript
    figures: Mapping[str, Mapping[str, Figure]]
    variables: Mapping[str, Any]
    graph: Graph = field(default_factory=Graph)


def causes_of(project: Project, shown: Shown) -> dict[str, dict[str, str]]:
    """Path of each chapter → everything its page depends on."""
    chapters = shown.manuscript.chapters
    contents = _sha([[c.path, c.number, c.conversion.title_html] for c in chapters])
    common = {
        "contents:_quarto.yml": _sha([contents, project.book.metadata, project.book.title, project.book.subtitle]),
        LOOK: look_digest(project),
    }
    return {chapter.path: {**common, **dict(_causes(project, chapter, shown))} for chapter in chapters}


def look_digest(project: Project) -> str:
    """The digest of the look of the editions and of this tool."""
    return _sha([folder_digest(look_folder(project.root)), tool_digest()])


def text_digests(root: Path, paths: tuple[str, ...]) -> dict[str, str]:
    """What a chapter and the files it includes say; ``paths`` are relative to the project."""
    return {f"text:{path}": _file(root / path) for path in paths}


def reasons(before: Causes | None, now: Causes) -> tuple[Reason, ...]:
    """What differs between two builds; everything is missing where there was none."""
    if before is None:
        return (Reason("missing", "the page"),)
    differing = [name for name in {*before, *now} if before.get(name) != now.get(name)]
    pairs = (name.partition(":") for name in differing)
    return tuple(sorted(Reason(_kind(kind), thing) for kind, _, thing in pairs))


def _kind(name: str) -> StaleKind:
    known: dict[str, StaleKind] = {kind: kind for kind in get_args(StaleKind)}
    return known[name]


def _causes(project: Project, chapter: Chapter, shown: Shown) -> Iterator[tuple[str, str]]:
    manuscript, figures, variables = shown.manuscript, shown.figures, shown.variables
    index, sources = chapter.conversion.index, manuscript.bibliography
    yield from text_digests(project.root, (chapter.path, *chapter.expansion.includes)).items()
    for target in chapter.expansion.embeds:
        notebook, _, label = target.partition("#")
        figure = figures.get(notebook, {}).get(label)
        said = [figure.sha256, figure.caption, figure.alt, list(figure.subalts)] if figure else []
        yield f"figure:{target}", _sha(said)
    for name in chapter.expansion.variables:
        yield f"value:{name}", _sha(_value(variables, name))
    for name in dict.fromkeys(index["references"]):
        there = manuscript.labels.get(name)
        yield f"numbering:{name}", _sha([there.kind, there.number, there.title, there.chapter] if there else [])
    yield f"numbering:{chapter.path}", _sha(chapter.number)
    keys = sources.entries if "<refs>" in chapter.conversion.typst else index["citations"]
    cited = [sources.subset(keys), {key: sources.letters.get(key) for key in sorted(keys)}, sources.style]
    yield "sources:the bibliography", _sha(cited)
    for lineage in shown.graph.lineages:
        if any(use.path == chapter.path for use in lineage.used_in):
            yield f"code:{lineage.notebook}", lineage.code_sha256
            yield from ((f"data:{read.path}", read.sha256) for read in lineage.inputs)
    for item in index["files"]:
        yield f"figure:{item['file']}", _file(project.root / item["file"])


def _value(variables: Mapping[str, Any], name: str) -> Any:
    found: Any = variables
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _file(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _sha(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()
