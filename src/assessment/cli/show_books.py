"""Print what the commands for books found."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.editions.comparison.differences import Comparison, Difference
    from assessment.model import Finding
    from assessment.pipeline.adoption import Adoption


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


def adoption(found: Adoption, as_json: bool, *, added: bool) -> None:
    """What of a book is supported, what is not, and what was added."""
    if as_json:
        told = {
            "schema": 1,
            "supported": dict(found.supported),
            "unsupported": [each.as_json() for each in found.unsupported],
            "ignored": [each.as_json() for each in found.ignored],
            "findings": [each.as_json() for each in found.others],
            "added": {name: list(lines) for name, lines in found.added.items()} if added else {},
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    print("Supported: " + (", ".join(f"{kind} {number}" for kind, number in found.supported.items()) or "nothing"))
    _findings("Not supported", found.unsupported)
    _findings("Keys that a renderer does not honour", found.ignored)
    _findings("To mend, by the outputs that are stored", found.others)
    for name, lines in found.added.items():
        print(f"{'Added to' if added else 'Would add to'} {name}: {', '.join(lines)}")
    print("Next: `assessment build`." if not found.unsupported else "Next: see docs/quarto-users.md, then build.")


def _findings(title: str, findings: tuple[Finding, ...]) -> None:
    if findings:
        print(f"{title}:")
    for each in findings:
        place = f"{each.path}:{each.line}" if each.line else each.path or ""
        print(f"  {each.code} {place} {each.message}. Hint: {each.hint}")
