"""The web edition: one page a chapter in the shell of the look, with everything it needs beside it."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from assessment.chapters.links import MADE
from assessment.chapters.manuscript import Chapter
from assessment.locales.words import words
from assessment.look import look_folder
from assessment.project.files import writing
from assessment.rendering.base import Order, pdf_name
from assessment.rendering.embedded.fonts import write_web_fonts
from assessment.rendering.embedded.navigation import neighbours, sidebar, table_of_contents
from assessment.rendering.embedded.placeholders import name_missing_in_html
from assessment.rendering.embedded.references import page_of, resolve_html
from assessment.rendering.embedded.search import write_search
from assessment.rendering.embedded.shell import Shell
from assessment.rendering.panels.making import making_body, making_contents
from assessment.rendering.panels.pages import Panels
from assessment.rendering.panels.wording import Labels, read_labels
from assessment.rendering.templates import KEPT
from assessment.values.format import printed_date

_EMPTY_HEADER = re.compile(r"<th(\s[^>]*)?>\s*</th>")
_SHOWN_ADDRESS = re.compile(r">https?://[^<\s]+</a>")
_SLASH = re.compile(r"(?<=[^/:<])/(?=[^/<])")


def write_pages(order: Order) -> tuple[str, dict[str, str]]:
    """Write the whole web edition; gives its home page, and for each chapter the digest of what its page shows.

    Raises:
        OutputError: the disk is full or the folder cannot be written.
    """
    writer = PageWriter(order)
    pages: dict[str, str] = {}
    shown: dict[str, str] = {}
    with writing(order.destination):
        copy_assets(order)
        for chapter in order.manuscript.chapters:
            page = page_of(chapter.path)
            order.progress(page)
            pages[page], shown[chapter.path] = writer.write(chapter)
        writer.write_making()
        write_search(order, pages)
        for page in (*pages, MADE):
            order.finished(page)
    writer.shell.collect()
    return page_of(order.manuscript.chapters[0].path), shown


def _counted(order: Order) -> dict[str, str]:
    """The words for open findings in the form that their number takes, where the language has more than two."""
    findings = words(order.project.book.lang).counted("finding", order.stamp.findings)
    return {"finding": findings, "findings": findings} if findings else {}


class PageWriter:
    """Writes pages of an order, each by itself; a ``shell`` of an earlier order with the same look may serve again."""

    def __init__(self, order: Order, shell: Shell | None = None) -> None:
        self._order = order
        self._look = look_folder(order.project.root) / "html"
        self._labels = {**read_labels(self._look.parent, order.project.book.lang), **_counted(order)}
        self._stamp = replace(order.stamp, date=printed_date(order.stamp.date, order.project.book.lang))
        self._panels = Panels(self._look, self._labels, order.graph, order.project.build / KEPT)
        self.shell = shell or Shell(self._look, self._labels, order.project.build / "pages")

    def write(self, chapter: Chapter) -> tuple[str, str]:
        """Write a chapter's page with the files beside it; gives its markup and the digest of what it shows."""
        order, page = self._order, page_of(chapter.path)
        sourced = self._panels.of_page(_body(chapter, page, order), page)
        context = {**_context(order, chapter, page), "body": sourced.markup, "sources": sourced.end}
        markup, filled = self.shell.page(context, self._stamp)
        place = order.destination / page
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(markup, encoding="utf-8", newline="\n")
        for path, content in sourced.files.items():
            (place.parent / path).parent.mkdir(parents=True, exist_ok=True)
            (place.parent / path).write_bytes(content)
        data = [hashlib.sha256(content).hexdigest() for content in sourced.files.values()]
        return markup, _digest(filled, *_copy_files(order, chapter, place), *data)

    def write_making(self) -> None:
        """Write the page that says how the edition was made."""
        making, _ = self.shell.page(_making(self._order, self._look, self._labels), self._stamp)
        (self._order.destination / MADE).write_text(making, encoding="utf-8", newline="\n")


