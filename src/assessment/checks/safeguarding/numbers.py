"""Numbers as tables and sentences print them, and what they count."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.checks.safeguarding.markdown import plain_text
from assessment.checks.safeguarding.phrases import NUMBER_WORDS
from assessment.checks.safeguarding.rules import Numbers

_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DIGITS = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PRINTED = re.compile(
    rf"^(?P<before>[^\d%]*?)(?P<sign>-?)(?P<number>{_DIGITS})\s*(?P<scale>thousand|million|billion)?\s*"
    r"(?P<percent>%|per ?cent\b)?(?P<after>(?!\w).*)$",
    re.DOTALL | re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?<![\w.,%-])(?P<number>{_DIGITS}|{'|'.join(NUMBER_WORDS)})(?!\s*(?:%|per ?cent|-))"
    r"(?:[^\S\n]+(?P<scale>thousand|million|billion))?\)?(?=(?P<after>(?:[^\S\n]+[\w'-]+){0,4}))",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"^\s+of\s+(?:the|these|those|all|our|their|its)\b")
_BETWEEN = re.compile(r"^(?:of|to|in|for|and|or|from|with|by|at|on|that|who|which|times|years?|months?|weeks?|days?)$")


@dataclass(frozen=True)
class Number:
    """A printed number: its value, whether it is a percentage, stands in brackets, or is inexact ("about 5")."""

    value: Fraction
    percent: bool = False
    bracketed: bool = False
    exact: bool = True

    def is_count_up_to(self, largest: int) -> bool:
        """Whether it is a whole number from 1 to ``largest``."""
        return not self.percent and self.value.denominator == 1 and 1 <= self.value <= largest


def read_number(cell: Any, rules: Numbers) -> Number | None:
    """The number a cell of a table begins with, after words such as "about"; none where it holds other text."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return Number(Fraction(str(cell))) if math.isfinite(cell) else None
    match = _PRINTED.match(plain_text(str(cell)).strip())
    if not match:
        return None
    before = match["before"].strip(" (*~").casefold()
    if before and not rules.inexact.fullmatch(before):
        return None
    value = _value(match["number"], match["scale"]) * (-1 if match["sign"] else 1)
    bracketed = "(" in match["before"] and ")" in match["after"]
    return Number(value, bool(match["percent"]), bracketed, not before)


def is_hidden(cell: Any, rules: Numbers) -> bool:
    """Whether a cell was left empty or is marked as hidden."""
    return cell is None or plain_text(str(cell)).strip().casefold() in ("", "nan", "<na>", *rules.hidden)


@dataclass(frozen=True)
class Count:
    """A number in a sentence and the word it counts: ``people`` says which kind that is."""

    value: Fraction
    people: bool
    survey: bool
    start: int
    end: int


def counts_in(text: str, rules: Numbers) -> Iterator[Count]:
    """Every number of a text that stands before a word for what it counts: "the 38 children", "32 responding"."""
    for match in _COUNT.finditer(text):
        word = _counted(match["after"], rules)
        if word:
            people, survey, length = word
            value = _value(match["number"], match["scale"])
            yield Count(value, people, survey, match.start(), match.start("after") + length)


def _counted(after: str, rules: Numbers) -> tuple[bool, bool, int] | None:
    words = list(re.finditer(r"[\w'-]+", _OF_THE.sub(lambda match: " " * len(match[0]), after)))
    for word in words[:3]:
        kinds = [bool(pattern.fullmatch(word[0])) for pattern in (rules.people, rules.survey, rules.others)]
        if any(kinds):
            return kinds[0], kinds[1], word.end()
        if _BETWEEN.match(word[0].casefold()):
            return None
    return None


def counts_people(rules: Numbers, *texts: str) -> bool:
    """Whether a number counts people: the first text with a word for what is counted decides, by its first one."""
    for text in map(plain_text, texts):
        people, others = rules.people.search(text), rules.others.search(text)
        if people or others:
            return people is not None and (others is None or people.start() < others.start())
    return False


def _value(digits: str, scale: str | None) -> Fraction:
    word = NUMBER_WORDS.get(digits.casefold())
    number = Fraction(word) if word else Fraction(re.sub(r"[, ]", "", digits))
    return number * _SCALES.get((scale or "").casefold(), 1)
