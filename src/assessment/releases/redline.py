"""Prose before and now, sentence by sentence: what was added, withdrawn or reworded, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from assessment.reviews.difference import Piece, word_diff
from assessment.reviews.sentences import Sentence, printed

_ALIKE = 0.5
_SAYS_NOTHING = ("{{< embed", "{{< include", ":::")


@dataclass(frozen=True)
class Reworded:
    """A sentence that reads otherwise: where it stands (where it stood, if it is gone), and its pieces."""

    path: str
    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Prose:
    """The sentences of a book with the values that they quote."""

    sentences: tuple[Sentence, ...]
    variables: Mapping[str, Any]

    def of(self, path: str) -> list[Sentence]:
        """The sentences of one source; what only places a figure or opens a box says nothing."""
        return [one for one in self.sentences if one.path == path and not one.text.startswith(_SAYS_NOTHING)]

    def said(self, sentence: Sentence | None) -> str:
        """A sentence as readers find it."""
        return printed(sentence.text, self.variables) if sentence else ""


def redline(before: Prose, now: Prose) -> tuple[Reworded, ...]:
    """What differs as it is written: a number that moved inside a sentence is no change of the prose."""
    paths = dict.fromkeys(sentence.path for sentence in (*now.sentences, *before.sentences))
    found = []
    for path in paths:
        for old, new in _pairs(before.of(path), now.of(path)):
            at = new or old
            if at is not None:
                found.append(Reworded(at.path, at.line, word_diff("", before.said(old), now.said(new)).pieces))
    return tuple(found)


def _pairs(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[tuple[Sentence | None, Sentence | None]]:
    """Sentences that changed with what they were, in their order."""
    was, found = ([sentence.text for sentence in side] for side in (old, new))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, found, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone = list(old[i1:i2])
        for sentence in new[j1:j2]:
            former = _closest(sentence, gone)
            if former is not None:
                gone.remove(former)
            yield former, sentence
        yield from ((sentence, None) for sentence in gone)


def _closest(sentence: Sentence, gone: Sequence[Sentence]) -> Sentence | None:
    """The sentence most like another, where one is half like it."""
    likeness = [_likeness(other.text, sentence.text) for other in gone]
    best = max(likeness, default=0.0)
    return gone[likeness.index(best)] if best >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
