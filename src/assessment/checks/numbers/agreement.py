"""One quantity is printed in one way: "36.2 million" here and "36 million" there would seem to be two.

Two values are one quantity where they are equal to the last digit and speak of the same thing. A number that
is typed has no such identity: it is compared with what else is printed of the same unit, near the same years.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.checks.numbers.language import Language
from assessment.checks.numbers.printed import TYPED, VALUE, Printed
from assessment.checks.numbers.quantity import read_quantity
from assessment.checks.safeguarding.markdown import plain_text
from assessment.model import Finding, Value

CODE = "V413"
_HINT = "print the quantity in one way: quote the same value in both places"
_AFTER = re.compile(r"[\"')\]]*\s+(?:of (?:the |all |these |those )*)?([^\W\d_][\w'-]*)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT = re.compile(r"(?<=\d) ?([^\W\d_]+)$")
_NEAR = 80  # signs on either side in which a year says when
_TELLING = 4  # digits from which on equal amounts are no chance


@dataclass(frozen=True)
class _Printing:
    """A number as printed: how much, within what the exact amount may lie, and near which years."""

    number: Printed
    shown: str
    amount: Fraction
    within: Fraction
    years: frozenset[str]
    value: Value | None = None


class _Printings:
    """What was printed of one unit, in order of the amounts, so that only those close by are compared."""

    def __init__(self) -> None:
        self._amounts: list[float] = []
        self._printings: list[_Printing] = []
        self._known: set[tuple[str, frozenset[str], str]] = set()
        self._widest = 0.0

    def add(self, printing: _Printing) -> None:
        """Keep a printing, unless one like it is kept already."""
        key = (printing.shown, printing.years, printing.number.name)
        if key not in self._known:
            self._known.add(key)
            at = bisect_right(self._amounts, float(printing.amount))
            self._amounts.insert(at, float(printing.amount))
            self._printings.insert(at, printing)
            self._widest = max(self._widest, float(printing.within))

    def near(self, printing: _Printing) -> list[_Printing]:
        """Those whose amounts may be the same."""
        amount, within = float(printing.amount), max(float(printing.within), self._widest)
        slack = within + 1e-9 * abs(amount)
        return self._printings[bisect_left(self._amounts, amount - slack) : bisect_right(self._amounts, amount + slack)]


def disagreeing(numbers: Iterable[Printed], values: Mapping[str, Value], language: Language) -> Iterator[Finding]:
    """Numbers that print a quantity otherwise than it was printed first."""
    first: dict[str, _Printings] = defaultdict(_Printings)
    for number in numbers:
        read = _read(number, values, language)
        if read is None:
            continue
        unit, printing = read
        other = next((one for one in first[unit].near(printing) if _differ(one, printing)), None)
        if other is None:
            first[unit].add(printing)
        else:
            message = f"“{number.text}” is printed as “{other.number.text}” in {_where(other.number)}"
            yield number.passage.finding(CODE, message, _HINT, number.start)


def _read(number: Printed, values: Mapping[str, Value], language: Language) -> tuple[str, _Printing] | None:
    """A number with its unit; none where it is no quantity or says in words how much."""
    text = number.passage.text
    years = frozenset(_YEAR.findall(text[max(0, number.start - _NEAR) : number.end + _NEAR]))
    shown = plain_text(number.text).casefold()
    value = values.get(number.name) if number.origin == VALUE else None
    if value is not None:
        amount = Fraction(str(value.value)) / (100 if value.unit == "percent" else 1)
        return _unit(value.unit, number, language), _Printing(number, shown, amount, Fraction(0), years, value)
    quantity = read_quantity(shown, language) if number.origin == TYPED and re.search(r"\d", shown) else None
    if quantity is None or not quantity.amount:
        return None
    unit = _unit("percent" if quantity.share else _glued(shown, language), number, language)
    many, unit = language.convert.get(unit, (Fraction(1), unit))
    return unit, _Printing(number, shown, quantity.amount * many, quantity.within * many, years)


def _glued(shown: str, language: Language) -> str:
    glued = _UNIT.search(shown)
    return glued[1] if glued and glued[1] not in language.scales else ""


def _unit(unit: str, number: Printed, language: Language) -> str:
    """The unit, or the word for what is counted; a percentage is of something."""
    after = _AFTER.match(number.passage.text, number.end)
    word = after[1].casefold() if after else ""
    if unit == "percent":
        return f"percent of {word}"
    name = unit.casefold() or word
    return name if name in language.convert else name.removesuffix("s")


def _differ(one: _Printing, other: _Printing) -> bool:
    """Whether two printings are of one quantity and yet not alike."""
    if one.shown == other.shown:
        return False
    if one.value and other.value:
        return one.value.id != other.value.id and one.amount == other.amount and _of_one_thing(one.value, other.value)
    if one.years and other.years and not one.years & other.years:
        return False
    return abs(one.amount - other.amount) <= max(one.within, other.within)


def _of_one_thing(one: Value, other: Value) -> bool:
    digits = len(re.sub(r"\D", "", str(one.value)).strip("0"))
    return digits >= _TELLING or one.id.split(".")[0] == other.id.split(".")[0]


def _where(number: Printed) -> str:
    place, line = number.passage.place, number.passage.line(number.start)
    return f"{place.path}:{line}" if line else f"{place.path} [{place.cell}]"
