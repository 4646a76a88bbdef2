"""The small language in which `safeguarding.yml` writes what to look for.

A phrase is plain words; letters match in either case. A space stands for spaces or hyphens, a hyphen for a
hyphen, a space or nothing, ``*`` for any ending of a word, ``…`` for up to four words between.
``(a|b)`` gives a choice, ``?`` makes what stands before it optional, ``<name>`` is any phrase of a named set;
``<number>`` is a number in digits or words that is neither a year nor a percentage.
``/…/`` is a regular expression as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
NUMBER_WORDS = {word: number for number, word in enumerate(_ONES, 1)}
NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|(?:{_TENS})(?:[ -](?:{'|'.join(_ONES)}))?|{_TEENS}|{'|'.join(_ONES)})"
PERCENT_SIGN = r"\s*(?:%|per ?cent\b|pct\b)"

_WORD_BEGINS = r"(?<!\w)"
_GAP = r"[\s-]+"
_WORDS_BETWEEN = r"(?:[\s,-]+[\w'%]+){0,4}?[\s,-]+"
_SET = re.compile(r"<([\w-]+)>")
_SUGAR = {
    " ": _GAP,
    "-": r"[\s-]*",
    "*": r"\w*(?:'\w+)?",
    "\0": rf"(?!(?:19|20)\d\d(?!\d))(?!{NUMBER}{PERCENT_SIGN}){NUMBER}",  # stands for <number>
    "(": "(?:",
    ")": ")",
    "|": "|",
    "?": "?",
}


def phrase_regex(phrase: str) -> str:
    """A phrase as a regular expression that matches whole words only."""
    if len(phrase) > 1 and phrase.startswith("/") and phrase.endswith("/"):
        return f"(?:{phrase[1:-1]})"
    parts = (part.strip() for part in phrase.split("…"))
    body = _WORDS_BETWEEN.join("".join(_SUGAR.get(sign, re.escape(sign)) for sign in part) for part in parts)
    before = _WORD_BEGINS if re.match(r"[\w(\0]", phrase) else ""
    after = r"(?!\w)" if re.search(r"[\w)?\0]$", phrase) else ""
    return f"{before}(?:{body}){after}"


def compile_phrases(phrases: Iterable[str], sets: Mapping[str, Sequence[str]] | None = None) -> re.Pattern[str]:
    """One pattern for several phrases; ``sets`` are the named sets they may use.

    Raises:
        KeyError: a phrase uses a set that is not there.
        re.error: a phrase has an open bracket, or a regular expression of it is wrong.
    """
    known = {"number": ["\0"], **(sets or {})}
    filled = (_SET.sub(lambda match: f"({'|'.join(known[match[1]])})", phrase) for phrase in phrases)
    patterns = [phrase_regex(phrase) for phrase in filled]
    return re.compile(_any_of(patterns) if patterns else r"(?!)", re.IGNORECASE)


def _any_of(patterns: list[str]) -> str:
    """One pattern for several; those that stand together and begin with a word ask for its beginning but once.

    Most places of a text are within a word, and are passed over four times as fast.
    """
    grouped = []
    for begins, group in groupby(patterns, lambda pattern: pattern.startswith(_WORD_BEGINS)):
        several = list(group)
        if begins and len(several) > 1:
            rest = "|".join(pattern.removeprefix(_WORD_BEGINS) for pattern in several)
            several = [f"{_WORD_BEGINS}(?:{rest})"]
        grouped += several
    return "|".join(grouped)
