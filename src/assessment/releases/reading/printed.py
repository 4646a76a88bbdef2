"""The text of a tagged PDF in the order of its tags: what a screen reader says, whatever floats where on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assessment.editions.comparison.tagged import kids, marked_text

_WITHOUT_WORDS = ("/Lbl", "/Formula", "/TOC")  # numbers of lists and notes, mathematics, lists of contents


def chapters(path: Path) -> dict[str, str]:
    """Heading → text of every part of the book that a heading of the first level opens, alternative texts included.

    A paragraph is a line.
    """
    found: dict[str, str] = {}
    heading = ""
    for kind, text in _pieces(path):
        if kind == "heading":
            heading = " ".join(text.split())
            found[heading] = ""
        elif heading:
            found[heading] += text
    return found


def alternative_texts(path: Path) -> list[str]:
    """The alternative text of every figure; empty where a figure has none."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return [str(e.get("/Alt", "")) for e in _elements(pdf.Root.StructTreeRoot) if e.get("/S") == "/Figure"]


def header_cells(path: Path) -> list[int]:
    """How many header cells each table has."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        tables = [e for e in _elements(pdf.Root.StructTreeRoot) if e.get("/S") == "/Table"]
        return [sum(e.get("/S") == "/TH" for e in _elements(table)) for table in tables]


def _pieces(path: Path) -> Iterator[tuple[str, str]]:
    import pikepdf

    marked = marked_text(path)
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        yield from _read(pdf.Root.StructTreeRoot, 0, numbers, marked)


def _read(
    element: Any, page: int, numbers: Mapping[Any, int], marked: Mapping[tuple[int, int], str]
) -> Iterator[tuple[str, str]]:
    if element.get("/S") in _WITHOUT_WORDS:
        return
    if "/Alt" in element:
        yield "text", str(element.Alt)
    page = numbers[element.Pg.objgen] if "/Pg" in element else page
    inner = (piece for kid in kids(element) for piece in _read_kid(kid, page, numbers, marked))
    if element.get("/S") == "/H1":
        yield "heading", " ".join(text for _, text in inner)
    else:
        yield from inner
        if element.get("/S") == "/P":
            yield "text", "\n"


def _read_kid(
    kid: Any, page: int, numbers: Mapping[Any, int], marked: Mapping[tuple[int, int], str]
) -> Iterator[tuple[str, str]]:
    if isinstance(kid, int):
        yield "text", marked.get((page, kid), "")
    elif kid.get("/Type") == "/MCR":
        page = numbers[kid.Pg.objgen] if "/Pg" in kid else page
        yield "text", marked.get((page, int(kid.MCID)), "")
    elif kid.get("/Type") != "/OBJR":
        yield from _read(kid, page, numbers, marked)


def _elements(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        if not isinstance(kid, int) and kid.get("/Type") not in ("/MCR", "/OBJR"):
            yield kid
            yield from _elements(kid)
