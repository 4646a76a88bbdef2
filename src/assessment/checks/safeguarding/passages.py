"""A stretch of published text and its place: what every check of words and sentences looks at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from assessment.model import Finding, finding

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*(?:\s+(?=[\"'(\[]*[^\W\da-z_])|[ \t]*\n)|\n\s*\n")


@dataclass(frozen=True)
class Place:
    """Where a text stands: its file, and the notebook's cell or the column of a table."""

    path: str
    cell: str | None = None
    column: str | None = None
    dataset: str = ""


@dataclass(frozen=True)
class Passage:
    """A plain text of one kind ("prose", "caption", …).

    ``starts`` gives the line of the file from each position on; ``computed`` are the spans that a notebook's
    value fills and ``names`` the names of these values, ``authored`` says that a person wrote the text as a sentence.
    """

    kind: str
    text: str
    place: Place
    starts: tuple[tuple[int, int], ...] = ()
    computed: tuple[tuple[int, int], ...] = ()
    authored: bool = True
    names: tuple[str, ...] = ()

    def line(self, position: int = 0) -> int | None:
        """The line of a position; none where the place has no lines."""
        at = bisect_right(self.starts, (position, 1 << 60)) - 1
        return self.starts[max(at, 0)][1] if self.starts else None

    def is_computed(self, position: int) -> bool:
        """Whether a notebook's value stands there."""
        return any(start <= position < end for start, end in self.computed)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Each sentence with its position."""
        start = 0
        for end in (*(match.end() for match in _SENTENCE_END.finditer(self.text)), len(self.text)):
            if self.text[start:end].strip():
                yield start, self.text[start:end]
            start = end

    def finding(self, code: str, message: str, hint: str, position: int = 0) -> Finding:
        """A finding at a position of this text."""
        place = self.place
        message = f"in the {self.kind}: {message}" if self.kind != "prose" else message
        line = self.line(position)
        return finding(code, message, path=place.path, line=line, hint=hint, cell=place.cell, column=place.column)


@dataclass(frozen=True)
class Mark:
    """A text that an author allowed with `[…]{.allow reason="…"}`."""

    text: str
    reason: str
    place: Place
    line: int | None


@dataclass(frozen=True)
class Link:
    """An address and where it stands."""

    address: str
    place: Place
    line: int | None


@dataclass
class Texts:
    """All that was read: passages, allow-marks, links."""

    passages: list[Passage] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def take(self, other: Texts) -> None:
        """Add what another reading found."""
        self.passages += other.passages
        self.marks += other.marks
        self.links += other.links
