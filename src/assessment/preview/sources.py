"""From a place on a page back to where it is written: a line of a chapter, a cell of a notebook.

Conversions carry no positions, so that pages are the same with and without a preview. The words of a block
are looked for among the lines of its chapter instead, which one sentence a line makes sure of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessment.chapters.manuscript import Chapter
from assessment.chapters.source import ChapterSource, read_source
from assessment.model import Figure
from assessment.preview.reading import Reading

_WORD = re.compile(r"\w+")
_NOT_WORDS = re.compile(
    r"\{\{<.*?>\}\}|\]\([^)]*\)|\{[^}]*\}|@[\w:.-]+|<[^>]*>|^\s*#\|.*$"
)  # shortcodes, targets of links, attributes, references, tags, options
_LEAST_SHARE = 0.6
_AROUND = 60


@dataclass(frozen=True)
class Place:
    """Where something is written: a line, and in a notebook the cell; ``what`` says what stands there."""

    what: str
    path: str
    line: int | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Spot:
    """What was pressed on a page: the label and the value it belongs to, the text of its block, the offset in it."""

    label: str = ""
    value: str = ""
    text: str = ""
    offset: int = 0


def places_of(reading: Reading, page: str, spot: Spot) -> tuple[Place, ...]:
    """Where what was pressed is written, the nearest first; nothing where the page is none of the book's."""
    chapter = reading.pages.get(page)
    if chapter is None:
        return ()
    found = [*_of_value(reading, chapter, spot.value), *_of_label(reading, chapter, spot.label)]
    found += _of_text(reading, chapter, spot)
    return tuple(dict.fromkeys(found)) or (Place("chapter", chapter.path, 1),)


def _of_value(reading: Reading, chapter: Chapter, name: str) -> Iterator[Place]:
    value = next((value for value in reading.results.values if value.id == name), None)
    if value is not None:
        yield Place("value", value.notebook, _line_in(reading, value.notebook, f'{name}\\"', f"'{name}'"), value.cell)
        yield from _written(reading, chapter, "quoted", re.compile(rf"<\s*var\s+{re.escape(name)}\s*>"))


def _of_label(reading: Reading, chapter: Chapter, label: str) -> Iterator[Place]:
    if not label:
        return
    figure = _figure(reading, label)
    if figure is not None:
        line = _line_in(reading, figure.notebook, f"label: {label}\\n")
        yield Place("figure" if figure.kind == "figure" else "table", figure.notebook, line, figure.cell)
    yield from _written(reading, chapter, "placed", re.compile(rf"#{re.escape(label)}(?![\w-])"))


def _figure(reading: Reading, label: str) -> Figure | None:
    found = (figures[label] for figures in reading.results.figures.values() if label in figures)
    return next(found, None)


def _written(reading: Reading, chapter: Chapter, what: str, pattern: re.Pattern[str]) -> Iterator[Place]:
    for source in _sources(reading, chapter):
        for number, line in _lines(source):
            if pattern.search(line):
                yield Place(what, source.path, number)
                return


def _of_text(reading: Reading, chapter: Chapter, spot: Spot) -> Iterator[Place]:
    """The line that shares most with the words round the place pressed, among those whose words the block has."""
    block = Counter(_words(spot.text))
    near = Counter(_words(spot.text[max(0, spot.offset - _AROUND) : spot.offset + _AROUND])) or block
    best: tuple[float, Place] | None = None
    for source in _sources(reading, chapter):
        for number, line in _lines(source):
            words = Counter(_words(_NOT_WORDS.sub(" ", line)))
            shared = (words & block).total()
            if not shared or shared < _LEAST_SHARE * words.total():
                continue
            score = (words & near).total() + shared / (words.total() + block.total())
            if best is None or score > best[0]:
                best = (score, Place("text", source.path, number))
    if best is not None:
        yield best[1]


def _sources(reading: Reading, chapter: Chapter) -> Iterator[ChapterSource]:
    yield chapter.source
    for path in chapter.expansion.includes:
        try:
            yield read_source(reading.project.root, path)
        except OSError:
            continue  # deleted since


def _lines(source: ChapterSource) -> Iterable[tuple[int, str]]:
    return enumerate(source.lines, source.first_line)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _line_in(reading: Reading, path: str, *tokens: str) -> int | None:
    """The line of the notebook's file that holds one of the texts, as JSON writes them."""
    try:
        lines = (reading.project.root / path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return next((n for n, line in enumerate(lines, 1) if any(token in line for token in tokens)), None)
