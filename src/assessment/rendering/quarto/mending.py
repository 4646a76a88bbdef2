"""Chapters that Quarto would refuse or misread, with a visible mark where something is missing.

Wrong content is a finding, and its draft is still made whole. Quarto stops at a cell, include, source or
image that is not there, and at a label that stands twice; a key of a chapter's own header it cannot print in
the PDF. Such chapters are staged as the manuscript read them: shortcodes expanded, what is missing marked in
bold. All others go in untouched.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from assessment.chapters.manuscript import Chapter, Manuscript
from assessment.project.project import Project

MEDIA = "media-of-notebooks"
_REFUSED = {"P102", "C504", "C505", "F105", "F106", "F107", "F103"}
_EMBEDDED = re.compile(r"embed-media:([^)\s{]+)")
_LABEL = re.compile(r"(\{[^{}\n]*?)#([\w-]+)")
_QUOTED_KEY = re.compile(r"\{\{<\s*meta\s+([\w.-]+)")
_FOREIGN = re.compile(r"(?:\w+:)?//\S+")


def mended(project: Project, manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    """Path and text of each chapter that has to be given to Quarto in another form than it stands on disk."""
    known: set[str] = set()
    for chapter in manuscript.chapters:
        missing = _missing_images(project, chapter)
        unknown = [key for key in chapter.conversion.index["citations"] if key not in manuscript.bibliography.entries]
        text = _without_repeated_labels(chapter.expansion.text, known)
        if (
            missing
            or unknown
            or _refused(chapter, manuscript)
            or _quotes_own_header(chapter)
            or text != chapter.expansion.text
        ):
            for source in missing:
                text = _image(source).sub(f"**?image:{source}**", text)
            for key in unknown:
                text = _citation(key).sub(f"**?{key}**", text)
            yield chapter.path, _header(chapter) + _with_pictures(text, chapter.path)


def pictures(project: Project, text: str) -> Iterator[tuple[Path, str]]:
    """The notebooks' pictures that a mended text shows: where each is, and its name in the staged copy."""
    for name in sorted(set(re.findall(rf"{MEDIA}/([^)\s{{]+)", text))):
        yield project.build / "media" / name, f"{MEDIA}/{name}"


def _refused(chapter: Chapter, manuscript: Manuscript) -> bool:
    own = (*chapter.source.findings, *chapter.expansion.findings)
    here = (found for found in manuscript.findings if found.path == chapter.path)
    return any(found.code in _REFUSED for found in (*own, *here))


def _quotes_own_header(chapter: Chapter) -> bool:
    """Whether it prints a key of its own header: Quarto's PDF is one document and has no header of a chapter."""
    return any(key.partition(".")[0] in chapter.source.header for key in _QUOTED_KEY.findall(chapter.source.body))


def _missing_images(project: Project, chapter: Chapter) -> list[str]:
    index = chapter.conversion.index
    absent = [item["token"] for item in index["files"] if item["file"] and not (project.root / item["file"]).is_file()]
    return absent + [problem["token"] for problem in index["problems"] if _FOREIGN.fullmatch(problem["token"])]


def _without_repeated_labels(text: str, known: set[str]) -> str:
    """The text without the labels in ``known``; every label it keeps joins them."""

    def keep_first(match: re.Match[str]) -> str:
        if match[2] in known:
            return match[1]
        known.add(match[2])
        return match[0]

    return _LABEL.sub(keep_first, text)


def _image(source: str) -> re.Pattern[str]:
    caption = r"(?:[^\[\]]|\[[^\]]*\](?:\([^)]*\))?)*"
    return re.compile(rf"!\[{caption}\]\(\s*{re.escape(source)}(?:\s[^)]*)?\)(?:\{{[^}}]*\}})?")


def _citation(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w\\])-?@\{{?{re.escape(key)}\}}?(?![\w-])")


def _with_pictures(text: str, path: str) -> str:
    up = os.path.relpath(MEDIA, PurePosixPath(path).parent)
    return _EMBEDDED.sub(lambda match: f"{PurePosixPath(up)}/{match[1]}", text)


def _header(chapter: Chapter) -> str:
    """The chapter's header as YAML that every reader takes; none where it could not be read."""
    if not chapter.source.header:
        return ""
    return f"---\n{json.dumps(chapter.source.header, ensure_ascii=False, default=str)}\n---\n\n"
