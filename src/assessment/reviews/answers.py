"""The answers of a packet: a small file bound to the digests of what the reviewer saw, taken in as the page would.

An answer to a figure that changed since cannot decide about the new one; its comment is still worth having.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from assessment.project.project import Project
from assessment.reviews.entries import RecordError
from assessment.reviews.records import read_one
from assessment.reviews.signing import ConflictError, Entry, RefusedError, say
from assessment.reviews.states import Review, Reviews
from assessment.reviews.wording import (
    LONGEST_TEXT,
    clean_name,
    clean_text,
    date_from,
    decision_from,
    digests_from,
    role_from,
)

SCHEMA = 1
LARGEST = 8 << 20
_MOST_ANSWERS = 5000
_CLOCK = timedelta(days=1)
Result = Literal["taken", "known", "old", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What became of one answer: taken, known already, about something that has changed, or refused, and why."""

    id: str
    result: Result
    why: str = ""


def read_answers(content: bytes) -> tuple[Entry, ...]:
    """Understand a file of answers as a whole: one that is wrong in a part is refused.

    Raises:
        RecordError: it is no such file, or one of its answers is not what it should be.
    """
    if len(content) > LARGEST:
        raise RecordError(f"the file is larger than {LARGEST >> 20} MiB: it holds more than answers")
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise RecordError("not a file of answers: it is not JSON") from exc
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA or raw.get("kind") != "assessment review answers":
        raise RecordError("not a file of answers: save one from a packet")
    answers = raw.get("answers")
    if not isinstance(answers, list) or len(answers) > _MOST_ANSWERS:
        raise RecordError(f"`answers` is a list of at most {_MOST_ANSWERS}")
    name, role, date = clean_name(_text(raw, "name")), role_from(raw.get("role")), _past(date_from(raw.get("date")))
    found = []
    for at, answer in enumerate(answers, 1):
        try:
            found.append(
                _entry(answer, Entry("", role, name, date, None, digests_from(_mapping(answer).get("digests"))))
            )
        except RecordError as exc:
            raise RecordError(f"answer {at}: {exc}") from exc
    return tuple(found)


def take_answers(project: Project, reviews: Reviews, entries: tuple[Entry, ...]) -> Iterator[Outcome]:
    """Write each answer as the page would have written it; gives what became of it.

    Raises:
        OutputError: a record could not be written; what was written before stands.
    """
    for entry in entries:
        review = reviews.of(entry.id)
        yield _take(project, review, entry) if review else Outcome(entry.id, "refused", "nothing has this id")


def _take(project: Project, review: Review, entry: Entry) -> Outcome:
    try:
        before = read_one(project, entry.id)
        if entry.decision and not entry.seen.same_content(review.subject.digests):
            why = "it changed since: the decision is not taken"
            if entry.comment:
                say(project, review, replace(entry, decision=None))
                why += ", the comment is"
            return Outcome(entry.id, "old", why)
        after = say(project, review, entry)
    except (RefusedError, ConflictError, RecordError) as exc:
        return Outcome(entry.id, "refused", str(exc))
    return Outcome(entry.id, "known" if after == before else "taken")


def _entry(answer: Any, entry: Entry) -> Entry:
    raw = _mapping(answer)
    unknown = set(raw) - {"id", "digests", "decision", "note", "comment"}
    if unknown:
        raise RecordError(f"the key {min(map(str, unknown))!r} is not known")
    decision = decision_from(raw["decision"]) if raw.get("decision") else None
    note, comment = clean_text(_text(raw, "note", "")), clean_text(_text(raw, "comment", ""))
    if decision is None and not comment:
        raise RecordError("it says nothing")
    return replace(entry, id=_text(raw, "id"), decision=decision, note=note if decision else "", comment=comment)


def _mapping(raw: Any) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise RecordError("keys and values are needed")
    return raw


def _text(raw: Mapping[str, Any], key: str, default: str | None = None) -> str:
    found = raw.get(key, default)
    if not isinstance(found, str) or len(found) > 2 * LONGEST_TEXT:
        raise RecordError(f"`{key}` is a text of reasonable length")
    return found


def _past(date: str) -> str:
    """A time that has come; clocks may differ by a day."""
    told = datetime.strptime(date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if told > datetime.now(UTC) + _CLOCK:
        raise RecordError(f"the time {date} lies ahead")
    return date
