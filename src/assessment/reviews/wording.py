"""What comes from outside (forms, answers, files) made fit for a record, or refused; and how things are counted."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any, TypeVar

from assessment.reviews.entries import DECISIONS, ROLES, Decision, Digests, RecordError, Role

Known = TypeVar("Known", bound=str)

LONGEST_NAME, LONGEST_TEXT = 200, 5000

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}|")


def clean_name(written: str) -> str:
    """A person's name as records keep it.

    Raises:
        RecordError: there is none, or it is too long.
    """
    name = " ".join(_printable(written).split())
    if not name:
        raise RecordError("a name is needed")
    if len(name) > LONGEST_NAME:
        raise RecordError(f"a name has at most {LONGEST_NAME} characters")
    return name


def clean_text(written: str) -> str:
    """A note or comment as records keep it: no control characters, no space at the ends of lines.

    Raises:
        RecordError: it is too long.
    """
    lines = _printable(written.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip()
    if len(text) > LONGEST_TEXT:
        raise RecordError(f"a text has at most {LONGEST_TEXT} characters, this one has {len(text)}")
    return text


def counted(count: int, one: str, many: str = "") -> str:
    """A number of things, in words for one and for several; several end in `s` where nothing else is said."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, however they are spaced and capitalised."""
    return _folded(one) == _folded(other)


def digests_from(raw: Any) -> Digests:
    """The four digests out of a mapping.

    Raises:
        RecordError: one is missing or is no digest.
    """
    names = tuple(Digests.__dataclass_fields__)
    if not isinstance(raw, dict) or set(raw) != set(names):
        raise RecordError(f"`digests:` are {', '.join(names)}")
    for name in names:
        if not isinstance(raw[name], str) or not _DIGEST.fullmatch(raw[name]):
            raise RecordError(f"`{name}:` is no SHA-256")
    return Digests(**raw)


def decision_from(raw: Any) -> Decision:
    """A decision.

    Raises:
        RecordError: there is no such decision.
    """
    return _one_of(DECISIONS, raw, "decision")


def role_from(raw: Any) -> Role:
    """A role.

    Raises:
        RecordError: there is no such role.
    """
    return _one_of(ROLES, raw, "role")


def date_from(raw: Any) -> str:
    """A time as records write it.

    Raises:
        RecordError: it is no such time.
    """
    if not isinstance(raw, str) or not _DATE.fullmatch(raw):
        raise RecordError("a time is written as 2026-01-31T12:00:00Z")
    try:
        datetime.strptime(raw, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as exc:
        raise RecordError(f"no calendar has the time {raw}") from exc
    return raw


def _one_of(known: tuple[Known, ...], raw: Any, what: str) -> Known:
    for one in known:
        if raw == one:
            return one
    raise RecordError(f"a {what} is one of: {', '.join(known)}")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _printable(written: str) -> str:
    """Without characters that steer (control, direction) or have no meaning."""
    text = unicodedata.normalize("NFC", written)
    return "".join(
        c for c in text if c in "\n\t\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
