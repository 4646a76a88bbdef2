"""The way through the book: contents of the whole, headings of a page, the chapters before and after."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from assessment.chapters.manuscript import Chapter, Manuscript
from assessment.rendering.embedded.references import link_between, page_of, resolve_html

_FIRST_LEVEL = 2


def sidebar(manuscript: Manuscript, page: str, appendices: str = "Appendices") -> list[dict[str, Any]]:
    """The contents of the book as seen from a page: chapters, parts with their chapters, appendices."""
    chapters = {chapter.path: chapter for chapter in manuscript.chapters}
    top: list[dict[str, Any]] = []
    group = level = top
    for entry in manuscript.entries:
        if entry.kind == "appendix" and level is top:
            level = []
            top.append(_item("appendices", escape(appendices), level))
        if not entry.in_part:
            group = level
        if entry.kind == "part":
            group = []
            chapter = chapters.get(entry.path or "")
            title = chapter.conversion.title_html if chapter else escape(entry.title)
            href = link_between(page, page_of(chapter.path)) if chapter else None
            top.append(
                _item("part", title, group, href=href, current=bool(chapter) and page_of(entry.path or "") == page)
            )
        else:
            group.append(_chapter(chapters[str(entry.path)], page, manuscript))
    return top


def neighbours(manuscript: Manuscript, chapter: Chapter) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The chapters before and after, as links from a chapter's page."""
    place = manuscript.chapters.index(chapter)
    page = page_of(chapter.path)

    def link(position: int) -> dict[str, str] | None:
        if not 0 <= position < len(manuscript.chapters):
            return None
        item = _chapter(manuscript.chapters[position], page, manuscript)
        return {key: item[key] for key in ("href", "number", "title_html")}

    return link(place - 1), link(place + 1)


def table_of_contents(chapter: Chapter, depth: int) -> list[dict[str, Any]]:
    """The headings of a page from level 2 to ``depth``, nested."""
    top: list[dict[str, Any]] = []
    stack: list[tuple[int, list[dict[str, Any]]]] = [(_FIRST_LEVEL - 1, top)]
    for heading in chapter.conversion.index["headings"]:
        if not _FIRST_LEVEL <= heading["level"] <= max(depth, _FIRST_LEVEL) or heading["unlisted"]:
            continue
        while stack[-1][0] >= heading["level"]:
            stack.pop()
        children: list[dict[str, Any]] = []
        number, title = heading["number"], escape(heading["title"])
        stack[-1][1].append({"id": heading["id"], "number": number, "title_html": title, "children": children})
        stack.append((heading["level"], children))
    return top


def _chapter(chapter: Chapter, page: str, manuscript: Manuscript) -> dict[str, Any]:
    there = page_of(chapter.path)
    title = resolve_html(chapter.conversion.title_html, there, manuscript) or escape(chapter.title)
    link = {"number": chapter.number, "href": link_between(page, there), "current": there == page}
    return _item("chapter", _without_links(title), [], **link)


def _item(kind: str, title: str, children: list[Any], **link: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "title_html": title,
        "children": children,
        "number": "",
        "href": None,
        "current": False,
        **link,
    }


def _without_links(markup: str) -> str:
    """A title as the text of a link: a link may not hold another, nor a second element of the same id."""
    return re.sub(r"</?a\b[^>]*>|\sid=\"[^\"]*\"|<sup>.*?</sup>", "", markup)
