"""The certificate: who checked what, how and when, and what was not checked. In the manner of CODECHECK.

It holds nothing but what the records and the project say, so the same project gives the same bytes on any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assessment.reviews.entries import Role
from assessment.reviews.states import Review, Reviews, RoleState
from assessment.reviews.summary import escaped
from assessment.reviews.wording import counted

SCHEMA = 1
_ITEMS_NAMED = {"figure": ("figure",), "table": ("table",), "values": ("set of values", "sets of values")}
HOW = (
    "Each item was shown beside what was last approved: numbers first, then the picture or table, then its words.",
    "Where it comes from (cell, code, data, sources) stood beside it.",
    "A sign-off is bound to the SHA-256 digests of the data, the code and its inputs, the rendering, and the words.",
    "It lapses when data, rendering or words change, and cannot be given by the analyst.",
)
LIMITS = (
    "Sentences that refer to no item of this list.",
    "Whether the sources themselves are right: their files were compared with their declared digests only.",
    "The programs and libraries that computed the results.",
    "Whether people are who they say: names of analysts and reviewers stand as they were given.",
)


@dataclass(frozen=True)
class Signed:
    """How one role stands on one item; ``name`` and ``date`` are empty where nobody signed."""

    role: Role
    state: str
    name: str = ""
    date: str = ""
    note: str = ""
    computed_anew: bool = False


@dataclass(frozen=True)
class Item:
    """One line of the certificate."""

    id: str
    kind: str
    title: str
    notebook: str
    analysts: tuple[str, ...]
    data: str
    signed: tuple[Signed, ...]
    open_comments: int
    comments: int

    @property
    def checked(self) -> bool:
        """Whether every role approved it as it is."""
        return all(one.state == "current" for one in self.signed) and not self.open_comments


@dataclass(frozen=True)
class Person:
    """Somebody who checked: in which role, how many items as they are now, from when to when."""

    name: str
    role: Role
    items: int
    first: str
    last: str


@dataclass(frozen=True)
class Certificate:
    """The whole certificate; ``edition`` is the id of the edition in place, ``date`` the day of the last sign-off."""

    title: str
    edition: str
    date: str
    complete: bool
    people: tuple[Person, ...]
    items: tuple[Item, ...]
    without_review: tuple[str, ...] = ()
    not_fresh: tuple[str, ...] = ()

    @property
    def unchecked(self) -> tuple[Item, ...]:
        """The items that do not have every approval as they are now."""
        return tuple(item for item in self.items if not item.checked)

    def as_json(self) -> dict[str, Any]:
        """The certificate for programs, and for the annex of a release."""
        return {"schema": SCHEMA, **asdict(self), "how": list(HOW), "limits": list(LIMITS)}

    def as_markdown(self) -> str:
        """The certificate as Markdown."""
        return "\n".join(_markdown(self)).rstrip() + "\n"

    def as_html(self) -> str:
        """The certificate as one page that stands for itself."""
        from jinja2 import Environment, PackageLoader, StrictUndefined

        environment = Environment(
            loader=PackageLoader("assessment.reviews", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        return environment.get_template("certificate.html.jinja").render(
            certificate=self, how=HOW, limits=LIMITS, counts=checked(self)
        )


def certificate(
    title: str, edition: str, reviews: Reviews, without_review: Iterable[str] = (), not_fresh: Iterable[str] = ()
) -> Certificate:
    """Write down what the records say.

    ``without_review`` are the labels of figures and tables that no notebook makes, ``not_fresh`` the notebooks
    whose accepted results are not what they give now.
    """
    items = tuple(_item(review) for review in sorted(reviews.items, key=lambda review: review.subject.id))
    dates = [s.date for review in reviews.items for s in review.record.sign_offs]
    return Certificate(
        title=title,
        edition=edition,
        date=max(dates, default="")[:10],
        complete=reviews.complete and bool(items),
        people=tuple(_people(items)),
        items=items,
        without_review=tuple(sorted(without_review)),
        not_fresh=tuple(sorted(not_fresh)),
    )


def checked(of: Certificate) -> str:
    """How many items there are of each kind, and how many were checked."""
    kinds = [(named, sum(item.kind == kind for item in of.items)) for kind, named in _ITEMS_NAMED.items()]
    told = ", ".join(counted(count, *named) for named, count in kinds if count)
    return f"{len(of.items) - len(of.unchecked)} of {counted(len(of.items), 'item')} checked ({told or 'none'})"


def _item(review: Review) -> Item:
    subject = review.subject
    return Item(
        id=subject.id,
        kind=subject.kind,
        title=subject.title,
        notebook=subject.notebook,
        analysts=subject.analysts,
        data=subject.digests.data,
        signed=tuple(_signed(role) for role in review.roles),
        open_comments=len(review.open_comments),
        comments=len(review.record.comments),
    )


def _signed(role: RoleState) -> Signed:
    signed = role.sign_off
    if signed is None:
        return Signed(role.role, role.state)
    return Signed(role.role, role.state, signed.name, signed.date[:10], signed.note, "code" in role.changed)


def _people(items: Iterable[Item]) -> Iterator[Person]:
    found: dict[tuple[Role, str], list[str]] = {}
    for item in items:
        for one in item.signed:
            if one.state == "current":
                found.setdefault((one.role, one.name), []).append(one.date)
    for (role, name), dates in sorted(found.items(), key=lambda pair: (pair[0][0] != "assurer", pair[0][1])):
        yield Person(name, role, len(dates), min(dates), max(dates))


def _markdown(of: Certificate) -> Iterator[str]:
    yield from (f"# Certificate of review: {escaped(of.title)}", "")
    state = "**Complete.**" if of.complete else "**Not complete.**"
    yield f"Edition: {of.edition or 'none built'}. Last sign-off: {of.date or 'none'}. {state}"
    yield from ("", f"{checked(of)}.", "")
    yield from ("## Who checked", "")
    yield from (f"- {escaped(p.name)}, {p.role}: {counted(p.items, 'item')}, {_span(p)}" for p in of.people)
    yield from ("" if of.people else "Nobody has signed what is there now.\n", "## How", "")
    yield from (*(f"- {line}" for line in HOW), "", "## What was checked", "")
    yield from _table([item for item in of.items if item.checked])
    yield from ("", "## What was not checked", "")
    yield from _table(of.unchecked) if of.unchecked else ()
    yield ""
    if of.without_review:
        yield f"- Figures and tables that no notebook makes: {', '.join(map(escaped, of.without_review))}."
    if of.not_fresh:
        yield f"- Notebooks whose accepted results are not what they give now: {', '.join(map(escaped, of.not_fresh))}."
    yield from (f"- {line}" for line in LIMITS)


def _span(person: Person) -> str:
    return person.first if person.first == person.last else f"{person.first} to {person.last}"


def _table(items: Iterable[Item]) -> Iterator[str]:
    yield "| Item | Caption | Analyst | Assurer | Approver | Data (SHA-256) |"
    yield "|:--|:--|:--|:--|:--|:--|"
    for item in items:
        signed = " | ".join(_cell(one) for one in item.signed)
        analysts = escaped(", ".join(item.analysts)) or "not named"
        comments = f"; {counted(item.open_comments, 'open comment')}" if item.open_comments else ""
        yield f"| {escaped(item.id)}{comments} | {escaped(item.title)} | {analysts} | {signed} | `{item.data[:16]}` |"


def _cell(one: Signed) -> str:
    if not one.name:
        return one.state
    state = "" if one.state == "current" else f"{one.state}: "
    anew = ", computed anew since" if one.computed_anew else ""
    return f"{state}{escaped(one.name)}, {one.date}{anew}"
