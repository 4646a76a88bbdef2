"""The texts of an edition, block by block: what a change is named by when only digests of the original are known.

Of a web page every paragraph, heading, cell and caption counts, of a PDF every line of every page and the drawing
of each page. Digests are short: they name what differs; that nothing differs is shown by the digest of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assessment.copies import beside, parts_of
from assessment.project.kept import Kept

_SHORT = 8
_SHORT_ID = 12  # signs of an edition's id that are enough to tell it from all other text
_MARK, _REST = "\ue012", "\ue013"  # what stands in a kept page for the id's beginning, and for the rest of it
_TEXT = ("p", "li", "td", "th", "dt", "dd", "pre", "blockquote", "figcaption", "caption", "summary", "title")
_BLOCKS = frozenset((*_TEXT, "h1", "h2", "h3", "h4", "h5", "h6"))
_SKIPPED = frozenset(("script", "style", "svg"))
_Open = tuple[list[str], dict[str, str]]  # the texts of a block so far, and the values printed in it


@dataclass(frozen=True)
class Block:
    """A block of text, the values printed in it (id → text), and the picture it is, if it is one."""

    text: str
    values: Mapping[str, str]
    picture: str = ""


@dataclass(frozen=True)
class Page:
    """A page of a PDF: its lines of text, and the digest of how it is drawn."""

    lines: tuple[str, ...]
    drawing: str


@dataclass(frozen=True)
class Printed:
    """A PDF: its pages, and the files attached to it."""

    pages: tuple[Page, ...]
    attachments: Mapping[str, bytes]


class TextDigests:
    """For each web page the digests of its blocks; for each PDF those of every page's lines, drawings, attachments.

    A page that was ``kept`` is not read again, even where it says another ``identity``, the id of the edition.
    """

    def __init__(self, edition: Path, identity: str = "", kept: Kept | None = None) -> None:
        self._edition, self._identity, self._kept = edition, identity, kept
        self._found: dict[str, Any] = {}

    def read(self, path: str) -> None:
        """Read a web page, named from the edition's folder, as soon as it is finished: a PDF may still be typeset."""
        _readers_of_pdfs()  # there is time to load them
        page = (self._edition / path).read_text(encoding="utf-8")
        self._found[path] = _of_page(page, self._identity, self._kept) if self._kept else _texts_of(page)

    def all(self) -> dict[str, Any]:
        """The digests of everything, by paths relative to the edition; reads what was not read before."""
        for path in _named(self._edition, "*.html"):
            if path not in self._found:
                self.read(path)
        if self._kept:
            self._kept.keep()
        for path in _named(self._edition, "*.pdf"):
            printed = read_pdf(self._edition / path)
            if printed:
                pages = [{"lines": _all(page.lines), "drawing": page.drawing} for page in printed.pages]
                attached = {name: hashlib.sha256(content).hexdigest() for name, content in printed.attachments.items()}
                self._found[path] = {"pages": pages, "attachments": attached}
        return self._found


def _named(edition: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(edition).as_posix() for path in edition.rglob(pattern))


def _texts_of(page: str) -> str:
    return _all(block.text for block in web_blocks(page))


def _of_page(page: str, identity: str, kept: Kept) -> str:
    """The digests of a page's blocks, each kept by what it says but for the edition's id, whole or shortened."""
    short, whole = identity[:_SHORT_ID], _MARK + _REST
    if len(identity) <= _SHORT_ID or _MARK in page or _REST in page:
        return _texts_of(page)
    marked = page.replace(identity, whole).replace(short, _MARK)

    def make() -> list[tuple[str, str]]:
        texts = (block.text for block in web_blocks(marked))
        return [(short_digest(text), text if _MARK in text else "") for text in texts]

    told = kept.answer(marked, make)
    return " ".join(
        short_digest(text.replace(whole, identity).replace(_MARK, short)) if text else digest for digest, text in told
    )


def short_digest(text: str) -> str:
    """The short digest of a block or line."""
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]


def web_blocks(html: str) -> list[Block]:
    """The blocks of text of a web page, each where it ends, spaces made plain; text outside of blocks comes last."""
    from lxml import etree

    blocks: list[Block] = []
    page = etree.HTML(html) if html.strip() else None
    if page is not None:
        outside: _Open = ([], {})
        _read(page, outside, blocks)
        _close(outside, blocks)
    return blocks


def _readers_of_pdfs() -> tuple[Any, Any]:
    """What opens PDFs, for its parts and for its text; loaded at the first call."""
    import pikepdf
    import pypdfium2

    return pikepdf, pypdfium2


def read_pdf(path: Path) -> Printed | None:
    """A PDF as a reader sees it; none of a file that is no PDF."""
    pikepdf, pypdfium2 = _readers_of_pdfs()
    try:
        with pypdfium2.PdfDocument(path) as document:
            parts = parts_of(len(document))
        with beside(partial(_texts_of_pages, path), parts) as texts_of_parts, pikepdf.open(path) as document:
            drawings = [_drawing(page) for page in document.pages]
            attached = {name: spec.get_file().read_bytes() for name, spec in sorted(document.attachments.items())}
            texts = [text for part in texts_of_parts() for text in part]
    except (pypdfium2.PdfiumError, pikepdf.PdfError):
        return None
    lines = [tuple(filter(None, (" ".join(line.split()) for line in text.splitlines()))) for text in texts]
    return Printed(tuple(map(Page, lines, drawings)), attached)


def _texts_of_pages(path: Path, places: Iterable[int]) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [document[place].get_textpage().get_text_range() for place in places]


def _all(texts: Iterable[str]) -> str:
    return " ".join(short_digest(text) for text in texts)


def _drawing(page: Any) -> str:
    """The digest of a page's content and of every picture and form it draws."""
    import pikepdf

    try:
        page.contents_coalesce()
        digest = hashlib.sha256(page.obj.Contents.read_bytes() if "/Contents" in page.obj else b"")
        _add_drawn(page.obj.get("/Resources"), digest, set())
    except pikepdf.PdfError:
        return ""  # it cannot be drawn as it stands
    return digest.hexdigest()[:_SHORT]


def _add_drawn(resources: Any, digest: Any, seen: set[Any]) -> None:
    if resources is None or "/XObject" not in resources:
        return
    drawn = resources["/XObject"]
    for name in sorted(drawn.keys()):
        item = drawn[name]
        if item.objgen in seen:
            continue
        seen.add(item.objgen)
        digest.update(item.read_raw_bytes())
        _add_drawn(item.get("/Resources"), digest, seen)


def _read(element: Any, around: _Open, blocks: list[Block]) -> None:
    """Add the blocks within an element: text counts to the innermost block around it."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED:  # a comment is no text
        return
    if tag == "img":
        source, text = element.get("src", ""), element.get("alt", "")
        blocks.append(Block(" ".join(f"[{source}] {text}".split()), {}, source))
    texts, values = block = ([], {}) if tag in _BLOCKS else around
    start = len(texts)
    if element.text:
        texts.append(element.text)
    for child in element:
        _read(child, block, blocks)
        if child.tail:
            texts.append(child.tail)
    if name := element.get("data-value"):
        values[name] = " ".join("".join(texts[start:]).split())
    if block is not around:
        _close(block, blocks)


def _close(block: _Open, blocks: list[Block]) -> None:
    text = " ".join("".join(block[0]).split())
    if text:
        blocks.append(Block(text, block[1]))
