"""How a published number is printed in prose, in the report's English."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

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


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Round half away from zero, as readers expect, in decimals, so that 1.005 is 1.01; nothing is minus zero."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
