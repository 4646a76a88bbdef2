"""How much a printed number says: "1.2 million", "a third", "12%", "twenty-three"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assessment.checks.numbers.language import Language

_DIGITS = re.compile(r"(?<![\w.,])(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(\d+))?")
_WORD = re.compile(r"[^\W\d_]+")
_HUNDRED = 100
_PART = Fraction(3, 200)  # "a third" may stand for 32 or 34 percent


@dataclass(frozen=True)
class Quantity:
    """An amount and how far the exact one may lie from it; shares are parts of one and not percentages."""

    amount: Fraction
    within: Fraction
    share: bool = False

    def may_be(self, amount: Fraction, share: bool) -> bool:
        """Whether an exact amount would be printed so."""
        return self.share == share and abs(self.amount - amount) <= self.within


def read_quantity(text: str, language: Language) -> Quantity | None:
    """The amount of a printed number, or of the first of two ("40 to 60"); none where it says only roughly how much."""
    text = text.casefold().replace("\N{FRACTION SLASH}", "/")
    words = _WORD.findall(text)
    digits = _DIGITS.search(text)
    percent = bool(language.percent.search(text))
    if any(word in language.parts for word in words) or re.search(r"\b(?:in|out of)\b", text):
        return _part(text, words, language)
    if digits is None:
        amount = _in_words(words, language)
        return None if amount is None else Quantity(amount / (_HUNDRED if percent else 1), Fraction(0), percent)
    scale = _scale(text[digits.end() :], language)
    amount = Fraction(f"{re.sub('[, ]', '', digits[1])}.{digits[2] or 0}") * scale
    within = Fraction(scale, 2 * 10 ** len(digits[2] or "")) if scale > 1 or digits[2] else Fraction(0)
    within = Fraction(1, 2) if percent and not digits[2] else within
    over = _HUNDRED if percent else 1
    return Quantity(amount / over, within / over, percent)


def _scale(after: str, language: Language) -> int:
    word = re.match(r"\s*([^\W\d_]+)", after)
    name = word[1].removesuffix("s") if word and word[1] not in language.scales else word[1] if word else ""
    return language.scales.get(name, 1)


def _in_words(words: Iterable[str], language: Language) -> Fraction | None:
    """A cardinal in words; hundreds and thousands multiply what stands before them."""
    total, group = Fraction(0), Fraction(0)
    known = False
    for word in words:
        if word in language.values:
            group += language.values[word]
        elif word in language.scales:
            group = (group or Fraction(1)) * language.scales[word]
            if language.scales[word] > _HUNDRED:
                total, group = total + group, Fraction(0)
        else:
            continue
        known = True
    return total + group if known and total + group else None


def _part(text: str, words: list[str], language: Language) -> Quantity | None:
    """A fraction ("two thirds") or a rate ("three in five") as a part of one."""
    rate = re.search(r"([\w,]+)\s+(?:in|out of)\s+(?:every\s+)?([\w, ]+)", text)
    if rate:
        over, under = (_number(side, language) for side in rate.groups())
        return Quantity(over / under, _PART, share=True) if over and under else None
    part = next((language.parts[word] for word in words if word in language.parts), None)
    many = _number(" ".join(words[:1]), language) if words and words[0] not in language.parts else None
    return None if part is None else Quantity(part * (many or 1), _PART, share=True)


def _number(text: str, language: Language) -> Fraction | None:
    digits = text.replace(",", "").strip()
    return Fraction(digits) if digits.isdigit() else _in_words(_WORD.findall(text), language)
