"""How `assessment numbers` prints its list: one line a number, then how many there are of each origin."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.checks.numbers.listing import Listed

_SCHEMA = 1


def numbers(listed: Sequence[Listed], as_json: bool) -> None:
    """Print the list for people, or as one JSON object."""
    counts = Counter(number.origin for number in listed)
    if as_json:
        said = {"schema": _SCHEMA, "counts": dict(sorted(counts.items())), "numbers": [asdict(item) for item in listed]}
        print(json.dumps(said, ensure_ascii=False))
        return
    for number in listed:
        place = f"{number.path}:{number.line}" if number.line else f"{number.path} [{number.cell}]"
        name = f" {number.name}" if number.name else ""
        print(f"{place}  {number.text}  {number.origin}{name}")
    print("; ".join(f"{count} {origin}" for origin, count in counts.most_common()) or "No numbers.")
