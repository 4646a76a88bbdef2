"""The web edition: one page a chapter in the shell of the look, with everything it needs beside it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from assessment.chapters.manuscript import Chapter
from assessment.locales.words import words
from assessment.look import look_folder
from assessment.project.files import writing
from assessment.rendering.base import Order, pdf_name
from assessment.rendering.embedded.fonts import web_fonts
from assessment.rendering.embedded.navigation import neighbours, sidebar, table_of_contents
from assessment.rendering.embedded.placeholders import name_missing_in_html
from assessment.rendering.embedded.references import page_of, resolve_html
from assessment.rendering.embedded.search import write_search
from assessment.values.format import printed_date

_EMPTY_HEADER = re.compile(r"<th(\s[^>]*)?>\s*</th>")
_SHOWN_ADDRESS = re.compile(r">https?://[^<\s]+</a>")
_SLASH = re.compile(r"(?<=[^/:<])/(?=[^/<])")


def write_pages(order: Order) -> str:
    """Write the whole web edition and return its home page.

    Raises:
        OutputError: the disk is full or the folder cannot be written.
    """
    import yaml

    look = look_folder(order.project.root) / "html"
    template = _environment(look).get_template("page.html.jinja")
    labels = yaml.safe_load((look / "labels.en.yml").read_text(encoding="utf-8"))
    labels |= _translated(order)
    pages: dict[str, str] = {}
    with writing(order.destination):
        _copy_assets(order, look)
        for chapter in order.manuscript.chapters:
            page = page_of(chapter.path)
            order.progress(page)
            pages[page] = template.render(_context(order, chapter, page), labels=labels)
            place = order.destination / page
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(pages[page], encoding="utf-8", newline="\n")
            _copy_files(order, chapter, place)
        write_search(order, pages)
    return page_of(order.manuscript.chapters[0].path)


def _translated(order: Order) -> dict[str, str]:
    """The words of the shell in the language of the book; the count of findings in the form the number takes."""
    said = words(order.project.book.lang)
    findings = said.counted("finding", order.stamp.findings)
    return {**said.page, **({"finding": findings, "findings": findings} if findings else {})}


def _environment(look: Path) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(look), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )


def _context(order: Order, chapter: Chapter, page: str) -> dict[str, Any]:
    book, manuscript = order.project.book, order.manuscript
    before, after = neighbours(manuscript, chapter)
    first = next((h for h in chapter.conversion.index["headings"] if h["level"] == 1), None)
    pdf = quote(pdf_name(book)) if "pdf" in order.targets else None
    return {
        "lang": book.lang,
        "dir": "rtl" if words(book.lang).right_to_left else "ltr",
        "root": "../" * (len(PurePosixPath(page).parts) - 1),
        "page": {
            "title": chapter.title,
            "title_html": _title(chapter, page, order),
            "path": page,
            "number": chapter.number,
            "is_home": chapter is manuscript.chapters[0],
            "id": first["id"] if first else "",
        },
        "book": {
            "title": book.title,
            "subtitle": book.subtitle,
            "authors": list(book.authors),
            "date": printed_date(book.date, book.lang),
            "description": book.description,
            "pdf": pdf,
            "licence": str(book.metadata.get("licence", "")),
            "statement": str(book.metadata.get("statement", "")).strip(),
        },
        "sidebar": sidebar(manuscript, page, words(book.lang).appendices),
        "toc": table_of_contents(chapter, book.toc_depth),
        "previous": before,
        "next": after,
        "body": _body(chapter, page, order),
        "stamp": {**vars(order.stamp), "date": printed_date(order.stamp.date, book.lang)},
    }


def _title(chapter: Chapter, page: str, order: Order) -> str:
    return resolve_html(chapter.conversion.title_html, page, order.manuscript) or chapter.title


def _body(chapter: Chapter, page: str, order: Order) -> str:
    """The chapter's markup; header cells without words are no headers to a screen reader, addresses may break."""
    markup = name_missing_in_html(chapter.conversion.html, chapter, order.project.root)
    markup = _EMPTY_HEADER.sub(r"<td\1></td>", resolve_html(markup, page, order.manuscript))
    return _SHOWN_ADDRESS.sub(lambda match: _SLASH.sub(r"\g<0><wbr>", match[0]), markup)


def _copy_assets(order: Order, look: Path) -> None:
    assets = order.destination / "assets"
    for source in sorted(path for path in (look / "assets").rglob("*") if path.is_file()):
        target = assets / source.relative_to(look / "assets")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)  # one by one: `copytree` would hide what the system says of a full disk
    shutil.copyfile(look.parent / "tokens.css", assets / "tokens.css")
    for font, content in web_fonts(order.project.build):
        (assets / "fonts").mkdir(exist_ok=True)
        (assets / "fonts" / font).write_bytes(content)


def _copy_files(order: Order, chapter: Chapter, place: Path) -> None:
    """The pictures of a page: those of notebooks beside it, the project's own where the project has them."""
    for source, name in _embedded(chapter):
        target = place.with_name(f"{place.stem}_files") / "figure-html" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(order.project.build / source, target)
    for item in chapter.conversion.index["files"]:
        source_file = order.project.root / item["file"]
        if source_file.is_file():
            target = order.destination / item["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source_file, target)


def _embedded(chapter: Chapter) -> Iterator[tuple[str, str]]:
    for path in sorted(set(re.findall(r"embed-media:([^)\s{]+)", chapter.expansion.text))):
        yield f"media/{path}", PurePosixPath(path).name
