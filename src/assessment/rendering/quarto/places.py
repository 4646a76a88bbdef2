"""Find what Quarto speaks of in the chapters as they were written."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from assessment.chapters.manuscript import Chapter, Manuscript

Place = tuple[str, int | None]


def written(manuscript: Manuscript, pattern: str) -> tuple[Place, ...]:
    """The first line of each chapter that holds the pattern as a whole word, outside code."""
    whole = re.compile(rf"(?<!\w){pattern}(?![\w-]|\.\w)")
    found = []
    for chapter in manuscript.chapters:
        lines = chapter.source.lines_of(whole)
        if lines:
            found.append((chapter.path, lines[0]))
    return tuple(found)


def page_of(chapter: Chapter) -> str:
    """The page that Quarto makes of a chapter."""
    return str(PurePosixPath(chapter.path).with_suffix(".html"))


def chapter_of(page: str, manuscript: Manuscript) -> Chapter | None:
    """The chapter that a page of the web edition was made from."""
    return next((chapter for chapter in manuscript.chapters if page_of(chapter) == page), None)
