"""Find the sentence of prose that holds something, and say it as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from assessment.chapters.manuscript import Label
from assessment.chapters.shortcodes import Surroundings, expand
from assessment.chapters.source import ChapterSource
from assessment.locales.words import words
from assessment.project.project import Project

_BLOCK = re.compile(r"^\s*(?:#|\||:::|[-*+]\s|\d+[.)]\s|>|\{\{<\s*(?:embed|include))")
_ALONE = re.compile(r"^\s*(?:#|\||:::|\{\{<\s*(?:embed|include))")
_END = re.compile(r"(?<=[.!?])(?:\[\^[^\]]*\]|[\"\u201d\u2019)\]])*\s+(?=[^a-z\s])")
_NOTE = re.compile(r"\[\^[^\[\]]*\]")
_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
_CITATION = re.compile(r"\s*\[[^\[\]]*(?<![\w])@[^\[\]]*\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)(?:\{[^{}]*\})?")
_REFERENCE = re.compile(r"(?<![\w])@([\w-]+)")
_LEADING = re.compile(r"^\s*(?:#+|[-*+]|\d+[.)]|>|\[\^[^\]]+\]:)\s+")
_EMPHASIS = re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)|`")
_SPACES = re.compile(r"[ \t\n]+")  # no-break spaces stay
_COMMENT = re.compile(r"<!--.*?-->")
_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}\s*$")
Finder = Callable[[str], Sequence[int]]
"""Where what is looked for begins in a text (markdown)."""


class Prose:
    """The sentences of a project's prose, with what they quote written out."""

    def __init__(self, project: Project, variables: Mapping[str, Any], labels: Mapping[str, Label]) -> None:
        self._project = project
        self._variables = variables
        self._labels = labels
        self._names = words(project.book.lang).names
        self._printed: dict[tuple[str, str], str] = {}

    def holding(self, source: ChapterSource, line: int, find: Finder) -> tuple[str, ...]:
        """The sentences, as printed, that hold something which ``find`` finds on ``line`` of a source."""
        found = _sentences(source.lines, line - source.first_line, find)
        return tuple(dict.fromkeys(self.printed(text, source) for text in found))

    def printed(self, markdown: str, source: ChapterSource) -> str:
        """Markdown as the text a reader sees: shortcodes written out, marks taken away, citations left out."""
        key = (source.path, markdown)
        if key not in self._printed:  # a sentence with several numbers is asked for with each
            self._printed[key] = self._as_printed(markdown, source)
        return self._printed[key]

    def _as_printed(self, markdown: str, source: ChapterSource) -> str:
        metadata = {**self._project.book.metadata, **source.header}
        around = Surroundings(self._project.root, source.path, self._variables, metadata, lambda *_: ("", None))
        text = _LEADING.sub("", _COMMENT.sub("", expand(markdown, 1, around).text))
        text = _LINK.sub(r"\1", _CITATION.sub("", _SPAN.sub(r"\1", _NOTE.sub("", text))))
        text = _REFERENCE.sub(self._named, _ATTRIBUTES.sub("", text))
        return _SPACES.sub(" ", _EMPHASIS.sub("", text)).strip()

    def _named(self, match: re.Match[str]) -> str:
        label = self._labels.get(match[1])
        if label is None or not label.number:
            return match[1] if match[1] in self._labels else match[0]
        kind = self._names.get(label.kind, "")
        return f"{kind} {label.number}".strip()


def _sentences(lines: list[str], at: int, find: Finder) -> Iterator[str]:
    """The sentences (markdown) of the paragraph around line ``at`` that hold something found to begin on it."""
    if not 0 <= at < len(lines):
        return
    first, last = _paragraph(lines, at)
    text = " ".join(line.strip() for line in lines[first : last + 1])
    begin = sum(len(line.strip()) + 1 for line in lines[first:at])
    end = begin + len(lines[at].strip())
    places = [place for place in find(text) if begin <= place < end]
    ends = [match.end() for match in _END.finditer(text)]
    for start, stop in pairwise([0, *ends, len(text)]):
        if any(start <= place < stop for place in places):
            yield text[start:stop].strip()


def _paragraph(lines: list[str], at: int) -> tuple[int, int]:
    """First and last line of the block of text around a line: a paragraph, a list's item, a heading, a table's row."""
    if _ALONE.match(lines[at]):
        return at, at
    first = last = at
    while first and lines[first - 1].strip() and not _BLOCK.match(lines[first]) and not _ALONE.match(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].strip() and not _BLOCK.match(lines[last + 1]):
        last += 1
    return first, last
