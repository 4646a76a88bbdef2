from __future__ import annotations

import hashlib

import pytest

from assessment.checks.reviews import review_findings
from assessment.reviews.entries import Comment, Digests, Record, SignOff
from assessment.reviews.records import Broken, Shelf
from assessment.reviews.states import take_reviews
from assessment.reviews.subjects import Subject

NOON = "2026-01-01T12:00:00Z"


def digests(data="data", rendering="picture", text="text"):
    return Digests(*(hashlib.sha256(part.encode()).hexdigest() for part in (data, "code", rendering, text)))


def subject(name="fig-rain", analysts=("Ana",), **parts):
    nothing = ("", (), (), (), (), "", "", None)
    return Subject(name, "figure", "notebooks/rain.ipynb", name, *nothing, analysts, digests(**parts))


def signed(role="assurer", name="Ada", decision="approved", note="", **parts):
    return SignOff(role, name, NOON, decision, digests(**parts), note)


def found(*sign_offs, comments=(), **parts):
    shelf = Shelf({"fig-rain": Record("fig-rain", sign_offs, tuple(comments))})
    return {item.code: item for item in review_findings(take_reviews([subject(**parts)], shelf))}


BEN = signed("approver", "Ben")
WANTED = {"decision": "changes wanted", "note": "Which\ngauge?"}


def test_what_is_signed_as_it_is_gives_no_finding():
    assert found(signed(), BEN) == {}


@pytest.mark.parametrize(
    ("signs", "now", "code", "says"),
    [
        ((signed(data="old"), BEN), {}, "R802", "the approval of Ada (assurer, 2026-01-01) has lapsed"),
        ((signed(rendering="old"), BEN), {}, "R803", "looks different since Ada approved it"),
        ((signed(text="old"), BEN), {}, "R804", "its words changed since Ada approved it"),
        (
            (signed(**WANTED), BEN),
            {},
            "R805",
            "Ada (assurer) wants changes: Which gauge?",
        ),
        (
            (signed(**WANTED, data="old"), BEN),
            {},
            "R802",
            "something changed since Ada wanted changes",
        ),
        ((signed(name="Ana"), signed(), BEN), {}, "R809", "Ana is its analyst and approved it"),
    ],
)
def test_what_does_not_hold_is_found_at_its_cell(signs, now, code, says):
    (finding,) = found(*signs, **now).values()
    assert (finding.code, finding.path, finding.cell) == (code, "notebooks/rain.ipynb", "fig-rain")
    assert says in finding.message


def test_an_open_comment_is_a_note():
    open_, settled = Comment("Ben", NOON, "Which gauge?"), Comment("Ben", NOON, "And why?", "Ada", NOON)
    (finding,) = found(signed(), BEN, comments=[open_, settled]).values()
    assert (finding.code, finding.message) == ("R806", "an open comment of Ben: Which gauge?")


def test_what_nobody_signed_is_one_finding_a_notebook_and_role():
    findings = review_findings(take_reviews([subject("fig-a"), subject("fig-b")], Shelf()))
    assert [finding.message for finding in findings] == [
        "nobody has signed as approver: fig-a, fig-b",
        "nobody has signed as assurer: fig-a, fig-b",
    ]


def test_records_that_cannot_be_read_or_have_no_subject_are_found():
    shelf = Shelf({"fig-gone": Record("fig-gone")}, (Broken("reviews/fig-x.yml", "not valid YAML", 3),))
    findings = {item.code: item for item in review_findings(take_reviews([], shelf))}
    assert (findings["R807"].path, findings["R807"].line) == ("reviews/fig-x.yml", 3)
    assert findings["R808"].path == "reviews/fig-gone.yml"


def test_a_notebook_without_an_analyst_is_named_once():
    findings = review_findings(take_reviews([subject("fig-a", ()), subject("fig-b", ())], Shelf()))
    assert [finding.path for finding in findings if finding.code == "R810"] == ["notebooks/rain.ipynb"]
