"""Read the meaning of a web page, whichever renderer made it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from assessment.editions.comparison.meaning import Item, Passage, plain

_LABEL = re.compile(r"(?:fig|tbl|lst|eq|sec|nte|tip|wrn|imp|cau|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg)-")
_TAG = re.compile(r"\s*\\(?:qquad|tag)\s*[({]([\w.]+)[)}]\s*$")
_HEADING = re.compile(r"h[1-6]")
_APPENDIX = re.compile(r"^(?:Appendix )?(\d+|[A-Z])(?: — | +)")
_CALLOUT = re.compile(r"callout-(note|tip|warning|important|caution)\b")
_EMPHASIS = {"em", "strong", "code", "sub", "sup", "del", "s"}
_SILENT_TAGS = ("script", "style", "template", "button", "nav", "svg", "link", "noscript", "form", "dialog")
_SILENT_CLASSES = (
    "stamp", "anchor", "anchorjs-link", "callout-icon-container", "callout-icon", "screen-reader-only",
    "visually-hidden", "code-copy-button", "code-copy-outer-scaffold-button", "provenance", "quarto-title-meta",
    "footnote-back", "page-navigation", "quarto-unresolved-ref-mark",
)  # fmt: skip


def read_page(folder: Path, path: Path) -> tuple[Passage, dict[str, str]]:
    """A page's passage, and the sources it lists by key."""
    from lxml import html

    place = path.relative_to(folder).as_posix()
    root = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
    found = root.xpath("//main[@id='quarto-document-content']") or root.xpath("//main") or root.xpath("//body")
    main = found[0]
    passage = Passage(place)
    sources = _take_sources(main)
    _prune(main)
    _tell_formulas(main)
    _take_title(main, passage)
    _Reader(folder, path, passage).read_inside(main)
    return passage, sources


def _take_sources(main: Any) -> dict[str, str]:
    """The listed sources, taken out of the page: pages list them differently, the book lists them once."""
    entries = main.xpath(".//*[contains(concat(' ', @class, ' '), ' csl-entry ')]")
    sources = {entry.get("id", "").removeprefix("ref-"): plain(entry.text_content()) for entry in entries}
    for listed in main.xpath(".//section[@id='references'][.//*[@id='refs']] | .//*[@id='refs']"):
        _drop(listed)
    return sources


def _prune(main: Any) -> None:
    """Take out what is no content: scripts, signs, what readers do not see."""
    silent = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in _SILENT_CLASSES)
    tags = " or ".join(f"self::{tag}" for tag in _SILENT_TAGS)
    hidden = "@hidden or contains(@style, 'display: none') or @role='doc-backlink'"
    for element in main.xpath(f".//*[{tags} or {silent} or {hidden}] | .//comment()"):
        if element.getparent() is not None:
            _drop(element)


def _drop(element: Any) -> None:
    """Take an element out and keep the words that follow it."""
    if isinstance(element.tag, str):
        element.drop_tree()
    else:
        parent, tail = element.getparent(), element.tail or ""
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(element)


def _tell_formulas(main: Any) -> None:
    """Each formula as its TeX, which both renderers write beside it; without the number that Quarto puts in it."""
    for formula in main.xpath(".//*[local-name()='math']"):
        notes = formula.xpath(".//*[local-name()='annotation']")
        tex = plain(notes[0].text_content() if notes else formula.text_content())
        number = _TAG.search(tex)
        formula.set("data-number", number[1] if number else "")
        formula.set("data-tex", _TAG.sub("", tex))


