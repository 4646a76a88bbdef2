"""The sentences of the book that lean on a figure, a table or a value: what is read again when it changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.chapters.shortcodes import look_up, plain
from assessment.chapters.source import ChapterSource, prose_lines

_END = re.compile(r"(?<=[.!?])[\"\u201d\u2019')\]]*\s+(?=[\"\u201c\u2018'(\[@{]*[^\W\d_a-z]|\{\{<|@)")
_ALONE = re.compile(r"^\s*(\||:{3,}|#{1,6}\s|[-*+]\s|\d+[.)]\s|\{\{<\s*(?:embed|include)\b|>)")
_SHORTCODE = re.compile(r"\{\{<\s*(var|embed|meta)\s+([^\s>]+)[^>]*>\}\}")
_REFERENCE = re.compile(r"@((?:fig|tbl)-[\w-]*\w)")


@dataclass(frozen=True)
class Sentence:
    """A sentence as written, and where it begins."""

    path: str
    line: int
    text: str

    @property
    def cited(self) -> frozenset[str]:
        """The labels it refers to."""
        return frozenset(_REFERENCE.findall(self.text))

    @property
    def quoted(self) -> frozenset[str]:
        """The values it quotes."""
        return frozenset(name for kind, name in _SHORTCODE.findall(self.text) if kind == "var")


def sentences(sources: Iterable[ChapterSource]) -> tuple[Sentence, ...]:
    """Every sentence of the sources that refers to something computed."""
    return tuple(sentence for sentence in every_sentence(sources) if sentence.cited or sentence.quoted)


def every_sentence(sources: Iterable[ChapterSource]) -> tuple[Sentence, ...]:
    """Every sentence of the sources, headings and items of lists among them."""
    return tuple(sentence for source in sources for sentence in _of(source))


def printed(text: str, variables: Mapping[str, Any]) -> str:
    """A sentence as readers find it: values in place of their names, spaces made plain."""

    def value(match: re.Match[str]) -> str:
        found = look_up(variables, match[2]) if match[1] == "var" else None
        return match[0] if found is None or isinstance(found, (Mapping, list)) else plain(str(found))

    return " ".join(_SHORTCODE.sub(value, text).split())


def without_own_name(text: str, label: str) -> str:
    """A sentence that reads the same when the figure it cites is renamed."""
    return re.sub(rf"@{re.escape(label)}(-\d+)?(?![\w-])", r"@this\1", text)


def citing(everything: Iterable[Sentence], label: str) -> tuple[Sentence, ...]:
    """The sentences that refer to a label or to a numbered part of it."""
    own = re.compile(rf"{re.escape(label)}(?:-\d+)?")
    return _where(everything, lambda sentence: any(own.fullmatch(cited) for cited in sentence.cited))


def quoting(everything: Iterable[Sentence], values: frozenset[str]) -> tuple[Sentence, ...]:
    """The sentences that quote one of the values."""
    return _where(everything, lambda sentence: bool(sentence.quoted & values))


def _where(everything: Iterable[Sentence], leans: Callable[[Sentence], bool]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in everything if leans(sentence))


def _of(source: ChapterSource) -> Iterator[Sentence]:
    """Sentence by sentence; a heading, a row of a table and an item of a list begin anew."""
    gathered: list[str] = []
    begin = source.first_line
    for number, line in enumerate([*prose_lines(source.body), ""], source.first_line):
        if gathered and (not line.strip() or _ALONE.match(line)):
            yield from _split(source.path, begin, gathered)
            gathered = []
        if line.strip():
            begin = begin if gathered else number
            gathered.append(line)


def _split(path: str, first: int, lines: list[str]) -> Iterator[Sentence]:
    text, start = "\n".join(lines), 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        piece = text[start:end]
        if piece.strip():
            line = first + text.count("\n", 0, start) + (len(piece) - len(piece.lstrip("\n")))
            yield Sentence(path, line, " ".join(piece.split()))
        start = end
