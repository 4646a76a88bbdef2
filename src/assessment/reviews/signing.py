"""Say something about a subject: approve it, ask for changes, comment, settle a comment.

Every way in (the page, a packet's answers) ends here. A decision names the digests its author saw and the
revision of the record they read: where one of the two has moved on since, nothing is written and the author is
told what is there now. The same click twice is one entry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assessment.project.project import Project
from assessment.reviews.approved import drop_superseded, keep_approved
from assessment.reviews.entries import Comment, Decision, Digests, Record, RecordError, Role, SignOff, merged
from assessment.reviews.records import drop_record, holding, read_one, read_records, sweep, write_record
from assessment.reviews.states import Review, review_of
from assessment.reviews.subjects import Subject
from assessment.reviews.wording import clean_name, clean_text


class RefusedError(RecordError):
    """An entry may not be made at all: the analyst approves, a name is missing."""


class ConflictError(RecordError):
    """Something moved on since the author looked; ``review`` is what is there now."""

    def __init__(self, message: str, review: Review) -> None:
        super().__init__(message)
        self.review = review


@dataclass(frozen=True)
class Entry:
    """What somebody wants to say of a subject; ``seen`` are the digests of what they looked at.

    ``revision`` is that of the record they read, or empty where they could not know it (a packet).
    """

    id: str
    role: Role
    name: str
    date: str
    decision: Decision | None
    seen: Digests
    note: str = ""
    comment: str = ""
    revision: str = ""


def say(project: Project, review: Review, entry: Entry) -> Record:
    """Write a decision, a comment or both; gives the record as it is then.

    ``review`` is the subject as it is now, with its record as last read: the record is read again under the lock.

    Raises:
        RefusedError: the entry may not be made.
        ConflictError: the subject or its record moved on; nothing was written.
        RecordError: the record's file cannot be understood.
        OutputError: it could not be written; what was there before stands.
    """
    entry = replace(entry, name=_named(entry.name), note=clean_text(entry.note), comment=clean_text(entry.comment))
    if entry.decision == "approved" and review.subject.made_by(entry.name):
        raise RefusedError(f"{entry.name} made this: the analyst cannot approve it")
    if entry.decision is None and not entry.comment:
        raise RefusedError("there is nothing to say: choose a decision or write a comment")

    def add(record: Record) -> Record:
        record = _with_comment(record, entry)
        return _with_decision(record, entry) if entry.decision else record

    return _change(project, review, lambda record: _checked(record, review, entry), add)


def settle(project: Project, review: Review, seal: str, name: str, date: str) -> Record:
    """Settle an open comment.

    Raises:
        RefusedError: there is no such comment.
        RecordError, OutputError: as :func:`say`.
    """
    name = _named(name)

    def close(record: Record) -> Record:
        if seal not in [comment.seal for comment in record.comments]:
            raise RefusedError("there is no such comment")
        comments = (
            replace(c, settled_by=name, settled_on=date) if c.seal == seal and c.open else c for c in record.comments
        )
        return replace(record, comments=tuple(comments))

    return _change(project, review, lambda _: None, close)


def _named(name: str) -> str:
    try:
        return clean_name(name)
    except RecordError as exc:
        raise RefusedError(str(exc)) from exc


def _change(
    project: Project, review: Review, check: Callable[[Record], None], add: Callable[[Record], Record]
) -> Record:
    """Read, check, change and write under the lock; what a renamed subject brings along moves into its own record."""
    with holding(project):
        sweep(project)
        parts = [read_one(project, name) for name in (*review.renamed_from, review.subject.id)]
        before = merged(parts, review.subject.id)
        check(before)
        after = add(before)
        if after != before or review.renamed_from:
            if _approves(before, after):
                keep_approved(project, review.subject)
            write_record(project, after)
            for former in review.renamed_from:
                drop_record(project, former)
            if _newest(before) not in (None, _newest(after)):
                _tidy(project, review.subject, after)
    return after


def _checked(record: Record, review: Review, entry: Entry) -> None:
    if entry.decision is None:
        return
    now = review_of(review.subject, record, review.renamed_from)
    if not entry.seen.same_content(review.subject.digests):
        raise ConflictError("this changed since you opened it: look at what is there now", now)
    if entry.revision and entry.revision != record.revision and not _already(record, entry):
        raise ConflictError("somebody else said something since you opened this: read it, then decide", now)


def _with_decision(record: Record, entry: Entry) -> Record:
    if _already(record, entry):
        return record
    return merged([record, Record(record.id, (_sign_off(entry),))], record.id)


def _already(record: Record, entry: Entry) -> bool:
    """Whether this is what the person said last in this role: the same click again."""
    said = [item for item in record.sign_offs if item.role == entry.role and item.name == entry.name]
    return bool(said) and said[-1].says_the_same(_sign_off(entry))


def _sign_off(entry: Entry) -> SignOff:
    return SignOff(entry.role, entry.name, entry.date, entry.decision or "changes wanted", entry.seen, entry.note)


def _with_comment(record: Record, entry: Entry) -> Record:
    known = [comment for comment in record.comments if (comment.name, comment.text) == (entry.name, entry.comment)]
    if not entry.comment or any(comment.open for comment in known):
        return record
    return merged([record, Record(record.id, (), (Comment(entry.name, entry.date, entry.comment),))], record.id)


def _approves(before: Record, after: Record) -> bool:
    return any(item.decision == "approved" and item not in before.sign_offs for item in after.sign_offs)


def _tidy(project: Project, subject: Subject, record: Record) -> None:
    """Keep of each subject what was approved last, and of this one what was approved now."""
    newest = [_newest(one) for one in read_records(project).records.values()]
    drop_superseded(project, [digests for digests in (*newest, _newest(record), subject.digests) if digests])


def _newest(record: Record) -> Digests | None:
    return next((item.digests for item in reversed(record.sign_offs) if item.decision == "approved"), None)
