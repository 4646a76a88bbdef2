"""Do the sign-offs hold? What is missing, lapsed, wanted or open, as findings; a release asks for none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from assessment.model import Finding, finding, in_order
from assessment.reviews.entries import SignOff
from assessment.reviews.records import file_of
from assessment.reviews.states import Review, Reviews, RoleState

_LOOK = "look at it in `assessment review` and decide again"
_LONGEST = 100


def review_findings(reviews: Reviews) -> tuple[Finding, ...]:
    """What keeps the reviews from being complete."""
    return in_order([*_missing(reviews.items), *_broken(reviews), *(f for item in reviews.items for f in _of(item))])


def _missing(items: Iterable[Review]) -> Iterator[Finding]:
    """One finding a notebook and role: sixty lines that say the same are read by nobody."""
    wanting = [(i.subject.notebook, r.role, i.subject.id) for i in items for r in i.roles if r.state == "missing"]
    for (notebook, role), group in groupby(sorted(wanting), key=lambda item: item[:2]):
        names = ", ".join(name for *_, name in group)
        hint = "sign in `assessment review`"
        yield finding("R801", f"nobody has signed as {role}: {names}", path=notebook, hint=hint)


def _broken(reviews: Reviews) -> Iterator[Finding]:
    for broken in reviews.broken:
        hint = "restore the file from version control; after a merge, take the blocks of both sides whole"
        yield finding("R807", broken.message, path=broken.path, line=broken.line, hint=hint)
    for record in reviews.orphans:
        hint = "remove the file, if the figure is gone for good"
        yield finding("R808", f"nothing in the book is called {record.id}", path=file_of(record.id), hint=hint)


def _of(review: Review) -> Iterator[Finding]:
    subject = review.subject
    for role in review.roles:
        said = _said(role)
        if said:
            code, message, hint = said
            yield finding(code, message, path=subject.notebook, cell=subject.id, hint=hint)
    for comment in review.open_comments:
        message = f"an open comment of {comment.name}: {_short(comment.text)}"
        hint = "answer it, and settle it in `assessment review`"
        yield finding("R806", message, path=subject.notebook, cell=subject.id, hint=hint)
    for item in review.refused:
        message = f"{item.name} is its analyst and approved it ({_signed(item)}): this does not count"
        yield finding("R809", message, path=subject.notebook, cell=subject.id, hint="somebody else has to sign")


def _said(role: RoleState) -> tuple[str, str, str] | None:
    signed = role.sign_off
    if signed is None or role.holds:
        return None
    wanted = signed.decision == "changes wanted"
    match role.state:
        case "changes wanted":
            what = f": {_short(signed.note)}" if signed.note else ""
            return (
                "R805",
                f"{signed.name} ({role.role}) wants changes{what}",
                "make them, or settle it with the reviewer",
            )
        case "lapsed" if wanted:
            return "R802", f"something changed since {signed.name} wanted changes ({_signed(signed)})", _LOOK
        case "lapsed":
            return "R802", f"the approval of {signed.name} ({_signed(signed)}) has lapsed: the numbers changed", _LOOK
        case "look again":
            message = f"looks different since {signed.name} approved it ({_signed(signed)}); its numbers did not change"
            return "R803", message, _LOOK
    return "R804", f"its words changed since {signed.name} approved it ({_signed(signed)})", _LOOK


def _signed(item: SignOff) -> str:
    return f"{item.role}, {item.date[:10]}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
