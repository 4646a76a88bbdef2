"""Links within the book: does each lead to a page, and to a place on it?"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from html import escape
from urllib.parse import unquote

from assessment.chapters.conversion import Conversion

MADE = "how-this-edition-was-made.html"
"""The page on how the edition was made, which no chapter has."""


def links_to_nowhere(
    path: str, conversions: Mapping[str, Conversion], files: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """The links of the chapter at ``path`` that lead nowhere, each with what is missing.

    ``conversions`` holds every chapter of the book by its path; ``files`` are patterns of what else the editions hold.
    Links to other hosts are left alone.
    """
    pages = {posixpath.splitext(chapter)[0] + ".html": chapter for chapter in conversions}
    for link in dict.fromkeys(conversions[path].index.get("links", ())):
        target, _, fragment = unquote(link).partition("#")
        place = _place(path, target)
        chapter = pages.get(place, place)
        if chapter in conversions:
            if fragment and not _holds(conversions[chapter], fragment):
                yield link, f"{chapter} has no place #{fragment}"
        elif target.endswith((".qmd", ".md")):
            yield link, f"the book has no chapter {chapter}"
        elif place not in (*files, MADE) and not any(fnmatchcase(place, pattern) for pattern in files):
            yield link, f"the editions hold no {place}"


def _place(path: str, target: str) -> str:
    """The chapter or file a link names: itself, one beside it, or with a leading slash one counted from the project."""
    if not target:
        return path
    return posixpath.normpath(target[1:] if target[0] == "/" else posixpath.join(posixpath.dirname(path), target))


def _holds(conversion: Conversion, fragment: str) -> bool:
    headings = conversion.index["headings"]  # the title of a page is not in its markup
    return f' id="{escape(fragment)}"' in conversion.html or any(heading["id"] == fragment for heading in headings)
