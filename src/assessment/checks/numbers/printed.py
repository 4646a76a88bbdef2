"""Every number of a text, and why it stands there: quoted from a value, of a kind that may be typed, or typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessment.checks.numbers.language import Language
from assessment.checks.safeguarding.passages import Passage

VALUE, TYPED, BOOK = "value", "typed", "rule of the book"
_PICTURES = {"caption", "alternative text"}
Span = tuple[int, int]


@dataclass(frozen=True)
class Printed:
    """A number in a text; ``origin`` is ``value``, ``typed``, or what it is when it may be typed ("year", "name")."""

    text: str
    passage: Passage
    start: int
    end: int
    origin: str
    name: str = ""


def numbers_in(
    passage: Passage, language: Language, may_be_typed: re.Pattern[str] | None = None
) -> tuple[Printed, ...]:
    """The numbers of a passage, in their order; ``may_be_typed`` are the book's own rules."""
    found = [*_quoted(passage), *_written(passage, language, may_be_typed)]
    return tuple(sorted(found, key=lambda number: number.start))


def _quoted(passage: Passage) -> Iterator[Printed]:
    for (start, end), name in zip(passage.computed, passage.names, strict=True):
        if passage.text[start:end].strip():
            yield Printed(passage.text[start:end], passage, start, end, VALUE, name)


def _written(passage: Passage, language: Language, book: re.Pattern[str] | None) -> Iterator[Printed]:
    text = passage.text
    spans = [(start, end) for start, end in _found(text, language) if not _touches(start, end, passage.computed)]
    standing = _standing(passage, language, book) if spans else []
    for start, end in spans:
        kind = TYPED if language.always.match(text, start) else _kind(start, standing)
        yield Printed(" ".join(text[start:end].split()), passage, start, end, kind)


def _found(text: str, language: Language) -> list[Span]:
    """Where numbers stand: of two that overlap the longer one."""
    patterns = (language.found, language.cardinals, language.digits)
    kept: list[Span] = []
    for start, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(text)):
        if not kept or kept[-1][1] <= start:
            kept.append((start, end))
        elif kept[-1][1] - kept[-1][0] < end - start:
            kept[-1] = (start, end)
    return kept


def _touches(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first < end and start < last for first, last in spans)


def _standing(passage: Passage, language: Language, book: re.Pattern[str] | None) -> list[tuple[Span, str]]:
    patterns = [*language.stands, *([(BOOK, book)] if book else [])]
    if passage.kind in _PICTURES:
        patterns.append(("part of the picture", language.stands_in_pictures))
    return [(match.span(), kind) for kind, pattern in patterns for match in pattern.finditer(passage.text)]


def _kind(start: int, standing: list[tuple[Span, str]]) -> str:
    return next((kind for (first, end), kind in standing if first <= start < end), TYPED)
