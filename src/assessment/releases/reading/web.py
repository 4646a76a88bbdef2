"""The text of a web page in the order in which it is read, put as the PDF puts it, with what is mentioned where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessment.locales.words import words

_SILENT_TAGS = {"script", "style", "template", "button", "svg", "math"}
_SILENT = (
    "@id='title-block-header' or @role='tablist' or @role='doc-backlink' or @id='sources'"
    " or contains(translate(@style, ' ', ''), 'display:none')"
)
_SILENT_CLASSES = (
    "home-title", "footnotes", "equation", "anchor", "facts", "show-sources",
    "stamp", "callout-icon-container", "footnote-back", "screen-reader-only",
)  # fmt: skip
_APPENDIX = re.compile(r"^(\w+\s[A-Z]) — ")  # Quarto's headings and references; the PDF has no dash, and no title here
_BY_TITLE = re.compile(r"^(\d+)\u00a0 \S")
_MAIN = "//*[@id='quarto-document-content'] | //body[not(.//*[@id='quarto-document-content'])]"
_QUOTES = str.maketrans(dict.fromkeys('\u2018\u2019\u201a\u201c\u201d\u201e"', "'"))
# White space, joiners and hyphens of every kind; U+0002 and U+FFFE are how PDFium writes a hyphen at a line's end.
_UNSEEN = re.compile(r"[\s\x02\u00ad\u200b\u2010\u2011\u2060\ufeff\ufffe-]+")


def squeezed(text: str) -> str:
    """A text without what lines and pages change: spaces, hyphens, the form of a letter or quotation mark."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)


@dataclass(frozen=True)
class Mention:
    """Something that both editions must say: a value, citation, cross-reference, caption, origin and the like."""

    kind: str
    text: str


@dataclass
class PageText:
    """A page's heading as the PDF prints it, its squeezed text, and the mentions in it in their order.

    ``chapter`` is the word for one in the language of the page, which may run from right to left.
    """

    heading: str
    chapter: str = "Chapter"
    right_to_left: bool = False
    text: str = ""
    mentions: list[Mention] = field(default_factory=list)


def read_page(path: Path) -> PageText:
    """Read the chapter of a page; its own list of sources is left out unless it is the book's."""
    from lxml import html

    tree = html.parse(str(path), html.HTMLParser(encoding="utf-8"))
    (main,) = tree.xpath(_MAIN)
    said = words(tree.getroot().get("lang") or "en")
    chapter = said.names["chapter"]
    for own_list in main.xpath(".//section[@id='references']"):
        own_list.drop_tree()
    page = PageText(_heading(main, chapter, home=path.name == "index.html"), chapter, said.right_to_left)
    _read(main, page, main)
    return page


def missing(mentions: Iterable[Mention], text: str) -> list[Mention]:
    """The mentions that a squeezed text does not hold in their order."""
    absent, place = [], 0
    for mention in mentions:
        found = text.find(squeezed(mention.text), place)
        if found < 0:
            absent.append(mention)
        else:
            place = found + len(squeezed(mention.text))
    return absent


def _heading(main: Any, chapter: str, *, home: bool) -> str:
    """The chapter's own heading: on the home page the title block is the book's, on others it may be the chapter's."""
    chapters = [h for h in main.xpath(".//h1") if not h.xpath("ancestor::*[@id='title-block-header']")]
    titles = main.xpath(".//h2[contains(@class, 'home-title')]") or (chapters if home else []) or main.xpath(".//h1")
    if not titles:
        return ""
    if titles[0] in chapters and home:
        titles[0].drop_tree()
    number = "".join(titles[0].xpath(".//span[@class='chapter-number']//text()")).strip()
    title = _APPENDIX.sub(r"\1 ", " ".join("".join(titles[0].itertext()).split()))
    return f"{chapter} {title}" if number.isdigit() else title


def _read(element: Any, page: PageText, main: Any) -> None:
    if not isinstance(element.tag, str) or element.tag in _SILENT_TAGS or element.xpath(f"self::*[{_SILENT}]"):
        return
    classes = element.get("class", "").split()
    if set(classes) & set(_SILENT_CLASSES):
        return
    if "footnote-ref" in classes:
        _read_inside(main.get_element_by_id(element.get("href")[1:]), page, main)
        return
    start = len(page.text)
    if "quarto-xref" in classes and (label := _label(element.text_content(), page.chapter)):
        _say(page, label)
    else:
        _say(page, _spoken(element, main))
        _read_inside(element, page, main)
    if kind := _kind(element, classes):
        page.mentions.append(Mention(kind, page.text[start:]))


def _label(reference: str, chapter: str) -> str:
    """What the PDF has where Quarto's pages refer to a chapter or an appendix by its title; else empty."""
    if found := _APPENDIX.match(reference):
        return found[1]
    found = _BY_TITLE.match(reference)
    return f"{chapter} {found[1]}" if found else ""


def _spoken(element: Any, main: Any) -> str:
    """What an element says beside its own words: a picture its description, a panel the title on its tab."""
    if element.tag == "img":
        return element.get("alt") or ""
    if element.get("role") != "tabpanel":
        return ""
    tabs = main.xpath(".//*[@role='tab'][@id=$tab]", tab=element.get("aria-labelledby", ""))
    return element.get("data-title") or "".join(tab.text_content() for tab in tabs)


def _read_inside(element: Any, page: PageText, main: Any) -> None:
    """Words and children in their order; a caption comes before its figure, as it does in the PDF's tags."""
    _say(page, element.text)
    children = list(element)
    captions = [child for child in children if element.tag == "figure" and child.tag == "figcaption"]
    for child in captions:
        _read(child, page, main)
    for child in children:
        if child not in captions:
            _read(child, page, main)
        _say(page, child.tail)


def _say(page: PageText, words: str | None) -> None:
    page.text += squeezed(words or "")


def _kind(element: Any, classes: list[str]) -> str | None:
    if element.tag == "img":
        return "alternative text"
    if element.tag == "figcaption":
        return "caption"
    if element.tag == "summary" and "provenance" in element.getparent().get("class", "").split():
        return "origin"
    kinds = {"value": "value", "citation": "citation", "quarto-xref": "cross-reference", "csl-entry": "source"}
    return next((kinds[name] for name in classes if name in kinds), None)
