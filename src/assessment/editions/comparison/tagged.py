"""A tagged PDF as a screen reader gets it: elements of its structure in their order, each with its text."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Element:
    """An element of the structure: its sort (`H1`, `Table`, `Figure`, …), its alternative text, what it holds."""

    sort: str
    alt: str = ""
    address: str = ""
    kids: list[Element | str] = field(default_factory=list)

    def text(self, but: tuple[str, ...] = ()) -> str:
        """Everything it says, elements of the sorts ``but`` aside."""
        return "".join(kid if isinstance(kid, str) else "" if kid.sort in but else kid.text(but) for kid in self.kids)

    def each(self, sort: str) -> Iterator[Element]:
        """The elements of a sort below it, in their order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.sort == sort:
                    yield kid
                yield from kid.each(sort)


@dataclass(frozen=True)
class Document:
    """A PDF: its structure, what it says of itself, the files attached to it (name → bytes)."""

    root: Element
    facts: Mapping[str, str]
    files: Mapping[str, bytes]


def read_pdf(path: Path) -> Document:
    """Read a tagged PDF.

    Raises:
        ValueError: it has no tags, or is no PDF.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if "/StructTreeRoot" not in pdf.Root:
                raise ValueError("it has no tags")
            marked = marked_text(path)
            pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
            root = _Tree(pages, marked).element(pdf.Root.StructTreeRoot, 0)
            facts = {"title": str(pdf.docinfo.get("/Title", "")), "language": str(pdf.Root.get("/Lang", ""))}
            files = {name: spec.get_file().read_bytes() for name, spec in sorted(pdf.attachments.items())}
            return Document(root, facts, files)
    except pikepdf.PdfError as exc:
        raise ValueError(f"it cannot be read: {exc}") from exc


class _Tree:
    """Reads the structure; ``marked`` is the text of each piece of marked content by page and number."""

    def __init__(self, pages: Mapping[Any, int], marked: Mapping[tuple[int, int], str]) -> None:
        self.pages, self.marked = pages, marked

    def element(self, raw: Any, page: int) -> Element:
        """An element and everything below it."""
        page = self._page(raw, page)
        found = Element(str(raw.get("/S", "/Root"))[1:], str(raw.get("/Alt", "")))
        for kid in kids(raw):
            if isinstance(kid, int):
                found.kids.append(self.marked.get((page, kid), ""))
            elif kid.get("/Type") == "/MCR":
                found.kids.append(self.marked.get((self._page(kid, page), int(kid.MCID)), ""))
            elif kid.get("/Type") == "/OBJR":
                found.address = found.address or _address(kid.get("/Obj"))
            else:
                found.kids.append(self.element(kid, page))
        return found

    def _page(self, raw: Any, page: int) -> int:
        return self.pages[raw.Pg.objgen] if "/Pg" in raw else page


def kids(raw: Any) -> list[Any]:
    """What stands right below an element, one or many."""
    import pikepdf

    kids = raw.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _address(annotation: Any) -> str:
    """Where a link leads outside the document; "inside" where it stays in it."""
    action = annotation.get("/A") if annotation is not None else None
    if action is not None and action.get("/S") == "/URI":
        return str(action.URI)
    return "inside"


def marked_text(path: Path) -> dict[tuple[int, int], str]:
    """(page, number of the marked content) → its text."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    found: defaultdict[tuple[int, int], str] = defaultdict(str)
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            textpage = page.get_textpage()
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8):
                found[number, pdfium.FPDFPageObj_GetMarkedContentID(item.raw)] += _text_of(item, textpage)
            textpage.close()
            page.close()
    return found


def _text_of(item: Any, textpage: Any) -> str:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFTextObj_GetText(item.raw, textpage.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(item.raw, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
