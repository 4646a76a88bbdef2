"""How a published number is printed in prose: in English as notebooks print it, in other languages as Babel knows."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_SCALES = {"": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_NO_BREAK = "\N{NO-BREAK SPACE}"


def printed(value: float, unit: str, *, digits: int = 0, scale: str = "") -> str:
    """The number as text: ``36.2 million``, ``77%``, ``16,987,361``.

    Percentages carry their sign; every other unit is a word of the sentence and is left to it.

    Raises:
        ValueError: the number is not finite, or the scale is not a known word.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be published: it is not a finite number")
    if scale not in _SCALES:
        raise ValueError(f"scale {scale!r} is not one of: {', '.join(filter(None, _SCALES))}")
    text = f"{_rounded(Decimal(str(value)) / _SCALES[scale], digits):,f}".replace("-", "\N{MINUS SIGN}")
    if scale:
        return f"{text}{_NO_BREAK}{scale}"
    return f"{text}%" if unit == "percent" else text


def printed_in(language: str, value: float, unit: str, *, digits: int = 0, scale: str = "") -> str:
    """The number as text in another language, by its locale: ``36,2 Millionen``, ``77 %``, ``16.987.361``.

    Raises:
        ValueError: as :func:`printed`, or nothing is known of the language.
    """
    from babel import Locale, UnknownLocaleError
    from babel.numbers import format_decimal, format_percent

    english = printed(value, unit, digits=digits, scale=scale)
    try:
        locale = Locale.parse(language, sep="-")
    except UnknownLocaleError as exc:
        raise ValueError(f"nothing is known of the language {language!r}") from exc
    if locale.language == "en":
        return english
    if scale:
        return _scaled(locale, Decimal(str(value)), digits, _SCALES[scale])
    number, form = _rounded(Decimal(str(value)), digits), _form(digits)
    if unit == "percent":
        pattern = locale.percent_formats[None].pattern.replace("#,##0", form)
        return format_percent(number / 100, pattern, locale)
    return format_decimal(number, form, locale)


def display_of(text: str) -> tuple[int, str]:
    """The display format, digits and scale, of a number that :func:`printed` has printed."""
    number, _, word = text.partition(_NO_BREAK)
    decimals = number.rstrip("%").partition(".")[2]
    return len(decimals), word if word in _SCALES else ""


def _scaled(locale: Locale, value: Decimal, digits: int, scale: int) -> str:
    """A number with the language's word for its size; ten times "lakh" is India's million."""
    from babel.numbers import format_decimal

    plural = locale.plural_form(abs(_rounded(value / scale, digits)))
    pattern = str(locale.compact_decimal_formats["long"][plural][str(scale)].pattern)
    more = pattern.count("0") - 1
    digits = max(0, digits - more)
    number = format_decimal(_rounded(value * 10**more / scale, digits), _form(digits), locale)
    return f"{number}{_NO_BREAK}{pattern.strip('0').strip()}"


def _form(digits: int) -> str:
    return f"#,##0.{'0' * digits}" if digits else "#,##0"


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Round half away from zero, as readers expect, in decimals, so that 1.005 is 1.01; nothing is minus zero."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