def _context(order: Order, chapter: Chapter, page: str) -> dict[str, Any]:
    before, after = neighbours(order.manuscript, chapter)
    first = next((h for h in chapter.conversion.index["headings"] if h["level"] == 1), None)
    return {
        **_surroundings(order, page),
        "page": {
            "title": chapter.title,
            "title_html": _title(chapter, page, order),
            "path": page,
            "number": chapter.number,
            "is_home": chapter is order.manuscript.chapters[0],
            "id": first["id"] if first else "",
        },
        "toc": table_of_contents(chapter, order.project.book.toc_depth),
        "previous": before,
        "next": after,
    }


def _making(order: Order, look: Path, labels: Labels) -> dict[str, Any]:
    """The page that says how the edition was made: no chapter, and no stop on the way through the book."""
    title = labels["sources_made"]
    body = making_body(order, look, labels)
    return {
        **_surroundings(order, MADE),
        "page": {"title": title, "title_html": escape(title), "path": MADE, "number": "", "is_home": False},
        "toc": making_contents(body, labels),
        "previous": None,
        "next": None,
        "body": body,
        "sources": "",
    }


def _surroundings(order: Order, page: str) -> dict[str, Any]:
    """What the shell says on every page."""
    book = order.project.book
    return {
        "lang": book.lang,
        "dir": "rtl" if words(book.lang).right_to_left else "ltr",
        "root": "../" * (len(PurePosixPath(page).parts) - 1),
        "book": {
            "title": book.title,
            "subtitle": book.subtitle,
            "authors": list(book.authors),
            "date": printed_date(book.date, book.lang),
            "description": book.description,
            "pdf": quote(pdf_name(book)) if "pdf" in order.targets else None,
            "licence": str(book.metadata.get("licence", "")),
            "statement": str(book.metadata.get("statement", "")).strip(),
        },
        "sidebar": sidebar(order.manuscript, page, words(book.lang).appendices),
        "made": MADE,
    }


def _title(chapter: Chapter, page: str, order: Order) -> str:
    return resolve_html(chapter.conversion.title_html, page, order.manuscript) or chapter.title


def _body(chapter: Chapter, page: str, order: Order) -> str:
    """The chapter's markup; header cells without words are no headers to a screen reader, addresses may break."""
    markup = name_missing_in_html(chapter.conversion.html, chapter, order.project.root)
    markup = _EMPTY_HEADER.sub(r"<td\1></td>", resolve_html(markup, page, order.manuscript))
    return _SHOWN_ADDRESS.sub(lambda match: _SLASH.sub(r"\g<0><wbr>", match[0]), markup)


def copy_assets(order: Order) -> None:
    """The styles, scripts and typefaces of the look."""
    look, assets = look_folder(order.project.root) / "html", order.destination / "assets"
    for source in sorted(path for path in (look / "assets").rglob("*") if path.is_file()):
        target = assets / source.relative_to(look / "assets")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)  # one by one: `copytree` would hide what the system says of a full disk
    shutil.copyfile(look.parent / "tokens.css", assets / "tokens.css")
    write_web_fonts(order.project.build, assets)


def _copy_files(order: Order, chapter: Chapter, place: Path) -> list[str]:
    """The pictures of a page: those of notebooks beside it, the project's own where the project has them.

    Gives a digest of each.
    """
    digests = []
    for source, name in _embedded(chapter):
        target = place.with_name(f"{place.stem}_files") / "figure-html" / name
        digests.append(_copy(order.project.build / source, target))
    for item in chapter.conversion.index["files"]:
        source_file = order.project.root / item["file"]
        if source_file.is_file():
            digests.append(_copy(source_file, order.destination / item["file"]))
    return digests


def _copy(source: Path, target: Path) -> str:
    content = source.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _digest(*facts: str) -> str:
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _embedded(chapter: Chapter) -> Iterator[tuple[str, str]]:
    for path in sorted(set(re.findall(r"embed-media:([^)\s{]+)", chapter.expansion.text))):
        yield f"media/{path}", PurePosixPath(path).name
