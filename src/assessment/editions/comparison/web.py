"""Read the meaning of a web page, whichever renderer made it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from assessment.editions.comparison.elements import Teller
from assessment.editions.comparison.meaning import Item, Passage, plain

_TAG = re.compile(r"\s*\\(?:qquad|tag)\s*[({]([\w.]+)[)}]\s*$")
_APPENDIX = re.compile(r"^(?:Appendix )?(\d+|[A-Z])(?: — | +)")
_EMPHASIS = {"em", "strong", "code", "sub", "sup", "del", "s"}
_SILENT_TAGS = ("script", "style", "template", "button", "nav", "svg", "link", "noscript", "form", "dialog")
_SILENT_CLASSES = (
    "stamp", "anchor", "anchorjs-link", "callout-icon-container", "callout-icon", "screen-reader-only",
    "visually-hidden", "code-copy-button", "code-copy-outer-scaffold-button", "quarto-title-meta",
    "footnote-back", "page-navigation", "quarto-unresolved-ref-mark",
)  # fmt: skip


PANELS = " (where numbers come from)"
_PANEL = "contains(concat(' ', @class, ' '), ' provenance ') or contains(concat(' ', @class, ' '), ' sources ')"


def read_page(folder: Path, path: Path) -> tuple[list[Passage], dict[str, str]]:
    """A page's passage, and that of its panels where it has any; and the sources it lists by key."""
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
    panels = _take_panels(main)
    _Reader(path, passage).read_inside(main)
    told = Passage(place + PANELS)
    for panel in panels:
        _Reader(path, Passage(place)).read_into(told, panel)
    return [passage, told] if panels else [passage], sources


def _take_panels(main: Any) -> list[Any]:
    """What `assessment` adds to a page, taken out of it: a page that Quarto made alone has none of it."""
    panels: list[Any] = main.xpath(f".//*[{_PANEL}][not(ancestor::*[{_PANEL}])]")
    for panel in panels:
        tail, before = panel.tail or "", panel.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            panel.getparent().text = (panel.getparent().text or "") + tail
        panel.tail = None
        panel.getparent().remove(panel)
    return panels


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

    def __init__(self, path: Path, passage: Passage) -> None:
        self.passage = passage
        self.teller = Teller(path, passage.place)

    def read(self, element: Any) -> None:
        """An element: an item, or what stands inside it."""
        kind = self.teller.kind(element)
        if kind is None:
            self.note(element)
            self.read_inside(element)
            return
        if kind == "table":
            for caption in element.findall("caption"):
                self.read(caption)
        item = self.teller.tell(kind, element)
        if item is not None:
            self.passage.add(item)
        if kind == "table":
            self.inside_cells(element)

    def read_into(self, passage: Passage, element: Any) -> None:
        """Read an element into another passage than the page's."""
        self.passage = passage
        self.read(element)

    def note(self, element: Any) -> None:
        """What an element adds to the words inside it: that they are a list, stressed, or in another language."""
        if element.tag in ("ol", "ul"):
            self.passage.add(Item("list", element.tag, str(len(element.findall("li")))))
        elif element.tag in _EMPHASIS:
            self.passage.items.append(Item("emphasis", element.tag, plain(element.text_content())))
        elif element.get("dir") or (element.get("lang") and element.tag in ("span", "div", "p")):
            name = f"{element.get('lang') or ''} {element.get('dir') or ''}".strip()
            self.passage.items.append(Item("language", name, plain(element.text_content())))

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
