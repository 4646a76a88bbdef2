"""Words in the place of pictures that are not there, so that a draft is whole and shows what it lacks."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from assessment.chapters.manuscript import Chapter

TYPST_DEFINITION = '#let missing-image(path, ..words) = strong("?image:" + path.slice("files/".len()))'


def name_missing_in_html(markup: str, chapter: Chapter, root: Path) -> str:
    """The markup of a chapter, with the path of each absent image in place of the image."""
    for file, src in _missing(chapter, root):
        before, image, after = r"<img\b[^>]*\ssrc=\"", re.escape(escape(src)), r"\"[^>]*>"
        words = f"<strong>?image:{escape(file)}</strong>".replace("\\", r"\\")
        markup = re.sub(before + image + after, words, markup)
    return markup


def name_missing_in_typst(text: str, chapter: Chapter, root: Path) -> str:
    """The same for the PDF; the text needs :data:`TYPST_DEFINITION` before it."""
    for file, _ in _missing(chapter, root):
        text = text.replace(f'(image("files/{file}"', f'(missing-image("files/{file}"')
    return text


def _missing(chapter: Chapter, root: Path) -> set[tuple[str, str]]:
    """Path in the project and address in the page of each absent image."""
    files = chapter.conversion.index["files"]
    return {(item["file"], item["src"]) for item in files if not (root / item["file"]).is_file()}
