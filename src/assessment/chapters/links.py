"""Links within the book: does each lead to a page, and to a place on it?"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import unquote

from assessment.chapters.conversion import Conversion


def links_to_nowhere(path: str, conversions: Mapping[str, Conversion]) -> Iterator[tuple[str, str]]:
    """The links of the chapter at ``path`` that lead nowhere, each with what is missing.

    ``conversions`` holds every chapter of the book by its path. Links to other files or hosts are left alone.
    """
    for link in dict.fromkeys(conversions[path].index.get("links", ())):
        target, _, fragment = unquote(link).partition("#")
        chapter = _chapter(path, target)
        if chapter not in conversions:
            if target.endswith((".qmd", ".md")):
                yield link, f"the book has no chapter {chapter}"
        elif fragment and not _holds(conversions[chapter], fragment):
            yield link, f"{chapter} has no place #{fragment}"


def _chapter(path: str, target: str) -> str:
    """The chapter a link names: itself, one beside it, or with a leading slash one counted from the project."""
    if not target:
        return path
    return posixpath.normpath(target[1:] if target[0] == "/" else posixpath.join(posixpath.dirname(path), target))


def _holds(conversion: Conversion, fragment: str) -> bool:
    headings = conversion.index["headings"]  # the title of a page is not in its markup
    return f' id="{escape(fragment)}"' in conversion.html or any(heading["id"] == fragment for heading in headings)
