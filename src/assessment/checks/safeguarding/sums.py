"""Totals and their parts among labelled counts, as equations; and what the equations give away.

A hidden count is an unknown. Where the equations determine it, so can every reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.checks.safeguarding.counts import PeopleCount
from assessment.checks.safeguarding.rules import Numbers

_PART_OF = ("of which", "of whom", "of them", "thereof", "including")
Counts = Mapping[int, PeopleCount]


@dataclass(frozen=True)
class Sum:
    """Counts that add up to a total, each by its number."""

    total: int
    parts: tuple[int, ...]


def sums_of(counts: Counts, rules: Numbers) -> Iterator[Sum]:
    """Every total with its parts, along each label by which the counts differ."""
    labels = next((list(count.labels) for count in counts.values()), [])
    for label in labels:
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        kept = [other for other in labels if other != label and not _follows(counts, label, other, rules)]
        for at, count in counts.items():
            groups[tuple(count.labels.get(other, "") for other in kept)].append(at)
        for group in groups.values():
            names = {at: counts[at].labels.get(label, "").strip() for at in group}
            for found in _totals(names, counts, rules):
                yield from _plausible(found, counts, names, rules)


def _follows(counts: Counts, label: str, other: str, rules: Numbers) -> bool:
    """Whether a label such as "level" only repeats what another says: it marks totals, and hangs on the other."""
    seen: dict[str, set[str]] = defaultdict(set)
    for count in counts.values():
        seen[count.labels.get(label, "")].add(count.labels.get(other, ""))
    marks = any(is_total(name, rules) for names in seen.values() for name in names)
    return marks and all(len(names) == 1 for names in seen.values())


def is_total(name: str, rules: Numbers) -> bool:
    """Whether a label names a total."""
    return bool(rules.totals.fullmatch(name.strip()))


def _totals(names: Mapping[int, str], counts: Counts, rules: Numbers) -> Iterator[Sum]:
    """The totals of a group: by a name such as "all", or because the names of others go on from theirs."""
    marked = [at for at, name in names.items() if is_total(name, rules)]
    if not marked:
        rest = [at for at, name in names.items() if not name.casefold().lstrip("- ").startswith(_PART_OF)]
        marked = rest if len(rest) == 1 else []
    parts = tuple(at for at in names if at not in marked)
    if marked and parts:
        yield Sum(max(marked, key=lambda at: value_of(counts[at]) or Fraction(-1)), parts)
    for at, name in names.items():
        parts = tuple(other for other in names if other != at and _goes_on(names[other], name))
        if parts and at not in marked:
            yield Sum(at, parts)


def _goes_on(name: str, whole: str) -> bool:
    """Whether a name goes on from another, as "victims, girls" from "victims"."""
    return bool(whole) and name.startswith(whole) and name[len(whole) :].lstrip()[:1] in {",", ":", ";", "(", "-"}


def _plausible(found: Sum, counts: Counts, names: Mapping[int, str], rules: Numbers) -> Iterator[Sum]:
    """The sum itself; where the parts exceed the total they overlap, and each kind of part is a sum of its own."""
    total = value_of(counts[found.total])
    shown = sum((value_of(counts[at]) or Fraction(0)) for at in found.parts)
    if total is None or shown <= total:
        yield found
        return
    for pattern in rules.identifying:
        parts = tuple(at for at in found.parts if pattern.search(names[at]))
        if parts and len(parts) < len(found.parts):
            yield Sum(found.total, parts)


def leaks(counts: Counts, sums: Sequence[Sum], largest: int) -> Iterator[tuple[int, str]]:
    """What follows although it is not shown, if it counts from 1 to ``largest``: beside which count, and what it is."""
    for found in sums:
        total = value_of(counts[found.total])
        hidden = [at for at in found.parts if counts[at].number is None]
        if total is not None and len(hidden) != 1:
            rest = total - sum(value_of(counts[at]) or Fraction(0) for at in found.parts)
            if 1 <= rest <= largest:
                beside = " and ".join(counts[at].name for at in hidden)
                yield found.total, beside or f"what {counts[found.total].name} holds beside the parts shown"
    for at, value in solve(counts, sums).items():
        if 1 <= value <= largest and value.denominator == 1:
            yield at, counts[at].name


def solve(counts: Counts, sums: Sequence[Sum]) -> dict[int, Fraction]:
    """The hidden counts that the sums determine, by elimination."""
    unknown = sorted({at for s in sums for at in (s.total, *s.parts) if counts[at].number is None})
    rows = [_equation(s, counts, unknown) for s in sums]
    pivots = 0
    for column in range(len(unknown)):
        chosen = next((at for at in range(pivots, len(rows)) if rows[at][column]), None)
        if chosen is None:
            continue
        rows[pivots], rows[chosen] = rows[chosen], rows[pivots]
        rows[pivots] = [entry / rows[pivots][column] for entry in rows[pivots]]
        for at, row in enumerate(rows):
            if at != pivots and row[column]:
                rows[at] = [a - row[column] * b for a, b in zip(row, rows[pivots], strict=True)]
        pivots += 1
    single = (row for row in rows[:pivots] if sum(map(bool, row[:-1])) == 1)
    return {unknown[next(at for at, entry in enumerate(row) if entry)]: row[-1] for row in single}


def _equation(found: Sum, counts: Counts, unknown: Sequence[int]) -> list[Fraction]:
    """The hidden parts less a hidden total, and what they must come to."""
    known = sum((value_of(counts[at]) or Fraction(0)) for at in found.parts)
    signs = {**dict.fromkeys(found.parts, 1), found.total: -1}
    return [Fraction(signs.get(at, 0)) for at in unknown] + [(value_of(counts[found.total]) or Fraction(0)) - known]


def value_of(count: PeopleCount) -> Fraction | None:
    """The number of a count; none where it is hidden."""
    return count.number.value if count.number else None
