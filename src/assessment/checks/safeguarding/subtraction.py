"""Counts of people from 1 to 10 that are not shown but follow: from totals, captions, versions, dates and values."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from assessment.checks.safeguarding.counts import PeopleCount, people_counts
from assessment.checks.safeguarding.numbers import counts_in, counts_people, read_number
from assessment.checks.safeguarding.passages import Place
from assessment.checks.safeguarding.rules import Numbers
from assessment.checks.safeguarding.sums import Counts, Sum, is_total, leaks, sums_of, value_of
from assessment.checks.safeguarding.tables import Table
from assessment.model import Finding, Value, finding

_HINT = "hide a second count of the same total as well, or leave out the total"
_TOTAL_SAID = re.compile(r"\b(?:total|in all|altogether|n)\b\s*(?:of|=|:|is|was)?\s*(\d[\d,]*)", re.IGNORECASE)
Placed = Sequence[tuple[Table, PeopleCount]]


def derivable_cells(tables: Iterable[Table], rules: Numbers) -> Iterator[Finding]:
    """Small counts that follow from what a table, its caption, or the versions of a dataset together show."""
    versions: dict[tuple[str, tuple[str, ...]], list[Table]] = defaultdict(list)
    totals: dict[str, set[Fraction]] = defaultdict(set)
    said: set[tuple[Place | str, str]] = set()
    for table in tables:
        counts = [(table, count) for count in people_counts(table, rules)]
        totals[table.place.path] |= set(_totals_shown(counts, rules))
        yield from _findings(counts, rules, said, totals[table.place.path])
        if table.place.dataset:
            versions[table.place.dataset, table.columns].append(table)
    for several in versions.values():
        if len(several) > 1:
            yield from _findings(_merged(several, rules), rules, said, set())


def _totals_shown(counts: Placed, rules: Numbers) -> Iterator[Fraction]:
    for _, count in counts:
        if count.number and any(is_total(label, rules) for label in count.labels.values()):
            yield count.number.value


def _merged(tables: Sequence[Table], rules: Numbers) -> Placed:
    """The counts of all versions of a dataset: what one hides, another may show."""
    known: dict[tuple[str, ...], tuple[Table, PeopleCount]] = {}
    for table in tables:
        for count in people_counts(table, rules):
            key = tuple(count.labels.values())
            if key not in known or count.number is not None:
                known[key] = (table, count)
    return list(known.values())


def _findings(
    placed: Placed, rules: Numbers, said: set[tuple[Place | str, str]], elsewhere: set[Fraction]
) -> Iterator[Finding]:
    counts = {at: count for at, (_, count) in enumerate(placed) if count.exact}
    sums = list(sums_of(counts, rules))
    found = [*leaks(counts, sums, rules.largest_hidden), *_added(counts, rules)]
    if counts and not sums:
        found += _beside_said_total(placed[0][0], counts, rules, elsewhere)
    for at, what in found:
        table, count = placed[at]
        key = (table.place.dataset or table.place, what)
        if key not in said:
            said.add(key)
            message = f"from 1 to {rules.largest_hidden} people follow by subtraction: {what}"
            yield table.finding("S712", message, _HINT, count.row, count.column)


def _beside_said_total(
    table: Table, counts: Counts, rules: Numbers, elsewhere: set[Fraction]
) -> Iterator[tuple[int, str]]:
    """Parts without a total of their own, where the caption says it or another table of the notebook shows it."""
    hidden = [at for at, count in counts.items() if count.number is None]
    totals = {Fraction(text.replace(",", "")) for text in _TOTAL_SAID.findall(table.around)}
    totals |= {count.value for count in counts_in(table.around, rules) if count.people}
    shown = sum(value_of(count) or Fraction(0) for count in counts.values())
    for total in totals | (elsewhere if hidden else set()):
        if len(counts) > 1 and 1 <= total - shown <= rules.largest_hidden:
            at = hidden[0] if hidden else next(iter(counts))
            yield at, counts[at].name if hidden else "what the total holds beside the parts shown"


def _added(counts: Counts, rules: Numbers) -> Iterator[tuple[int, str]]:
    """Small numbers of people added from one date to the next of a running total."""
    series: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for at, count in counts.items():
        when = " ".join(text for name, text in count.labels.items() if rules.labels.search(name))
        rest = tuple(text for name, text in count.labels.items() if not rules.labels.search(name))
        if count.number and rules.running.search(" ".join(rest)):
            series[rest].append((when, at))
    for dated in series.values():
        for (_, before), (_, after) in itertools.pairwise(sorted(dated)):
            added = (value_of(counts[after]) or 0) - (value_of(counts[before]) or 0)
            if 1 <= added <= rules.largest_hidden:
                yield after, f"added since the date before, {counts[after].name}"


def derivable_values(values: Iterable[Value], rules: Numbers) -> Iterator[Finding]:
    """Small counts that follow from published values: "club.members_all" beside "club.members_girls"."""
    counted = [value for value in values if counts_people(rules, value.unit)]
    stems: dict[str, dict[str, Value]] = defaultdict(dict)
    for value in counted:
        stem, _, last = value.id.rpartition("_")
        stems[stem][last] = value
        stems[value.id]["all"] = value
    for stem, parts in stems.items():
        counts = {
            at: PeopleCount(at, "", read_number(value.value, rules), {"": last})
            for at, (last, value) in enumerate(sorted(parts.items()))
        }
        listed = [value for _, value in sorted(parts.items())]
        for at, what in leaks(counts, list(_whole(counts, rules)), rules.largest_hidden):
            message = f"from 1 to {rules.largest_hidden} people follow by subtraction: {stem}, {what}"
            yield finding("S712", message, path=listed[at].notebook, cell=listed[at].cell, hint=_HINT)


def _whole(counts: Counts, rules: Numbers) -> Iterator[Sum]:
    for at, count in counts.items():
        parts = tuple(other for other in counts if other != at)
        if parts and is_total(count.labels[""], rules):
            yield Sum(at, parts)
