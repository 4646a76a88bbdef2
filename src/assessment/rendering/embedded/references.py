"""Resolve the marks that cross-references leave in a converted chapter (see chapters/lua/references.lua)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from assessment.chapters.manuscript import Label, Manuscript

_MARK = re.compile("\ue000(.*?)\ue001(.*?)\ue001(.*?)\ue002", re.DOTALL)
_NBSP = "\N{NO-BREAK SPACE}"


def page_of(path: str) -> str:
    """The web page of a source file."""
    return str(PurePosixPath(path).with_suffix(".html"))


def link_between(here: str, there: str) -> str:
    """The address of one page as seen from another; names of files may hold any sign."""
    return quote(posixpath.relpath(there, posixpath.dirname(here) or "."))


def resolve_html(text: str, page: str, manuscript: Manuscript) -> str:
    """Put links with numbers where a page refers to figures, tables, sections and chapters."""

    def resolve(name: str, style: str, prefix: str) -> str:
        if style == "open":
            return f'<a href="{escape(_target(name, page))}">'
        if style == "close":
            return "</a>"
        label = manuscript.labels.get(name)
        if label is None:
            return f"<strong>?@{escape(name)}</strong>"
        text = _html_text(label, style, prefix, manuscript.names)
        return f'<a href="{escape(_address(label, page))}" class="quarto-xref">{text}</a>'

    return _resolved(text, resolve)


def resolve_typst(text: str, manuscript: Manuscript) -> str:
    """Put Typst references, in Quarto's form, where a chapter refers to something; Typst writes the numbers.

    A semicolon ends each call: without it Typst would take what follows ("(", "[", ".", ";") for a part of it.
    """

    def resolve(name: str, style: str, prefix: str) -> str:
        if style in ("open", "close"):
            target = _typst_target(name, manuscript)
            return (f"#link(<{target}>)[" if style == "open" else "];") if target else ""
        label = manuscript.labels.get(name)
        if label is None:
            return f'#strong[#"?@{name}"];'
        if label.kind in ("sec", "chapter", "appendix") and not label.number:
            return f'#link(<{name}>)[#"{_escaped(prefix or label.title)}"];'
        word = prefix if style == "prefix" else "" if style == "number" else manuscript.names[label.kind]
        supplement = f'#"{_escaped(word)}"' if style == "prefix" else word
        return f"#ref(<{name}>, supplement: [{supplement}]);"

    return _resolved(text, resolve)


def _resolved(text: str, resolve: Callable[[str, str, str], str]) -> str:
    return _MARK.sub(lambda match: resolve(match[1], match[2], match[3]), text)


def _html_text(label: Label, style: str, prefix: str, names: Mapping[str, str]) -> str:
    if label.kind in ("sec", "chapter", "appendix") and not label.number:
        return f"<span>{escape(prefix or label.title)}</span>"
    number = f"<span>{escape(label.number)}</span>"
    if style == "number":
        return number
    word = prefix if style == "prefix" else names[label.kind]
    if label.kind in ("chapter", "appendix") and style == "full":
        return f"<span>{word}{_NBSP}{escape(label.number)}</span>"
    return f"{escape(word)}{_NBSP}{number}"


def _address(label: Label, page: str) -> str:
    there = page_of(label.chapter)
    if there == page:
        return f"#{label.id}"
    address = link_between(page, there)
    return address if label.kind in ("chapter", "appendix") else f"{address}#{label.id}"


def _target(written: str, page: str) -> str:
    """A link to a source file, as a link to its page; a fragment of this page stays, "/" is the project's folder."""
    path, _, fragment = written.partition("#")
    address = link_between(page, page_of(path[1:])) if path.startswith("/") else page_of(path) if path else ""
    return f"{address}#{fragment}" if fragment else address


def _typst_target(written: str, manuscript: Manuscript) -> str:
    """The label a link leads to: its fragment, else the first heading of the chapter; empty where there is none."""
    path, _, fragment = written.partition("#")
    if fragment.startswith("ref-"):
        return fragment if manuscript.lists_sources else ""
    if fragment:
        return fragment if fragment in manuscript.labels else ""
    name = posixpath.basename(path)
    for chapter in manuscript.chapters:
        headings = chapter.conversion.index["headings"]
        if posixpath.basename(chapter.path) == name and headings:
            return str(headings[0]["id"])
    return ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
