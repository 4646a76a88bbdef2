"""What people say of a subject: decisions bound to digests, and comments. One record holds all of one subject."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, get_args

Role = Literal["assurer", "approver"]
Decision = Literal["approved", "changes wanted"]
ROLES: tuple[Role, ...] = get_args(Role)
DECISIONS: tuple[Decision, ...] = get_args(Decision)

_SHORT = 16


class RecordError(ValueError):
    """A record, or an entry for one, is not what it should be; ``line`` is counted from 1 where it is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Digests:
    """What a sign-off is bound to, each as SHA-256.

    ``data`` are the numbers, ``code`` the cells and inputs they were computed from (empty where a notebook never
    ran here), ``rendering`` the picture or printed table, ``text`` caption, alternative text and the sentences
    that cite it.
    """

    data: str
    code: str
    rendering: str
    text: str

    def same_content(self, other: Digests) -> bool:
        """Whether a reader sees the same: how it was computed does not matter."""
        return (self.data, self.rendering, self.text) == (other.data, other.rendering, other.text)

    @property
    def key(self) -> str:
        """A short name for exactly this content."""
        return _digest([self.data, self.rendering, self.text])[:_SHORT]


@dataclass(frozen=True)
class SignOff:
    """One decision of one person in one role about exactly what the digests name; ``date`` is UTC, to the second."""

    role: Role
    name: str
    date: str
    decision: Decision
    digests: Digests
    note: str = ""

    @property
    def seal(self) -> str:
        """The digest of this block."""
        return _digest(asdict(self))[:_SHORT]

    def says_the_same(self, other: SignOff) -> bool:
        """Whether this is the same click again: everything but the date agrees."""
        return replace(self, date="") == replace(other, date="")


@dataclass(frozen=True)
class Comment:
    """A remark that stays open until somebody settles it."""

    name: str
    date: str
    text: str
    settled_by: str = ""
    settled_on: str = ""

    @property
    def seal(self) -> str:
        """The digest of what was said; it stays when the comment is settled."""
        return _digest([self.name, self.date, self.text])[:_SHORT]

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.settled_by


@dataclass(frozen=True)
class Record:
    """Everything said about one subject, oldest first in each section."""

    id: str
    sign_offs: tuple[SignOff, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def revision(self) -> str:
        """Changes with every entry: a page shows it, and a decision made on an older one is a conflict."""
        return _digest([[item.seal for item in self.sign_offs], [asdict(item) for item in self.comments]])[:_SHORT]


def merged(records: Iterable[Record], id: str) -> Record:
    """The entries of several records as one, each once, oldest first; of two states of a comment the settled one."""
    sign_offs: dict[str, SignOff] = {}
    comments: dict[str, Comment] = {}
    for record in records:
        sign_offs.update({item.seal: item for item in record.sign_offs})
        for comment in record.comments:
            if comment.seal not in comments or comments[comment.seal].open:
                comments[comment.seal] = comment
    return Record(
        id,
        tuple(
            sorted(sign_offs.values(), key=lambda item: item.date)
        ),  # stable: what was added later in a second stays later
        tuple(sorted(comments.values(), key=lambda item: item.date)),
    )


def now() -> str:
    """The time as records write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
