"""A subject as it is, set beside what was last approved: numbers, then words, then code and inputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import Literal

from assessment.project.project import Project
from assessment.reviews.approved import Approved, read_approved
from assessment.reviews.changes import Change
from assessment.reviews.comparison import Comparison, compare_all
from assessment.reviews.sentences import Sentence
from assessment.reviews.states import Review, State, changed_parts

_WORD = re.compile(r"\s+|[^\s]+")
_QUEUE: tuple[State, ...] = ("lapsed", "look again", "re-read", "missing", "changes wanted", "current")
Piece = tuple[Literal["same", "added", "removed"], str]


@dataclass(frozen=True)
class Wording:
    """A text before and now, piece by piece; ``kind`` says which text."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(state != "same" for state, _ in self.pieces)


@dataclass(frozen=True)
class SentencePair:
    """A sentence that leans on the subject: where it stands, and how it changed."""

    path: str
    line: int
    wording: Wording


@dataclass(frozen=True)
class Difference:
    """What changed since the last approval; ``before`` is none where nothing was approved or it is not kept."""

    before: Approved | None
    changed: tuple[str, ...]
    tables: tuple[Comparison, ...]
    words: tuple[Wording, ...]
    sentences: tuple[SentencePair, ...]
    code: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change of the numbers, the most first."""
        found = (change for table in self.tables for change in table.changes)
        return tuple(sorted(found, key=lambda change: -change.weight))

    @property
    def amount(self) -> float:
        """How much the numbers changed."""
        return max((table.amount for table in self.tables), default=0.0)


def difference(project: Project, review: Review) -> Difference:
    """Compare a subject with what was last approved; with itself where that is not known."""
    subject, signed = review.subject, review.last_approved
    before = read_approved(project, signed)
    changed = changed_parts(signed.digests, subject.digests) if signed else ()
    if before is None:
        words = tuple(Wording(kind, (("same", text),)) for kind, text in subject.words)
        sentences = tuple(
            SentencePair(s.path, s.line, Wording("sentence", (("same", s.text),))) for s in subject.sentences
        )
        return Difference(None, changed, compare_all(subject.tables, subject.tables), words, sentences)
    return Difference(
        before,
        changed,
        compare_all(before.tables, subject.tables),
        tuple(_words(before.words, subject.words)),
        tuple(_sentences(before.sentences, subject.sentences)),
        tuple(_code(before.code, subject.code)),
        tuple(_inputs(dict(before.inputs), dict(subject.inputs or {}))),
    )


def queue(
    project: Project, items: Sequence[Review], tell: Callable[[Project, Review], Difference] = difference
) -> list[tuple[Review, Difference]]:
    """The reviews in the order in which they want a reviewer: the lapsed first, the most changed before the others."""
    told = [(item, tell(project, item)) for item in items]
    return sorted(told, key=lambda pair: (_QUEUE.index(pair[0].state), -pair[1].amount, pair[0].subject.id))


def word_diff(kind: str, before: str, now: str) -> Wording:
    """Two texts, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(now)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(old[i1:i2])))
        else:
            pieces += [("removed", "".join(old[i1:i2]))] if i2 > i1 else []
            pieces += [("added", "".join(new[j1:j2]))] if j2 > j1 else []
    return Wording(kind, tuple(pieces))


def _words(before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> Iterator[Wording]:
    """Each caption and description with its former self; those of one kind in their order."""
    for kind in dict.fromkeys(kind for kind, _ in (*now, *before)):
        old = [text for of, text in before if of == kind]
        new = [text for of, text in now if of == kind]
        for at in range(max(len(old), len(new))):
            yield word_diff(kind, old[at] if at < len(old) else "", new[at] if at < len(new) else "")


def _sentences(before: Sequence[Sentence], now: Sequence[Sentence]) -> Iterator[SentencePair]:
    """Sentences that stayed, those most like one that is gone beside it, and those that are gone."""
    gone = [item for item in before if item.text not in {other.text for other in now}]
    for item in now:
        former = None
        if item.text not in {other.text for other in before}:
            former = _closest(item, gone)
            if former is not None:
                gone.remove(former)
            wording = word_diff("sentence", former.text if former else "", item.text)
        else:
            wording = Wording("sentence", (("same", item.text),))
        yield SentencePair(item.path, item.line, wording)
    for item in gone:
        yield SentencePair(item.path, item.line, word_diff("sentence", item.text, ""))


def _closest(item: Sentence, candidates: Sequence[Sentence]) -> Sentence | None:
    likeness = [(SequenceMatcher(None, item.text, other.text).ratio(), at) for at, other in enumerate(candidates)]
    best = max(likeness, default=(0.0, 0))
    return candidates[best[1]] if best[0] > 0.5 else None  # noqa: PLR2004 - half alike is the same sentence


def _code(before: str, now: str) -> Iterator[str]:
    yield from unified_diff(before.splitlines(), now.splitlines(), "approved", "now", lineterm="", n=3)


def _inputs(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    """Which files the notebook read differ; nothing where it is not known what it reads now."""
    if not now or not before:
        return
    for path in sorted({*before, *now}):
        if before.get(path) != now.get(path):
            yield f"{path} ({'added' if path not in before else 'gone' if path not in now else 'changed'})"


def count_by_state(items: Sequence[Review]) -> list[tuple[State, int]]:
    """How many subjects are in each state, the most urgent first."""
    return [(state, count) for state in _QUEUE if (count := sum(item.state == state for item in items))]
