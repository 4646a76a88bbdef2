"""Small cells: counts of people from 1 to 10 in any table, value, sentence or picture; tables that identify."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assessment.checks.safeguarding.counts import people_counts
from assessment.checks.safeguarding.numbers import counts_in, counts_people, read_number
from assessment.checks.safeguarding.passages import Passage
from assessment.checks.safeguarding.phrases import NUMBER_WORDS
from assessment.checks.safeguarding.rules import Numbers
from assessment.checks.safeguarding.tables import Table
from assessment.model import Finding, Value, finding

_HINT = "leave the count out, and hide a second one so that no difference gives it away; zero may be shown"
_OUT_OF = re.compile(
    rf"(?<![\w.,%-])(\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s+(?:out\s+)?of\s+(?:the\s+|these\s+|those\s+|all\s+)?$",
    re.IGNORECASE,
)
_ONE_IN = re.compile(r"\b(?:\d+|[a-z]+)\s+(?:in|out\s+of)\s+(?:every\s+)?$", re.IGNORECASE)
_UNPUBLISHED = {"code", "output"}  # repr of tables, which are looked at as tables
_OF_THEM = re.compile(r"\s*(?:of (?:them|these|those|whom|which)|were|was|are|had|have)\b", re.IGNORECASE)
_OF_WHOM = re.compile(
    r"\b(?:of whom|of which|of them|of these|including|of (?:the |these |those )?\d[\d,]*(?: [\w']+){1,6}),?\s+$",
    re.IGNORECASE,
)
_NEAR = 150  # characters between a whole and its part, in this sentence or the one before
_PLAIN_NUMBER = re.compile(r"(?<![\w.,%-])\d[\d,]*(?![\d.,]*(?:\d|\s*%|\s*per ?cent|-|\s+years?\b))")


def small_cells(tables: Iterable[Table], rules: Numbers) -> Iterator[Finding]:
    """Counts of people from 1 to 10 in tables, each with its row and column."""
    for table in tables:
        for count in people_counts(table, rules):
            if count.number and count.number.is_count_up_to(rules.largest_hidden):
                message = f"a count of people from 1 to {rules.largest_hidden} is shown: {count.name}"
                yield table.finding("S711", message, _HINT, count.row, count.column)


def small_values(values: Iterable[Value], rules: Numbers) -> Iterator[Finding]:
    """Published values that count from 1 to 10 people."""
    for value in values:
        number = read_number(value.value, rules)
        if counts_people(rules, value.unit) and number and number.is_count_up_to(rules.largest_hidden):
            message = f"the value {value.id!r} counts from 1 to {rules.largest_hidden} people"
            yield finding("S711", message, path=value.notebook, cell=value.cell, hint=_HINT)


def small_counts_in_sentences(passages: Iterable[Passage], rules: Numbers) -> Iterator[Finding]:
    """Small counts that are written as text, or follow from two numbers of one sentence."""
    for passage in passages:
        if passage.kind in _UNPUBLISHED:
            continue
        text = passage.text.replace("\n", " ") if passage.authored else passage.text
        for said, start in _small_counts(text, rules):
            message = f"“{said}” counts from 1 to {rules.largest_hidden} people"
            yield passage.finding("S711", message, _HINT, start)
        if passage.authored:
            yield from _differences(passage, rules)


def _small_counts(text: str, rules: Numbers) -> Iterator[tuple[str, int]]:
    """Small counts of people in a text: "four young children", "4 of 60 victims"; "one in three" is a rate."""
    for count in counts_in(text, rules):
        if not count.people:
            continue
        if 1 < count.value <= rules.largest_hidden and not _ONE_IN.search(text[: count.start]):
            yield text[count.start : count.end], count.start
        match = _OUT_OF.search(text[: count.start])
        if match and count.value > rules.largest_hidden:
            part = NUMBER_WORDS.get(match[1].casefold()) or int(match[1])
            if part <= rules.largest_hidden:
                yield text[match.start() : count.end], match.start()


def _differences(passage: Passage, rules: Numbers) -> Iterator[Finding]:
    """A part of a group beside the whole group, where the rest is small: "of 48 children, 45 …"."""
    text = passage.text.replace("\n", " ")
    people = [count for count in counts_in(text, rules) if count.people]
    for match in _PLAIN_NUMBER.finditer(text) if people else ():
        if not (_OF_THEM.match(text, match.end()) or _OF_WHOM.search(text[: match.start()])):
            continue
        part = int(match[0].replace(",", ""))
        for whole in people:
            is_near = match.start() - _NEAR <= whole.start < match.start()
            if is_near and 1 <= whole.value - part <= rules.largest_hidden:
                said = text[whole.start : whole.end]
                message = f"from 1 to {rules.largest_hidden} people follow by subtraction from “{said}”"
                yield passage.finding("S712", message, _HINT, match.start())


def identifying_tables(tables: Iterable[Table], rules: Numbers) -> Iterator[Finding]:
    """Tables that count people by every one of the identifying features at once, such as age, sex and place."""
    if not rules.identifying:
        return
    for table in tables:
        for count in people_counts(table, rules):
            words = " ; ".join([*count.labels, *count.labels.values()])
            if all(pattern.search(words) for pattern in rules.identifying):
                hint = "add up over one of them: each further feature makes a child easier to recognise"
                yield table.finding("S716", "people are counted by age, sex and place at once", hint, count.row)
                break
