"""Does a sign-off still hold? Decided from the digests it is bound to and those of what is there now.

    nobody signed in this role                 missing
    the numbers changed                        lapsed
    only the picture or printed table changed  look again
    only caption, description or sentences     re-read
    nothing a reader sees changed              current, in silence; a changed computation is told, not asked about
    changes are wanted of what is there now    changes wanted

A subject that was renamed keeps its record: where its own record is missing, one whose subject is gone and that
was signed for the same numbers and picture is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from assessment.reviews.entries import ROLES, Comment, Digests, Record, Role, SignOff, merged
from assessment.reviews.records import Broken, Shelf
from assessment.reviews.subjects import Subject

State = Literal["changes wanted", "lapsed", "look again", "re-read", "missing", "current"]
_WORST_FIRST = {state: at for at, state in enumerate(get_args(State))}
_CHANGED: dict[str, State] = {"data": "lapsed", "rendering": "look again", "text": "re-read"}


@dataclass(frozen=True)
class RoleState:
    """How one role stands: the sign-off that decides it, and which digests differ from those it is bound to."""

    role: Role
    state: State
    sign_off: SignOff | None = None
    changed: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is asked of this role."""
        return self.state == "current"


@dataclass(frozen=True)
class Review:
    """A subject, what was said of it, and how each role stands.

    ``record`` holds what was carried over from ``renamed_from`` too. ``refused`` are sign-offs that do not count,
    because the analyst approved their own work.
    """

    subject: Subject
    record: Record
    roles: tuple[RoleState, ...]
    renamed_from: tuple[str, ...] = ()
    refused: tuple[SignOff, ...] = ()

    @property
    def state(self) -> State:
        """The state of the role that needs most."""
        return min((role.state for role in self.roles), key=lambda state: _WORST_FIRST[state])

    @property
    def complete(self) -> bool:
        """Whether every role has signed what is there now, and no comment is open."""
        return all(role.holds for role in self.roles) and not self.open_comments

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """The comments that wait for an answer."""
        return tuple(comment for comment in self.record.comments if comment.open)

    @property
    def begun(self) -> bool:
        """Whether anybody has said anything yet."""
        return bool(self.record.sign_offs or self.record.comments)

    @property
    def last_approved(self) -> SignOff | None:
        """The newest approval that counts: what the subject is compared with."""
        return next((s for s in reversed(self.record.sign_offs) if s.decision == "approved" and _counts(self, s)), None)

    def role(self, name: Role) -> RoleState:
        """How one role stands."""
        return next(role for role in self.roles if role.role == name)


@dataclass(frozen=True)
class Reviews:
    """Every subject with its review, and the records whose subject is gone and that nothing took over."""

    items: tuple[Review, ...]
    orphans: tuple[Record, ...] = ()
    broken: tuple[Broken, ...] = ()

    def of(self, id: str) -> Review | None:
        """The review of one subject."""
        return next((item for item in self.items if item.subject.id == id), None)

    @property
    def complete(self) -> bool:
        """Whether every subject is reviewed: what a release asks for."""
        return all(item.complete for item in self.items) and not self.broken


def take_reviews(subjects: Iterable[Subject], shelf: Shelf) -> Reviews:
    """Set every subject beside its record."""
    subjects, records = tuple(subjects), shelf.records
    ids = {subject.id for subject in subjects}
    gone = [record for record in records.values() if record.id not in ids]
    items: list[Review] = []
    taken: set[str] = set()
    for subject in subjects:
        own = records.get(subject.id)
        former = [] if own and own.sign_offs else [record for record in gone if _same_thing(record, subject)]
        taken.update(record.id for record in former)
        record = merged([*former, *([own] if own else [])], subject.id)
        items.append(review_of(subject, record, tuple(sorted(r.id for r in former))))
    return Reviews(tuple(items), tuple(record for record in gone if record.id not in taken), shelf.broken)


def review_of(subject: Subject, record: Record, renamed_from: tuple[str, ...] = ()) -> Review:
    """How each role stands on one subject."""
    refused = tuple(item for item in record.sign_offs if not _may_sign(subject, item))
    counted = tuple(item for item in record.sign_offs if item not in refused)
    roles = tuple(_role_state(role, subject.digests, counted) for role in ROLES)
    return Review(subject, record, roles, renamed_from, refused)


def changed_parts(before: Digests, now: Digests) -> tuple[str, ...]:
    """Which of the four digests differ; code that is not known on one side does not."""
    known = ["data", "rendering", "text"] + (["code"] if before.code and now.code else [])
    return tuple(name for name in known if getattr(before, name) != getattr(now, name))


def _role_state(role: Role, now: Digests, sign_offs: tuple[SignOff, ...]) -> RoleState:
    """The state of a role: a request for changes outweighs approvals of others; else the approval that holds best."""
    signed = [item for item in sign_offs if item.role == role]
    people = dict.fromkeys(item.name for item in signed)
    stands = [_person_state(role, now, [item for item in signed if item.name == name]) for name in people]
    asked = [stand for stand in stands if stand.state == "changes wanted"]
    if asked or not stands:
        return asked[0] if asked else RoleState(role, "missing")
    return max(stands, key=lambda stand: (_WORST_FIRST[stand.state], stand.sign_off.date if stand.sign_off else ""))


def _person_state(role: Role, now: Digests, signed: list[SignOff]) -> RoleState:
    """What one person last said of exactly this decides; else how what they last said compares with it."""
    exact = [item for item in signed if item.digests.same_content(now)]
    last = exact[-1] if exact else signed[-1]
    changed = changed_parts(last.digests, now)
    if exact:
        return RoleState(role, "current" if last.decision == "approved" else "changes wanted", last, changed)
    if last.decision == "changes wanted":
        return RoleState(role, "lapsed", last, changed)
    return RoleState(role, next(_CHANGED[part] for part in _CHANGED if part in changed), last, changed)


def _may_sign(subject: Subject, item: SignOff) -> bool:
    return item.decision != "approved" or not subject.made_by(item.name)


def _counts(review: Review, item: SignOff) -> bool:
    return item not in review.refused


def _same_thing(record: Record, subject: Subject) -> bool:
    return any(
        (item.digests.data, item.digests.rendering) == (subject.digests.data, subject.digests.rendering)
        for item in record.sign_offs
    )
