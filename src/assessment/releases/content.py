"""The gates that the findings of a build decide: each finding belongs to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessment.checks.reviews import review_findings
from assessment.checks.safeguarding.published import RULES
from assessment.model import Finding, finding
from assessment.releases.gates import Gate, judged
from assessment.reviews.states import Reviews
from assessment.reviews.wording import counted

_FRESHNESS = ("N206", "N207", "V403")
_HELP = ("S741", "S742", "S743")
_REVIEWS = ("R801", "R802", "R803", "R804", "R805", "R807", "R809", "R810")
_COMMENTS = ("R806",)
_OF_OTHER_GATES = ("F101", "E601", *_HELP)


@dataclass(frozen=True)
class Known:
    """The findings of the release's own build, and its reviews; ``datasets`` and ``notebooks`` are counted.

    ``ruled`` says whether the project has rules of safeguarding: without them nothing was looked at.
    """

    findings: tuple[Finding, ...]
    reviews: Reviews
    ruled: bool
    datasets: int
    notebooks: int

    def with_code(self, *codes: str) -> list[Finding]:
        """The findings of some kinds."""
        return [found for found in self.findings if found.code in codes]


def content_gates(known: Known) -> Iterator[Gate]:
    """Reviews, comments, errors, data, accepted results and safeguarding."""
    reviewed = review_findings(known.reviews)  # also of a project that keeps no reviews: a release asks for them
    items = len(known.reviews.items)
    yield judged("L902", _some(reviewed, _REVIEWS), f"{items} figures, tables and sets of values")
    comments = sum(len(item.record.comments) for item in known.reviews.items)
    yield judged("L903", _some(reviewed, _COMMENTS), counted(comments, "comment"))
    yield judged("L904", filter(_is_error_of_its_own, known.findings), f"{_notes(known.findings)} warnings and notes")
    yield judged(
        "L905",
        (f for f in known.findings if f.code[0] == "D"),
        counted(known.datasets, "version of a dataset", "versions of datasets"),
    )
    yield judged("L906", known.with_code(*_FRESHNESS), counted(known.notebooks, "notebook"))
    unsafe = (f for f in known.findings if f.code[0] == "S" and f.severity == "error" and f.code not in _HELP)
    yield judged("L907", [*_unruled(known), *unsafe], "every chapter, notebook, table and data file")


def _unruled(known: Known) -> Iterator[Finding]:
    if not known.ruled:
        hint = "docs/safeguarding.md shows the rules; `words: []` alone says that nothing here needs any"
        yield finding("L907", "the project has no rules of safeguarding", path=RULES, hint=hint)


def help_findings(known: Known) -> list[Finding]:
    """What is wrong with the content notice and the lists of help."""
    return known.with_code(*_HELP)


def _is_error_of_its_own(found: Finding) -> bool:
    return found.severity == "error" and found.code[0] not in "DRS" and found.code not in _OF_OTHER_GATES


def _notes(findings: Iterable[Finding]) -> int:
    return sum(found.severity != "error" for found in findings)


def _some(findings: Iterable[Finding], codes: tuple[str, ...]) -> list[Finding]:
    return [found for found in findings if found.code in codes]
