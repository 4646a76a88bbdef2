"""How hard a text is to read: words a sentence, long words, and one number made of the two.

The number is LIX (Björnsson 1968): words a sentence, plus the share of words with more than six letters in
percent. It counts no syllables, so it holds alike for English, French and other languages written in letters.
Under 40 is easy, 40 to 50 is ordinary prose, over 60 is hard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # noqa: RUF001 - the apostrophe of typeset text
_SENTENCE = re.compile(r"[.!?؟…]+(?=\s|$)")
_LONG = 6


@dataclass(frozen=True)
class Readability:
    """Words, sentences and the LIX of a text; 0 for a text without words."""

    words: int
    sentences: int
    lix: int


def readability(text: str) -> Readability:
    """Measure a plain text."""
    words = _WORD.findall(text)
    if not words:
        return Readability(0, 0, 0)
    sentences = max(1, len(_SENTENCE.findall(text)))
    long = sum(1 for word in words if sum(sign.isalpha() for sign in word) > _LONG)
    return Readability(len(words), sentences, round(len(words) / sentences + 100 * long / len(words)))
