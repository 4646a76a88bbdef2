"""Read what Quarto says on standard error: which line belongs to which chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_STEP = re.compile(r"^\[\s*(\d+)/(\d+)\] (.+)$")
TYPESETTING = re.compile(r"^\[typst\]: Compiling .*?\.\.\.")


class Position:
    """Where Quarto is, by the lines it has said so far: ``chapter`` is none where it is at the whole book."""

    def __init__(self) -> None:
        self.chapter: str | None = None
        self._last = False

    def hear(self, line: str) -> bool:
        """Take in one line; says whether it begins a chapter."""
        step = _STEP.match(line)
        if step:
            self.chapter, self._last = step[3], step[1] == step[2]
        elif TYPESETTING.match(line) or (self._last and not line):
            self.chapter = None
        return step is not None


def transcript(said: str) -> Iterator[tuple[str, str | None]]:
    """Each line without its colours, with the chapter it belongs to."""
    position = Position()
    for line in unadorned(said).split("\n"):
        position.hear(line)
        yield line, position.chapter


def unadorned(text: str) -> str:
    """A text without the codes that colour it, its lines ended alike: progress lines begin with a return."""
    return _ANSI.sub("", text).replace("\r", "\n")
