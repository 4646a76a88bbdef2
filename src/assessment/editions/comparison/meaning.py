"""What an edition says, apart from how it looks: items in the order in which they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

# Spaces of every kind are one space; what only helps a line to break is nothing.
_SPACES = re.compile(r"[\s\u00a0\u2002-\u200a\u202f]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True)
class Item:
    """One thing an edition says: a heading, caption, picture, table, cross-reference, citation, ….

    ``name`` tells it from others of its kind (a label, a target, keys); ``text`` is what a reader sees,
    ``detail`` what stands behind it: an alternative text, the digest of a picture, the cells of a table.
    """

    kind: str
    name: str
    text: str
    detail: tuple[tuple[str, str], ...] = ()

    def fields(self) -> Mapping[str, str]:
        """Everything to compare, by name."""
        return {"name": self.name, "text": self.text, **dict(self.detail)}


@dataclass
class Passage:
    """A page of the web edition or a chapter of the PDF: its items, and its words with a mark for each item."""

    place: str
    items: list[Item] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Take an item in; a mark among the words says where it stands."""
        self.items.append(item)
        self.words.append(f"⟦{item.kind}⟧")

    def say(self, text: str | None) -> None:
        """Take words in."""
        self.words += plain(text or "").split()


@dataclass(frozen=True)
class Meaning:
    """What a whole edition says: the pages, the chapters of the PDF, the sources by key."""

    pages: Mapping[str, Passage]
    printed: Mapping[str, Passage]
    sources: Mapping[str, str]
    renderer: str


def plain(text: str) -> str:
    """Text without what lines and pages change: kinds of spaces, and marks that only guide the line."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()
