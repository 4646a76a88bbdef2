"""What counts as a number in a language, and which numbers may be typed: read from a file of data for each language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from assessment.checks.safeguarding.phrases import compile_phrases
from assessment.project.lined_yaml import plain

_FOLDER = Path(__file__).parent
_NOTHING = re.compile(r"(?!)")
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?! ?\d)(?:\.\d+)?|\d+(?:[.,]\d+)*"
_BEFORE = r"(?<![\w.,/:#])(?<!\w-)-?(?:[£$€¥] ?)?(?<![.,/:])"


@dataclass(frozen=True, eq=False)
class Language:
    """The patterns of a language: what is a number, what is typed in any case, what may stand and as what."""

    digits: re.Pattern[str]
    cardinals: re.Pattern[str] = _NOTHING
    found: re.Pattern[str] = _NOTHING
    always: re.Pattern[str] = _NOTHING
    stands: tuple[tuple[str, re.Pattern[str]], ...] = ()
    stands_in_pictures: re.Pattern[str] = _NOTHING
    values: Mapping[str, Fraction] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    convert: Mapping[str, tuple[Fraction, str]] = field(default_factory=dict)
    percent: re.Pattern[str] = _NOTHING

    def has_number(self, text: str) -> bool:
        """Whether a text holds a number at all."""
        return any(pattern.search(text) for pattern in (self.digits, self.cardinals, self.found))


@cache
def load_language(tag: str) -> Language:
    """The language of a tag such as ``en-GB``; one without a file of its own knows digits and years only."""
    path = _FOLDER / f"{tag.split('-', maxsplit=1)[0].casefold()}.yml"
    if not path.is_file():
        years = compile_phrases([r"/(?<![\d.,])(?:19|20)\d\d(?:-\d+)?(?![\d.,]*\d| ?%)/"])
        return Language(_digits([], [], []), stands=(("year", years),))
    return _read(plain(path.read_text(encoding="utf-8")))


def _read(data: Mapping[str, Any]) -> Language:
    sets: Mapping[str, Sequence[str]] = data["sets"]
    scales = {str(name): int(scale) for name, scale in data["scales"].items()}
    signs = {str(name): int(scale) for name, scale in data["signs"].items()}
    return Language(
        digits=_digits([*signs, *data["units"]], list(scales), data["percent"]),
        cardinals=_cardinals(data, list(scales)),
        found=compile_phrases(data["found"], sets),
        always=compile_phrases(data["always"], sets),
        stands=tuple(
            (str(kind), compile_phrases([phrase], sets))
            for kind, phrases in data["stands"].items()
            for phrase in phrases
        ),
        stands_in_pictures=compile_phrases(data["stands-in-pictures"], sets),
        values={str(word): Fraction(value) for word, value in data["words"].items()}
        | {str(word): Fraction(1) for word in (*data["alone"], *data["articles"])},
        scales=scales | signs,
        parts={str(word): Fraction(part) for word, part in data["parts"].items()},
        convert={str(unit): (Fraction(many), str(other)) for unit, (many, other) in data["convert"].items()},
        percent=re.compile(_any_of(data["percent"]), re.IGNORECASE),
    )


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def _digits(glued: Sequence[str], scales: Sequence[str], percent: Sequence[str]) -> re.Pattern[str]:
    """A number in digits with its sign, its range, its scale and a percent sign; "COVID-19" and "4G" are none."""
    number = rf"(?:{_GROUPED})(?:\N{{FRACTION SLASH}}\d+)?"
    unit = rf"(?:-?fold(?!\w)|\+|(?-i:{_any_of(glued)})(?!\w))?"
    after = rf"(?: ?(?:{_any_of(percent)})(?!\w)| (?:{_any_of(scales)})s?(?!\w))?"
    return re.compile(
        rf"{_BEFORE}{number}(?: ?[-:] ?(?:{number}))?(?!\w){after}"
        rf"|{_BEFORE}{number}{unit}(?!\w)",
        re.IGNORECASE,
    )


def _cardinals(data: Mapping[str, Any], scales: Sequence[str]) -> re.Pattern[str]:
    """Number words: "twelve", "a hundred and fifty", "one million"; "one" and "a" count before a scale or unit only."""
    word, scale = _any_of(list(data["words"])), _any_of(scales)
    opening = _any_of([*data["alone"], *data["articles"]])
    joint = rf"[\s-]+(?:(?:{_any_of(data['joints'])})\s+)?"
    more = rf"(?:{joint}(?:{word}|{_any_of(data['alone'])}|{scale}))*"
    percent = _any_of([sign for sign in data["percent"] if sign[0].isalpha()])
    body = rf"(?:(?:{word}){more}|(?:{opening})\s+(?:{scale}){more}|(?:{_any_of(data['alone'])})(?=\s+(?:{percent})))"
    return re.compile(rf"(?<![\w-]){body}(?:\s+(?:{percent}))?(?!\w|-(?:{_ORDINAL}))", re.IGNORECASE)


_ORDINAL = r"first|second|third|\w+th\b"
