"""Where figures, tables and numbers stand in a page's markup, whichever renderer wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from html import unescape

# Quarto calls a figure or table of several parts a panel.
_SORT = r"quarto-(?:float|layout-panel)"
_FLOAT = re.compile(rf'<div\b(?=[^>]*\sclass="[^"]*\b{_SORT}\b)[^>]*\sid="((?:fig|tbl)-[^"]+)"[^>]*>')
_DIV = re.compile(r"<(/?)div\b[^>]*>")
_CAPTION = re.compile(r"<figcaption\b[^>]*>\s*(?:<[^>]+>\s*)*(?!\()([^<:]+?)\s*:")
_VALUE = re.compile(r'<span\b((?=[^>]*\sclass="[^"]*\bvalue\b)[^>]*\sdata-value="([^"]+)"[^>]*)>')
_ID = re.compile(r'\sid="')
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Float:
    """A figure or table of a page: its id, the number that its caption prints ("Figure 2.1"), where its markup ends."""

    id: str
    name: str
    end: int


def floats_in(markup: str) -> tuple[Float, ...]:
    """The labelled figures and tables of a page, in their order; parts of a figure belong to the whole."""
    return tuple(_floats(markup))


def _floats(markup: str) -> Iterator[Float]:
    end = 0
    for match in _FLOAT.finditer(markup):
        if match.start() < end:
            continue
        end = _closing(markup, match.start())
        caption = _CAPTION.search(markup, match.end(), end)
        name = _SPACES.sub(" ", unescape(caption[1])) if caption else match[1]
        yield Float(unescape(match[1]), name, end)


def _closing(markup: str, start: int) -> int:
    """Where the division that opens at ``start`` ends."""
    depth = 0
    for tag in _DIV.finditer(markup, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(markup)


def with_panels(markup: str, panel: Callable[[Float], str]) -> str:
    """The markup with something put under each float."""
    parts, last = [], 0
    for found in floats_in(markup):
        parts += [markup[last : found.end], panel(found)]
        last = found.end
    return "".join((*parts, markup[last:]))


def with_marked_values(markup: str, known: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The markup with an id on each known number, and their names in the order of the page, once each.

    The first place of a number gets the id `number-NAME`, to which the table at the end of the page leads back.
    """
    names: dict[str, None] = {}

    def mark(match: re.Match[str]) -> str:
        name = unescape(match[2])
        if name not in known or name in names or _ID.search(match[1]):
            return match[0]
        names[name] = None
        return f'<span id="number-{match[2]}"{match[1]}>'

    marked = _VALUE.sub(mark, markup)
    return marked, tuple(names)
