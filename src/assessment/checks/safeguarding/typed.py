"""The numbers of a report are quoted from notebooks: one that was typed cannot be followed to its data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assessment.checks.safeguarding.passages import Passage
from assessment.model import Finding

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?: ?%| (?:thousand|million|billion)\b)?")
_KINDS = {"prose", "caption", "alternative text"}
_HINT = "publish it in a notebook and quote it with {{< var … >}}"


def typed_numbers(passages: Iterable[Passage], may_be_typed: re.Pattern[str]) -> Iterator[Finding]:
    """Numbers in sentences, captions and alternative texts that no value fills and no rule lets stand."""
    for passage in passages:
        if passage.kind not in _KINDS:
            continue
        allowed = [match.span() for match in may_be_typed.finditer(passage.text)]
        for match in _NUMBER.finditer(passage.text):
            is_allowed = any(start <= match.start() < end for start, end in allowed)
            if not is_allowed and not passage.is_computed(match.start()):
                yield passage.finding("S751", f"“{match[0]}” is typed", _HINT, match.start())