def _take_title(main: Any, passage: Passage) -> None:
    """The chapter's title, wherever the page puts it; a home page has the book's title above its own."""
    outside = "not(ancestor::*[@id='title-block-header'])"
    home = main.xpath(".//h2[contains(@class, 'home-title')]") or main.xpath(f".//h1[{outside}]")
    title = (home or main.xpath(".//h1") or [None])[0]
    if title is not None:
        words = plain(title.text_content())
        numbers = title.xpath(".//*[contains(@class, 'chapter-number') or contains(@class, 'header-section-number')]")
        named = _APPENDIX.match(words)
        number = plain(numbers[0].text_content()) if numbers else (named[1] if named else "")
        number = number.removeprefix("Appendix ")
        passage.add(Item("heading", "1", _APPENDIX.sub("", words) if number else words, (("number", number),)))
        title.drop_tree()
    for block in main.xpath(".//*[@id='title-block-header']"):
        block.drop_tree()


class _Reader:
    """Walks a page in its order and tells what it meets."""

    def __init__(self, folder: Path, path: Path, passage: Passage) -> None:
        self.folder, self.path, self.passage = folder, path, passage
        self.tellers: tuple[tuple[Callable[[Any, list[str]], bool], Callable[[Any], Item | None]], ...] = (
            (lambda e, _: bool(_HEADING.fullmatch(e.tag)), self.heading),
            (lambda e, _: e.tag == "figcaption" or e.tag == "caption", self.caption),
            (lambda e, _: e.tag == "img", self.picture),
            (lambda e, _: e.tag == "table", self.table),
            (lambda e, _: e.tag == "pre", self.code),
            (lambda e, _: e.tag == "math" or e.tag.endswith("}math"), self.formula),
            (lambda e, c: "equation-number" in c, lambda _: None),
            (lambda e, c: "callout-header" in c, self.callout),
            (lambda e, c: e.get("role") == "tablist" or "nav-tabs" in c, self.tabs),
            (lambda e, c: "quarto-xref" in c, self.reference),
            (lambda e, c: "quarto-unresolved-ref" in c, self.unresolved),
            (lambda e, c: "citation" in c, self.citation),
            (lambda e, c: "value" in c and e.get("data-value") is not None, self.value),
            (lambda e, c: "footnote-ref" in c, self.note_mark),
            (lambda e, _: e.tag == "a" and bool(e.get("href")), self.link),
        )

    def read(self, element: Any) -> None:
        """An element: an item, or what stands inside it."""
        classes = (element.get("class") or "").split()
        for meets, tell in self.tellers:
            if meets(element, classes):
                item = tell(element)
                if item is not None:
                    self.passage.add(item)
                if element.tag == "table":
                    self.inside_cells(element)
                return
        if element.tag in ("ol", "ul") and "footnotes" not in self.around(element):
            self.passage.add(Item("list", element.tag, str(len(element.findall("li"))), self.list_detail(element)))
        elif element.tag in _EMPHASIS and not element.xpath("ancestor::a"):
            self.passage.items.append(Item("emphasis", element.tag, plain(element.text_content())))
        elif element.get("dir") or (element.get("lang") and element.tag in ("span", "div", "p")):
            name = f"{element.get('lang') or ''} {element.get('dir') or ''}".strip()
            self.passage.items.append(Item("language", name, plain(element.text_content())))
        self.read_inside(element)

    def read_inside(self, element: Any) -> None:
        """Words and children, in their order."""
        self.passage.say(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.read(child)
            self.passage.say(child.tail)

    def inside_cells(self, table: Any) -> None:
        """What the cells of a table cite, quote and refer to; their words are the table's own."""
        before = len(self.passage.words)
        for cell in table.xpath(".//th | .//td"):
            self.read_inside(cell)
        del self.passage.words[before:]

    def around(self, element: Any) -> str:
        parent = element.getparent()
        return (parent.get("class") or "") if parent is not None else ""

    def list_detail(self, element: Any) -> tuple[tuple[str, str], ...]:
        start = element.get("start")
        return (("start", start),) if start and start != "1" else ()

    def heading(self, element: Any) -> Item:
        number = element.xpath(".//*[contains(@class, 'header-section-number')]")
        said = plain(number[0].text_content()) if number else ""
        words = plain(element.text_content()).removeprefix(said).strip()
        return Item("heading", element.tag[1:], words, (("number", said), ("id", self.section(element))))

    def section(self, element: Any) -> str:
        parent = element.getparent()
        outer = parent.get("id") if parent is not None and parent.tag == "section" else None
        return str(element.get("id") or element.get("data-anchor-id") or outer or "")

    def caption(self, element: Any) -> Item | None:
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
        return Item("picture", self.label(element), plain(element.get("alt") or ""), (("digest", self.digest(element)),))

    def digest(self, element: Any) -> str:
        """The digest of a picture's bytes: names of files differ from renderer to renderer, pictures do not."""
        source = element.get("src") or ""
        parts = urlsplit(source)
        if parts.scheme:
            return hashlib.sha256(source.encode()).hexdigest()[:16] if parts.scheme == "data" else source
        file = self.path.parent / unquote(parts.path)
        return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else f"absent: {source}"

    def table(self, element: Any) -> Item:
        for caption in element.findall("caption"):
            words = plain(caption.text_content())
            if words:
                self.passage.add(Item("caption", self.label(element), words))
        rows = [[_cell(cell) for cell in row.xpath("./th | ./td")] for row in element.xpath(".//tr")]
        shown = "\n".join(" | ".join(cells) for cells in rows)
        heads = sum(1 for _ in element.xpath(".//thead//th | .//thead//td"))
        return Item("table", self.label(element), shown, (("header cells", str(heads)),))

    def code(self, element: Any) -> Item:
        return Item("code", self.label(element), element.text_content().strip("\n"))

    def formula(self, element: Any) -> Item:
        label = self.label(element)
        number = element.get("data-number") or ""
        if not number and label:
            beside = element.xpath("ancestor::*[@id=$id]//*[contains(@class, 'equation-number')]", id=label)
            number = plain(beside[0].text_content()).strip("()") if beside else ""
        return Item("formula", label, element.get("data-tex") or "", (("number", number),))

    def callout(self, element: Any) -> Item:
        box = next((e for e in element.iterancestors() if _CALLOUT.search(e.get("class") or "")), element)
        kind = _CALLOUT.search(box.get("class") or "")
        return Item("callout", box.get("id") or "", plain(element.text_content()), (("sort", kind[1] if kind else ""),))

    def tabs(self, element: Any) -> Item:
        return Item("tabs", "", " | ".join(plain(tab.text_content()) for tab in element.xpath(".//li")))

    def reference(self, element: Any) -> Item:
        return Item("cross-reference", self.target(element), plain(element.text_content()))

    def unresolved(self, element: Any) -> Item:
        return Item("cross-reference", "nowhere", plain(element.text_content()))

    def citation(self, element: Any) -> Item:
        keys = " ".join(sorted((element.get("data-cites") or "").split()))
        return Item("citation", keys, plain(element.text_content()))

    def value(self, element: Any) -> Item:
        return Item("value", element.get("data-value"), plain(element.text_content()))

    def note_mark(self, element: Any) -> Item:
        return Item("note", "", plain(element.text_content()))

    def link(self, element: Any) -> Item:
        return Item("link", self.target(element), plain(element.text_content()))

    def target(self, element: Any) -> str:
        """Where a link leads, counted from the top of the edition."""
        parts = urlsplit(element.get("href"))
        if parts.scheme or parts.netloc:
            return str(element.get("href"))
        here = PurePosixPath(self.passage.place)
        page = _normal(here.parent / unquote(parts.path)) if parts.path else here.as_posix()
        return f"{page}#{unquote(parts.fragment)}" if parts.fragment else page


def _cell(cell: Any) -> str:
    """A cell's words, with what it spans and whether it heads others."""
    spans = "".join(f"⟨{name} {cell.get(name)}⟩" for name in ("colspan", "rowspan") if cell.get(name) not in (None, "1"))
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

