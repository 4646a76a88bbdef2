"""Which published value says what was typed: the repair that a finding proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

from assessment.checks.numbers.language import Language
from assessment.checks.numbers.printed import Printed
from assessment.checks.numbers.quantity import Quantity, read_quantity
from assessment.checks.safeguarding.markdown import plain_text
from assessment.model import Value

PERCENT = "percent"
_AT_MOST = 3
_COMMON = 12  # so small a number is equal to many by chance: a word of the sentence must agree as well
_WORD = re.compile(r"[^\W\d_]{4,}")


def propose(number: Printed, values: Iterable[Value], language: Language) -> str:
    """What to write in place of a typed number."""
    found = matching(number, values, language)
    if not found:
        return "publish it in a notebook and quote it with {{< var … >}}"
    return "quote the value instead: " + " or ".join(f"{{{{< var {value.id} >}}}} ({value.text})" for value in found)


def matching(number: Printed, values: Iterable[Value], language: Language) -> list[Value]:
    """The published values that say this number, the likeliest first."""
    quantity = read_quantity(number.text, language)
    if quantity is None:
        return []
    context = _words(number.passage.text[max(0, number.start - 200) : number.end + 200])
    ranked = []
    for value in values:
        if quantity.may_be(*_exact(value)) or quantity.may_be(*_shown(value.text, value.unit, language)):
            shared = len(context & _words(f"{value.id} {value.unit} {value.base}"))
            same = f"{plain_text(value.text)} ".casefold().startswith(f"{number.text} ".casefold())
            if shared or (same and not _is_common(quantity)):
                ranked.append((-shared, not same, value.id, value))
    return [value for *_, value in sorted(ranked)[:_AT_MOST]]


@cache
def _exact(value: Value) -> tuple[Fraction, bool]:
    share = value.unit == PERCENT
    return Fraction(str(value.value)) / (100 if share else 1), share


@cache
def _shown(text: str, unit: str, language: Language) -> tuple[Fraction, bool]:
    """What a value prints, which may be rounded."""
    shown = read_quantity(plain_text(text), language)
    return (shown.amount, shown.share) if shown else (Fraction(-1), unit == PERCENT)


def _is_common(quantity: Quantity) -> bool:
    return not quantity.share and quantity.amount <= _COMMON


def _words(text: str) -> set[str]:
    """The words of a text, by their first letters, so that "report" and "reports" are one."""
    return {word.casefold()[:6] for word in _WORD.findall(text.replace("_", " "))}
