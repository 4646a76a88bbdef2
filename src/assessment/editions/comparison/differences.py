"""Set two editions side by side; every difference is named, and explained where its reason is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from assessment.editions.comparison.known import Known
from assessment.editions.comparison.meaning import Item, Meaning, Passage

_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"⟦|[^.⟦⟧]+[.⟧]?|[.⟧]")
_AROUND = 40
_LONG = 6000
_SHOWN = 300
_CHANCE = 8


@dataclass(frozen=True)
class Difference:
    """One thing that two editions say differently. ``reason`` is empty where nobody has explained it."""

    what: str
    where: str
    first: str
    second: str
    reason: str = ""


@dataclass(frozen=True)
class Comparison:
    """Every difference, and how many things of each kind were compared."""

    differences: tuple[Difference, ...]
    compared: Mapping[str, int]

    @property
    def unexplained(self) -> tuple[Difference, ...]:
        """The differences without a reason."""
        return tuple(each for each in self.differences if not each.reason)


def compare(first: Meaning, second: Meaning, known: Sequence[Known]) -> Comparison:
    """Compare two editions page by page, chapter by chapter, source by source."""
    found = [
        *_passages("html", first.pages, second.pages),
        *_passages("pdf", first.printed, second.printed),
        *_sources(first.sources, second.sources),
    ]
    passages = [*first.pages.values(), *first.printed.values()]
    compared = Counter(item.kind for passage in passages for item in passage.items)
    compared["page"], compared["chapter of the PDF"] = len(first.pages), len(first.printed)
    compared["source"] = len(first.sources)
    compared["word"] = sum(len(passage.words) for passage in first.pages.values())
    explained = [_explained(each, known, (first.renderer, second.renderer)) for each in found]
    return Comparison(tuple(explained), {kind: compared[kind] for kind in sorted(compared) if compared[kind]})


def _explained(difference: Difference, known: Sequence[Known], renderers: tuple[str, str]) -> Difference:
    """The difference with its reason, where it is known; rules speak of one renderer beside the other."""
    if set(renderers) != {"embedded", "quarto"}:
        return difference
    said = (difference.first, difference.second)
    embedded, quarto = said if renderers[0] == "embedded" else said[::-1]
    for rule in known:
        if rule.explains(difference.what, difference.where, embedded, quarto):
            return replace(difference, reason=rule.reason)
    return difference


def _passages(edition: str, first: Mapping[str, Passage], second: Mapping[str, Passage]) -> Iterator[Difference]:
    """Pages by their place; an edition that one side lacks altogether is one difference."""
    if bool(first) != bool(second):
        yield Difference(f"{edition} edition", edition, "present" if first else "", "present" if second else "")
        return
    for place in dict.fromkeys([*first, *second]):
        where = f"{edition}: {place}"
        if place not in first or place not in second:
            yield Difference("passage", where, place if place in first else "", place if place in second else "")
            continue
        yield from _items(where, first[place].items, second[place].items)
        if edition == "html":
            yield from _words(where, first[place].words, second[place].words)
        else:
            yield from _letters(where, "".join(first[place].words), "".join(second[place].words))
    if [place for place in first if place in second] != [place for place in second if place in first]:
        yield Difference("order", edition, " > ".join(first), " > ".join(second))


def _items(where: str, first: Sequence[Item], second: Sequence[Item]) -> Iterator[Difference]:
    for kind in dict.fromkeys(item.kind for item in (*first, *second)):
        one = [item for item in first if item.kind == kind]
        other = [item for item in second if item.kind == kind]
        for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            if tag != "equal":
                yield from _pairs(kind, where, one[a:b], other[c:d])


def _pairs(kind: str, where: str, one: Sequence[Item], other: Sequence[Item]) -> Iterator[Difference]:
    """Items between two that agree: paired in their order, each pair's fields told apart."""
    for place in range(max(len(one), len(other))):
        left = one[place] if place < len(one) else None
        right = other[place] if place < len(other) else None
        if left is None or right is None:
            yield Difference(kind, where, _told(left), _told(right))
            continue
        fields = {**left.fields(), **right.fields()}
        for name in fields:
            before, after = left.fields().get(name, ""), right.fields().get(name, "")
            if before != after:
                what = kind if name == "text" else f"{kind} {name}"
                label = f" ({left.name or left.text[:_AROUND]})" if name != "name" else ""
                yield Difference(what, where + label, *_apart(before, after))


def _told(item: Item | None) -> str:
    if item is None:
        return ""
    return f"{item.name}: {item.text}"[:_SHOWN] if item.name else (item.text[:_SHOWN] or "(empty)")


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two long texts, cut to where they part."""
    if max(len(before), len(after)) <= _SHOWN:
        return before, after
    place = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    cut = slice(max(0, place - _AROUND), place + _SHOWN - _AROUND)
    return before[cut], after[cut]


def _parting(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _words(where: str, first: Sequence[str], second: Sequence[str]) -> Iterator[Difference]:
    """Words and the order of items among them."""
    if first == second:
        return
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            one, other = " ".join(first[a:b]), " ".join(second[c:d])
            before = " ".join(first[max(0, a - 4) : a])
            what = "number" if _DIGIT.search(one + other) else "order" if "⟦" in one + other else "words"
            yield Difference(what, f"{where} (after “{before}”)" if before else where, one, other)


def _letters(where: str, first: str, second: str) -> Iterator[Difference]:
    """Text without spaces: trimmed to where it differs first and last, and told apart there."""
    if first == second:
        return
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    rest_one, rest_other = first[start:], second[start:]
    end = _parting(rest_one[::-1], rest_other[::-1])
    one, other = rest_one[: len(rest_one) - end], rest_other[: len(rest_other) - end]
    parts = _joined(_opcodes(one, other))
    for a, b, c, d in parts:
        before = first[max(0, start + a - _AROUND) : start + a]
        what = "number" if _DIGIT.search(one[a:b] + other[c:d]) else "words"
        yield Difference(what, f"{where} (after “{before}”)", one[a:b][:_SHOWN], other[c:d][:_SHOWN])


def _opcodes(one: str, other: str) -> Sequence[tuple[str, int, int, int, int]]:
    """How one text becomes the other: letter by letter, long ones sentence by sentence."""
    if max(len(one), len(other)) <= _LONG:
        return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    before, after = _SENTENCE.findall(one), _SENTENCE.findall(other)
    left, right = _starts(before), _starts(after)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(tag, left[a], left[b], right[c], right[d]) for tag, a, b, c, d in codes]


def _starts(parts: Sequence[str]) -> list[int]:
    """Where each part begins in the whole, and where the last one ends."""
    return [0, *accumulate(map(len, parts))]


def _joined(codes: Sequence[tuple[str, int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The places where two texts differ; a few letters alike between two of them are chance."""
    parts: list[tuple[int, int, int, int]] = []
    for tag, a, b, c, d in codes:
        if tag == "equal":
            continue
        if parts and a - parts[-1][1] < _CHANCE:
            parts[-1] = (parts[-1][0], b, parts[-1][2], d)
        else:
            parts.append((a, b, c, d))
    return parts


def _sources(first: Mapping[str, str], second: Mapping[str, str]) -> Iterator[Difference]:
    for key in sorted({*first, *second}):
        if first.get(key) != second.get(key):
            yield Difference("source", f"sources: {key}", first.get(key, ""), second.get(key, ""))
