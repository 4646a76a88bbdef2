"""Do the sign-offs hold? What is missing, lapsed, wanted or open, as findings; a release asks for none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from assessment.model import Finding, finding, in_order
from assessment.reviews.entries import SignOff
from assessment.reviews.records import file_of
from assessment.reviews.states import Review, Reviews, RoleState

_LONGEST = 100


def review_findings(reviews: Reviews) -> tuple[Finding, ...]:
    """What keeps the reviews from being complete."""
    of_subjects = (found for item in reviews.items for found in _of(item))
    return in_order([*_missing(reviews.items), *_unnamed(reviews.items), *_broken(reviews), *of_subjects])


def _missing(items: Iterable[Review]) -> Iterator[Finding]:
    """One finding a notebook and role: sixty lines that say the same are read by nobody."""
    wanting = [(i.subject.notebook, r.role, i.subject.id) for i in items for r in i.roles if r.state == "missing"]
    for (notebook, role), group in groupby(sorted(wanting), key=lambda item: item[:2]):
        names = ", ".join(name for *_, name in group)
        yield finding("R801", f"nobody has signed as {role}: {names}", path=notebook)


def _unnamed(items: Iterable[Review]) -> Iterator[Finding]:
    for notebook in sorted({item.subject.notebook for item in items if not item.subject.analysts}):
        yield finding("R810", "names no analyst", path=notebook)


def _broken(reviews: Reviews) -> Iterator[Finding]:
    for broken in reviews.broken:
        yield finding("R807", broken.message, path=broken.path, line=broken.line)
    for record in reviews.orphans:
        yield finding("R808", f"nothing in the book is called {record.id}", path=file_of(record.id))


def _of(review: Review) -> Iterator[Finding]:
    found = partial(finding, path=review.subject.notebook, cell=review.subject.id)
    for role in review.roles:
        said = _said(role)
        if said:
            code, message = said
            yield found(code, message)
    for comment in review.open_comments:
        yield found("R806", f"an open comment of {comment.name}: {_short(comment.text)}")
    for item in review.refused:
        yield found("R809", f"{item.name} is its analyst and approved it ({_signed(item)}): this does not count")


def _said(role: RoleState) -> tuple[str, str] | None:
    """The code and message of a role that does not hold; none where nobody signed, or it holds."""
    signed = role.sign_off
    if signed is None or role.holds:
        return None
    match role.state:
        case "changes wanted":
            what = f": {_short(signed.note)}" if signed.note else ""
            return "R805", f"{signed.name} ({role.role}) wants changes{what}"
        case "lapsed" if signed.decision == "changes wanted":
            return "R802", f"something changed since {signed.name} wanted changes ({_signed(signed)})"
        case "lapsed":
            return "R802", f"the approval of {signed.name} ({_signed(signed)}) has lapsed: the numbers changed"
        case "look again":
            told = "its numbers did not change"
            return "R803", f"looks different since {signed.name} approved it ({_signed(signed)}); {told}"
    return "R804", f"its words changed since {signed.name} approved it ({_signed(signed)})"


def _signed(item: SignOff) -> str:
    return f"{item.role}, {item.date[:10]}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
