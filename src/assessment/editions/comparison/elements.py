"""What the elements of a web page say: each a heading, caption, picture, table, or citation."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from assessment.editions.comparison.meaning import Item, plain

_LABEL = re.compile(r"(?:fig|tbl|lst|eq|sec|nte|tip|wrn|imp|cau|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg)-")
_CALLOUT = re.compile(r"callout-(note|tip|warning|important|caution)\b")
_HEADINGS = dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")
_BY_TAG = _HEADINGS | {
    "figcaption": "caption", "caption": "caption", "img": "picture", "table": "table", "pre": "code", "math": "formula",
}  # fmt: skip
_BY_CLASS = {
    "equation-number": "nothing", "callout-header": "callout", "nav-tabs": "tabs", "quarto-xref": "reference",
    "quarto-unresolved-ref": "unresolved", "citation": "citation", "value": "value", "footnote-ref": "note_mark",
}  # fmt: skip


class Teller:
    """Tells elements of one page as items."""

    def __init__(self, path: Path, place: str) -> None:
        self.path, self.place = path, place

    def kind(self, element: Any) -> str | None:
        """How an element is told; none where only what stands inside it counts."""
        tag = str(element.tag).rpartition("}")[2]
        if tag in _BY_TAG:
            return _BY_TAG[tag]
        classes = (element.get("class") or "").split()
        found = next((_BY_CLASS[name] for name in classes if name in _BY_CLASS), None)
        if found is None and element.get("role") == "tablist":
            return "tabs"
        return "link" if found is None and tag == "a" and element.get("href") else found

    def tell(self, kind: str, element: Any) -> Item | None:
        """The item; none where an element of its kind says nothing."""
        item: Item | None = getattr(self, kind)(element)
        return item

    def nothing(self, _: Any) -> None:
        """What is told with something else."""

    def heading(self, element: Any) -> Item:
        """A heading with its number and the id a link would lead to."""
        number = element.xpath(".//*[contains(@class, 'header-section-number')]")
        said = plain(number[0].text_content()) if number else ""
        words = plain(element.text_content()).removeprefix(said).strip()
        return Item("heading", element.tag[1:], words, (("number", said), ("id", self.section(element))))

    def section(self, element: Any) -> str:
        """The id of a heading, or of the section it opens."""
        parent = element.getparent()
        outer = parent.get("id") if parent is not None and parent.tag == "section" else None
        return str(element.get("id") or element.get("data-anchor-id") or outer or "")

    def caption(self, element: Any) -> Item | None:
        """A caption with its number."""
        words = plain(element.text_content())
        return Item("caption", self.label(element), words) if words else None

    def label(self, element: Any) -> str:
        """The nearest label round an element."""
        for each in (element, *element.iterancestors()):
            name = each.get("id") or ""
            if _LABEL.match(name) and "-caption" not in name and each.tag not in ("section", "math"):
                return name
        return ""

    def picture(self, element: Any) -> Item:
        """A picture: what is read aloud, and which picture it is."""
        return Item(
            "picture", self.label(element), plain(element.get("alt") or ""), (("digest", self.digest(element)),)
        )

    def digest(self, element: Any) -> str:
        """The digest of a picture's bytes: names of files differ from renderer to renderer, pictures do not."""
        source = element.get("src") or ""
        parts = urlsplit(source)
        if parts.scheme:
            return hashlib.sha256(source.encode()).hexdigest()[:16] if parts.scheme == "data" else source
        file = self.path.parent / unquote(parts.path)
        return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else f"absent: {source}"

    def table(self, element: Any) -> Item:
        """A table, cell by cell."""
        rows = [[_cell(cell) for cell in row.xpath("./th | ./td")] for row in element.xpath(".//tr")]
        shown = "\n".join(" | ".join(cells) for cells in rows)
        heads = sum(1 for _ in element.xpath(".//thead//th | .//thead//td"))
        return Item("table", self.label(element), shown, (("header cells", str(heads)),))

    def code(self, element: Any) -> Item:
        """A block of code."""
        return Item("code", self.label(element), element.text_content().strip("\n"))

    def formula(self, element: Any) -> Item:
        """A formula by its TeX, with its number."""
        label = self.label(element)
        number = element.get("data-number") or ""
        if not number and label:
            beside = element.xpath("ancestor::*[@id=$id]//*[contains(@class, 'equation-number')]", id=label)
            number = plain(beside[0].text_content()).strip("()") if beside else ""
        return Item("formula", label, element.get("data-tex") or "", (("number", number),))

    def callout(self, element: Any) -> Item:
        """The title of a callout."""
        box = next((e for e in element.iterancestors() if _CALLOUT.search(e.get("class") or "")), element)
        kind = _CALLOUT.search(box.get("class") or "")
        return Item("callout", box.get("id") or "", plain(element.text_content()), (("sort", kind[1] if kind else ""),))

    def tabs(self, element: Any) -> Item:
        """The names of tabs."""
        return Item("tabs", "", " | ".join(plain(tab.text_content()) for tab in element.xpath(".//li")))

    def reference(self, element: Any) -> Item:
        """A cross-reference: its words, and where it leads."""
        return Item("cross-reference", self.target(element), plain(element.text_content()))

    def unresolved(self, element: Any) -> Item:
        """A cross-reference that leads nowhere."""
        return Item("cross-reference", "nowhere", plain(element.text_content()))

    def citation(self, element: Any) -> Item:
        """A citation: its words and the keys it cites."""
        keys = " ".join(sorted((element.get("data-cites") or "").split()))
        return Item("citation", keys, plain(element.text_content()))

    def value(self, element: Any) -> Item:
        """A value that prose quotes."""
        return Item("value", element.get("data-value"), plain(element.text_content()))

    def note_mark(self, element: Any) -> Item:
        """The mark of a footnote."""
        return Item("note", "", plain(element.text_content()))

    def link(self, element: Any) -> Item:
        """Any other link."""
        return Item("link", self.target(element), plain(element.text_content()))

    def target(self, element: Any) -> str:
        """Where a link leads, counted from the top of the edition."""
        parts = urlsplit(element.get("href"))
        if parts.scheme or parts.netloc:
            return str(element.get("href"))
        here = PurePosixPath(self.place)
        page = _normal(here.parent / unquote(parts.path)) if parts.path else here.as_posix()
        return f"{page}#{unquote(parts.fragment)}" if parts.fragment else page


def _cell(cell: Any) -> str:
    """A cell's words, with what it spans and whether it heads others."""
    spans = "".join(
        f"⟨{name} {cell.get(name)}⟩" for name in ("colspan", "rowspan") if cell.get(name) not in (None, "1")
    )
    return plain(_shown(cell)) + spans


def _shown(element: Any) -> str:
    """The text of an element, formulas as their TeX."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(child.get("data-tex") or _shown(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    return "/".join(parts)
