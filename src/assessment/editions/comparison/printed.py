"""Read the meaning of a PDF from its tags, chapter by chapter."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from assessment.editions.comparison.meaning import Item, Passage
from assessment.editions.comparison.tagged import Document, Element, read_pdf
from assessment.locales.words import words

# White space, joiners and hyphens of every kind: where a line ends differs with its width.
# U+0002 and U+FFFE are how PDFium writes a hyphen at a line's end.
_UNSEEN = re.compile(r"[\s\x02\u00ad\u200b\u2010\u2011\u2060\ufeff\ufffe-]+")
_HEADING = re.compile(r"H([1-6])")
FRONT = "front matter"
# The numbers of leaves that the annex names tell of this PDF's layout, not of what it says: a value that two
# sentences of one page quote may stand on two leaves elsewhere. Links in numbers are marked until the word before
# them is seen.
_LEAF, _LEAF_ENDS = "\ue000", "\ue001"
_PAGE = {"pages": "Pages", "page": "Page"}
# What an edition says of itself is another thing in each: its id, its findings, what rendered it.
_OWN = (
    (re.compile(r"(?:Draft|Releasededition)·edition[0-9a-f]+(?:\.\.\.|…)?(?:·\d+openfindings?)?"), "⟨stamp⟩"),
    (re.compile(r"Status(?:Draft|Released).*?Edition[0-9a-f]{16}"), "⟨status⟩"),
    (re.compile(r"Renderedwith(?:embedded|quarto)[\d.]+(?:\([^)]*\))?"), "⟨renderer⟩"),
)


def read_printed(path: Path) -> dict[str, Passage]:
    """Heading → passage of every chapter of a PDF; the front matter comes first, the document's own facts with it.

    Raises:
        ValueError: it has no tags, or is no PDF.
    """
    document = read_pdf(path)
    reader = _Reader(document)
    reader.read(document.root)
    for passage in reader.passages.values():
        said = _without_leaves("".join(passage.words), document.facts["language"])
        passage.words[:] = [_without_own(said)]
    return {name: passage for name, passage in reader.passages.items() if passage.items or "".join(passage.words)}


def squeezed(text: str) -> str:
    """A text without what lines and pages change: spaces, hyphens, the form of a letter."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _without_own(text: str) -> str:
    for pattern, mark in _OWN:
        text = pattern.sub(mark, text)
    return text


class _Reader:
    """Walks the structure; a heading of the first level opens a chapter."""

    def __init__(self, document: Document) -> None:
        self.passage = Passage(FRONT)
        self.passages = {FRONT: self.passage}
        for name, said in document.facts.items():
            self.passage.items.append(Item("document", name, said))

    def read(self, element: Element) -> None:
        """An element: an item, or what stands inside it."""
        heading = _HEADING.fullmatch(element.sort)
        if element.sort == "TOC":
            return  # the lists of contents repeat headings and captions with leaf numbers
        if heading:
            self._heading(int(heading[1]), element)
        elif element.sort == "Figure":
            self.passage.add(Item("picture", "", squeezed(element.alt)))
        elif element.sort == "Formula":
            self.passage.add(Item("formula", "", squeezed(element.alt)))
        elif element.sort == "Table":
            self._table(element)
        elif element.sort == "Caption":
            self.passage.add(Item("caption", "", squeezed(element.text(("Note",)))))
            self._below(element, ("Note", "FENote"))
        elif element.sort == "Link":
            words = squeezed(element.text())
            if element.address != "inside":
                self.passage.items.append(Item("link", element.address, words))
            elif words.isdigit():
                self.passage.words.append(f"{_LEAF}{words}{_LEAF_ENDS}")
                return
            self._inside(element)
        else:
            self._inside(element)

    def _inside(self, element: Element) -> None:
        for kid in element.kids:
            if isinstance(kid, str):
                self.passage.words.append(squeezed(kid))
            else:
                self.read(kid)

    def _below(self, element: Element, sorts: tuple[str, ...]) -> None:
        for sort in sorts:
            for kid in element.each(sort):
                self._inside(kid)

    def _heading(self, level: int, element: Element) -> None:
        words = squeezed(element.text())
        if level == 1:
            self.passage = self.passages.setdefault(words, Passage(words))
        self.passage.add(Item("heading", str(level), words))

    def _table(self, element: Element) -> None:
        rows = []
        for row in element.each("TR"):
            cells = [kid for kid in row.kids if isinstance(kid, Element) and kid.sort in ("TH", "TD")]
            rows.append([squeezed(cell.text()) for cell in cells])
        heads = sum(1 for _ in element.each("TH"))
        for caption in element.each("Caption"):
            self.passage.add(Item("caption", "", squeezed(caption.text())))
        shown = "\n".join(" | ".join(row) for row in rows)
        self.passage.add(Item("table", "", shown, (("header cells", str(heads)),)))


def _without_leaves(text: str, language: str) -> str:
    own = words(language).print
    page = "|".join(re.escape(squeezed(own.get(key, english))) for key, english in _PAGE.items())
    shown = re.sub(f"(?:{page})(?:{_LEAF}\\d+{_LEAF_ENDS},?)+", "⟨leaves⟩", text)
    return shown.replace(_LEAF, "").replace(_LEAF_ENDS, "")
