"""Full-text search: pagefind's index for pages that are served, an index in a script for pages opened from a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from assessment.project.json_lines import json_lines
from assessment.rendering.base import Order
from assessment.rendering.embedded.references import link_between, page_of

_SOURCE = re.compile(r'<div id="(ref-[^"]+)" class="csl-entry"[^>]*>(.*?)</div>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_MARKS = str.maketrans(dict.fromkeys("\ue000\ue001\ue002", " "))


def write_search(order: Order, pages: Mapping[str, str]) -> None:
    """Index all pages, in a fixed order, so that the same pages give the same bytes.

    Raises:
        RendererError: pagefind failed.
    """
    from assessment.rendering.embedded.pagefind import index_of

    entries = [
        {
            "href": link_between("", page_of(chapter.path)) + (f"#{section['id']}" if section["id"] else ""),
            "title": chapter.title,
            "section": section["title"],
            "text": section["text"].translate(_MARKS).strip(),
        }
        for chapter in order.manuscript.chapters
        for section in chapter.conversion.index["sections"]
        if section["text"].strip() or section["title"]
    ]
    entries += _sources(order, pages)
    script = f"window.assessmentSearch = {json_lines(entries).rstrip()};\n"
    (order.destination / "assets" / "search-index.js").write_text(script, encoding="utf-8", newline="\n")
    for name, content in index_of(dict(sorted(pages.items())), order.project.book.lang.partition("-")[0]).items():
        place = order.destination / "pagefind" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _sources(order: Order, pages: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The entries of the book's list of sources, which is in the finished page only."""
    for chapter in order.manuscript.chapters:
        page = page_of(chapter.path)
        for name, markup in _SOURCE.findall(pages[page]) if "<refs>" in chapter.conversion.typst else ():
            text = " ".join(unescape(_TAG.sub("", markup)).split())
            yield {"href": f"{link_between('', page)}#{name}", "title": chapter.title, "section": "", "text": text}
