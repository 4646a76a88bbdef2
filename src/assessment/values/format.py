"""How a published number is printed in prose: in English as notebooks print it, in other languages as Babel knows."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_SCALES = {"": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DIGITS = {"arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6, "mymr": 0x1040}
"""Code point of zero in each numbering system that is the default somewhere and is not Latin."""
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
    """The number as text in another language, by its locale and in its own digits: ``36,2 Millionen``.

    Raises:
        ValueError: as :func:`printed`, or nothing is known of the language.
    """
    english = printed(value, unit, digits=digits, scale=scale)
    locale = _locale(language)
    if locale.language == "en":
        return english
    if scale:
        return _scaled(Decimal(str(value)), digits, scale, locale)
    number = _rounded(Decimal(str(value)), digits)
    if unit == "percent":
        return _applied(locale.percent_formats[None].pattern, number / 100, digits, locale)
    return _applied(locale.decimal_formats[None].pattern, number, digits, locale)


def display_of(text: str) -> tuple[int, str]:
    """The display format, digits and scale, of a number that :func:`printed` has printed."""
    number, _, word = text.partition(_NO_BREAK)
    decimals = number.rstrip("%").partition(".")[2]
    return len(decimals), word if word in _SCALES else ""


def printed_date(iso: str, lang: str = "en") -> str:
    """A date as the language writes it; English dates, and what is no ISO date, stay as they are."""
    from datetime import date

    if lang.replace("_", "-").partition("-")[0].lower() in ("en", ""):
        return iso
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    from babel.dates import format_date

    locale = _locale(lang)
    return _in_own_digits(str(format_date(day, "long", locale=locale)), locale)


def _applied(pattern: str, number: Decimal, digits: int, locale: Any) -> str:
    from babel.numbers import parse_pattern

    form = parse_pattern(pattern)
    form.frac_prec = (digits, digits)
    return _in_own_digits(str(form.apply(number, locale, numbering_system="default")), locale)


def _scaled(value: Decimal, digits: int, scale: str, locale: Any) -> str:
    """The number with the word of its scale, in the form that the number takes.

    Where a language counts in other steps (a million is "10 लाख"), its pattern has more than one zero.
    """
    forms, power = locale.compact_decimal_formats["long"], str(_SCALES[scale])
    plural = locale.plural_form(abs(_rounded(value / _SCALES[scale], digits)))
    pattern = str((forms.get(plural, {}).get(power) or forms["other"][power]).pattern).replace("'", "")
    zeros = pattern.count("0")
    digits = max(0, digits + 1 - zeros)
    number = _rounded(value * 10 ** (zeros - 1) / _SCALES[scale], digits)
    text = _applied(locale.decimal_formats[None].pattern, number, digits, locale)
    return pattern.replace("0" * zeros, text, 1).replace(" ", _NO_BREAK)


def _in_own_digits(text: str, locale: Any) -> str:
    """The text in the digits of the locale; Babel has their separators and leaves the digits themselves Latin."""
    system = str(locale.default_numbering_system)
    first = _DIGITS.get(system)
    if first is None:
        return text
    signs = {ord(str(digit)): first + digit for digit in range(10)}
    percent = locale.number_symbols.get(system, {}).get("percentSign", "%")
    return text.translate(signs).replace("%", percent.strip("\u061c\u200e\u200f"))


def _locale(lang: str) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as exc:
        raise ValueError(f"nothing is known of the language {lang!r}, such as en-GB, fr or ar") from exc


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Round half away from zero, as readers expect, in decimals, so that 1.005 is 1.01; nothing is minus zero."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
