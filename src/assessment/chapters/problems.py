"""What is wrong with the references, links, pictures and marks of converted chapters, and on which line it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from assessment.chapters.bibliography import Bibliography
from assessment.chapters.links import links_to_nowhere
from assessment.chapters.source import read_source
from assessment.model import Finding, finding
from assessment.project.project import Project
from assessment.suggestions import did_you_mean

if TYPE_CHECKING:
    from assessment.chapters.manuscript import Chapter, Label

_HEADINGS = ("sec", "chapter", "appendix")
_KINDS = {"fig": "figure", "tbl": "table", "sec": "section", "eq": "equation", "lst": "listing"}


def index_findings(
    project: Project, chapter: Chapter, labels: Mapping[str, Label], bibliography: Bibliography
) -> Iterator[Finding]:
    """What the filters found in one chapter, and what the book has not: labels, entries of the bibliography, files."""
    index = chapter.conversion.index
    for name in dict.fromkeys(index["references"]):
        if name not in labels:
            path, line = place_of(project, chapter, f"@{name}")
            kind = _KINDS.get(name.split("-")[0], "target")
            cell = f'label a cell of a notebook "{name}" and embed it' if kind in ("figure", "table") else ""
            otherwise = f"{cell or f'label a {kind} {{#{name}}}'}, or correct the reference"
            hint = did_you_mean(name, labels, otherwise, "@")
            yield finding("F102", f"@{name} has no {kind}", path=path, line=line, hint=hint)
    yield from _references_to_unnumbered(project, chapter, labels)
    for key in dict.fromkeys(index["citations"]):
        if key not in bibliography.entries:
            path, line = place_of(project, chapter, f"@{key}")
            kind, _, rest = key.partition(":")
            meant = f"write a reference with a hyphen, @{kind}-{rest}, or " if rest and kind in _KINDS else ""
            otherwise = f"{meant}add the entry to the bibliography, or correct the key"
            hint = did_you_mean(key, bibliography.entries, otherwise, "@")
            yield finding("C501", f"@{key} is not in the bibliography", path=path, line=line, hint=hint)
    for label in labels.values():
        if label.chapter == chapter.path and _lacks_caption(chapter, label):
            path, line = place_of(project, chapter, f"#{label.id}")
            hint = "end the block with a paragraph that is its caption"
            yield finding("F104", f"@{label.id} has no caption", path=path, line=line, hint=hint)
    for item in index["files"]:
        if not (project.root / item["file"]).is_file():
            path, line = place_of(project, chapter, item["token"])
            yield finding(
                "F107",
                f"the image {item['file']} is absent",
                path=path,
                line=line,
                hint="paths count from the chapter's folder",
            )
    for problem in index["problems"]:
        path, line = place_of(project, chapter, problem["token"], nth=problem.get("nth") or 1)
        message, hint = _said(problem["code"], problem["what"])
        yield finding(problem["code"], message, path=path, line=line, hint=problem.get("hint") or hint)


def link_findings(project: Project, chapters: tuple[Chapter, ...]) -> Iterator[Finding]:
    """The links of all chapters that lead to nothing which the editions hold."""
    conversions = {chapter.path: chapter.conversion for chapter in chapters}
    files = [item["file"] for chapter in chapters for item in chapter.conversion.index["files"]]
    resources = (project.config.data.get("project") or {}).get("resources") or []
    files += [resources] if isinstance(resources, str) else map(str, resources)
    for chapter in chapters:
        for link, missing in links_to_nowhere(chapter.path, conversions, files):
            path, line = place_of(project, chapter, link)
            hint = "correct the link, or the name it leads to; what stands elsewhere needs its whole address, https://…"
            yield finding("F102", f"the link {link} leads nowhere: {missing}", path=path, line=line, hint=hint)


def is_embedded(chapter: Chapter, label: str) -> bool:
    """Whether a label comes from a notebook's cell, whose figure or table can be shown once in a book."""
    return any(place.name.endswith(f"#{label}") for place in chapter.expansion.embedded)


def place_of(
    project: Project, chapter: Chapter, token: str, *, last: bool = False, nth: int = 1
) -> tuple[str, int | None]:
    """Where a token stands, the ``nth`` time or the last: in the chapter, or in a file it includes."""
    for written in dict.fromkeys((token, unquote(token))):  # pandoc writes the name of a file as an address
        pattern = re.compile(re.escape(written) + r"(?![\w-])")
        for source in (chapter.source, *(read_source(project.root, path) for path in chapter.expansion.includes)):
            lines = source.lines_of(pattern) or [line for line in [source.line_of(written)] if line]
            if written and lines:
                return source.path, lines[-1] if last else lines[min(nth, len(lines)) - 1]
    return chapter.path, None


def _lacks_caption(chapter: Chapter, label: Label) -> bool:
    """Whether a figure or table of the text has no words; those of notebooks are looked at with their cells."""
    return label.kind in ("fig", "tbl") and not (label.title or label.parent or is_embedded(chapter, label.id))


def _references_to_unnumbered(project: Project, chapter: Chapter, labels: Mapping[str, Label]) -> Iterator[Finding]:
    """Quarto knows nothing of a heading without a number; one whose file numbers no section it calls by its title."""
    for name in dict.fromkeys(chapter.conversion.index["references"]):
        label = labels.get(name)
        if label is None or label.number or label.kind not in _HEADINGS or _numbers_nothing(project, label.chapter):
            continue
        path, line = place_of(project, chapter, f"@{name}")
        hint = f"write a link: [{label.title}]({PurePosixPath(label.chapter).name}#{name})"
        message = f"a reference to a heading without a number (@{name}) is outside the dialect"
        yield finding("C506", message, path=path, line=line, hint=hint)


def _numbers_nothing(project: Project, path: str) -> bool:
    return read_source(project.root, path).header.get("number-sections") is False


def _said(code: str, what: str) -> tuple[str, str]:
    if code == "C506":
        return f"{what} is outside the dialect", "see docs/dialect.md for what both renderers understand"
    if code == "C503":
        return what, "use the next deeper level; screen readers lose the thread where one is skipped"
    if code == "C510":
        return what, ""
    if code == "F101":
        return f"{what or 'an image'} has no alternative text", 'add fig-alt="…" that says what the picture shows'
    return f"the equation {what} has no alternative text; its TeX is read aloud", 'write $$ … $$ {#eq-x alt="…"}'
