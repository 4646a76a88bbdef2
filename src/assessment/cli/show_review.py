"""What the commands of review print: states for people and for scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessment.reviews.answers import Outcome
    from assessment.reviews.states import Review, Reviews

_SCHEMA = 1


def review(item: Review | None) -> dict[str, Any] | None:
    """The review of one subject as an object of the command-line contract; none where nobody said anything."""
    if item is None or not item.begun:
        return None
    roles: dict[str, Any] = {}
    for role in item.roles:
        signed = role.sign_off
        told = {"name": signed.name, "date": signed.date, "decision": signed.decision} if signed else {}
        roles[role.role] = {"state": role.state, **told, "changed": list(role.changed)}
    return {
        "id": item.subject.id,
        "state": item.state,
        "complete": item.complete,
        "roles": roles,
        "open_comments": len(item.open_comments),
    }


def review_lines(item: Review | None) -> Iterable[str]:
    """The same for people."""
    if item is None or not item.begun:
        yield "not reviewed yet"
        return
    for role in item.roles:
        signed = role.sign_off
        said = f": {signed.name}, {signed.date[:10]}, {signed.decision}" if signed else ""
        yield f"{role.role}: {role.state}{said}"
    if item.open_comments:
        yield f"open comments: {len(item.open_comments)}"


def status(reviews: Reviews, items: list[Review], as_json: bool) -> None:
    """How every subject stands, in the order in which they want a reviewer."""
    if as_json:
        subjects = [review(item) or {"id": item.subject.id, **_nothing(item)} for item in items]
        unreadable = [vars(broken) for broken in reviews.broken]
        orphans = [record.id for record in reviews.orphans]
        told = {"complete": reviews.complete, "reviews": subjects, "broken": unreadable, "orphans": orphans}
        print(json.dumps({"schema": _SCHEMA, **told}, indent=1, ensure_ascii=False))
        return
    for item in items:
        roles = ", ".join(f"{role.role} {role.state}" for role in item.roles)
        comments = f", {len(item.open_comments)} open" if item.open_comments else ""
        print(f"{item.state:14} {item.subject.id}  ({roles}{comments})")
    for broken in reviews.broken:
        print(f"{'unreadable':14} {broken.path}:{broken.line or 1} {broken.message}")
    counts = Counter(item.state for item in items)
    print(", ".join(f"{count} {state}" for state, count in counts.items()) + "." if items else "Nothing to review.")


def imported(outcomes: Iterable[Outcome], as_json: bool) -> None:
    """What became of each answer."""
    outcomes = list(outcomes)
    if as_json:
        print(json.dumps({"schema": _SCHEMA, "answers": [vars(o) for o in outcomes]}, indent=1, ensure_ascii=False))
        return
    for outcome in outcomes:
        print(f"{outcome.result:9} {outcome.id}" + (f": {outcome.why}" if outcome.why else ""))


def joined(paths: Iterable[str]) -> None:
    """The records that hold the entries of both sides now."""
    paths = list(paths)
    for path in paths:
        print(f"joined {path}")
    if not paths:
        print("No record is in conflict.")


def text(content: str) -> None:
    """A text as it is: a summary or certificate."""
    print(content, end="")


def written(path: str) -> None:
    """A file that was made."""
    print(f"wrote {path}")


def _nothing(item: Review) -> dict[str, Any]:
    roles: dict[str, Any] = {role.role: {"state": role.state, "changed": []} for role in item.roles}
    return {"state": item.state, "complete": False, "roles": roles, "open_comments": 0}
