"""Print what the commands for books found."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.editions.comparison.differences import Comparison, Difference


def comparison(compared: Comparison, as_json: bool) -> None:
    """What was compared, and every difference: first those that nobody has explained."""
    if as_json:
        told = {
            "schema": 1,
            "same": not compared.unexplained,
            "compared": dict(compared.compared),
            "differences": [vars(each) for each in compared.differences],
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for difference in compared.unexplained:
        print(f"{difference.what}, {difference.where}\n  first:  {_shown(difference.first)}")
        print(f"  second: {_shown(difference.second)}")
    explained = defaultdict(list)
    for difference in compared.differences:
        if difference.reason:
            explained[difference.reason].append(difference)
    for reason, differences in explained.items():
        _explained(reason, differences)
    print("Compared: " + ", ".join(f"{kind} {number}" for kind, number in compared.compared.items()) + ".")
    known = len(compared.differences) - len(compared.unexplained)
    print(f"Differences: {len(compared.unexplained)} unexplained, {known} explained.")


def _explained(reason: str, differences: list[Difference]) -> None:
    print(f"Explained: {reason}")
    for difference in differences:
        print(f"  {difference.what}, {difference.where}: {_shown(difference.first)} / {_shown(difference.second)}")


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line or "(nothing)"
