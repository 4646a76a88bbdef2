from __future__ import annotations

import pytest

from assessment.reviews.entries import Comment, Record
from assessment.reviews.records import Shelf
from assessment.reviews.states import review_of, take_reviews


@pytest.mark.parametrize(
    ("change", "state", "changed"),
    [
        ({}, "current", ()),
        ({"code": "refactored"}, "current", ("code",)),
        ({"code": ""}, "current", ()),
        ({"text": "reworded"}, "re-read", ("text",)),
        ({"rendering": "red"}, "look again", ("rendering",)),
        ({"rendering": "red", "text": "reworded"}, "look again", ("rendering", "text")),
        ({"data": "2024"}, "lapsed", ("data",)),
        ({"data": "2024", "rendering": "higher", "text": "more"}, "lapsed", ("data", "rendering", "text")),
    ],
)
def test_a_sign_off_lapses_by_what_changed(subject, sign, change, state, changed):
    review = review_of(subject(**change), Record("fig-rain", (sign(),)))
    assert review.role("assurer").state == state
    assert review.role("assurer").changed == changed
    assert review.role("approver").state == "missing"


def test_both_roles_are_needed(subject, sign):
    one = Record("fig-rain", (sign("assurer"),))
    both = Record("fig-rain", (sign("assurer"), sign("approver", "Ben")))
    assert not review_of(subject(), one).complete
    assert review_of(subject(), both).complete
    assert review_of(subject(), both).state == "current"


def test_an_open_comment_keeps_a_review_from_being_complete(subject, sign):
    signed = (sign("assurer"), sign("approver", "Ben"))
    said = Comment("Ada", "2026-01-01T00:00:00Z", "Which gauge?")
    settled = Comment("Ada", "2026-01-01T00:00:00Z", "Which gauge?", "Ben", "2026-01-02T00:00:00Z")
    assert not review_of(subject(), Record("fig-rain", signed, (said,))).complete
    assert review_of(subject(), Record("fig-rain", signed, (settled,))).complete


def test_wanted_changes_outweigh_the_approval_of_another(subject, sign):
    record = Record("fig-rain", (sign(name="Ada", decision="changes wanted"), sign(name="Ben", at=1)))
    assert review_of(subject(), record).role("assurer").state == "changes wanted"


def test_wanted_changes_end_when_the_same_person_approves_or_the_thing_changes(subject, sign):
    wanted = sign(name="Ada", decision="changes wanted")
    agreed = Record("fig-rain", (wanted, sign(name="Ada", at=1)))
    assert review_of(subject(), agreed).role("assurer").state == "current"
    assert review_of(subject(data="new"), Record("fig-rain", (wanted,))).role("assurer").state == "lapsed"


def test_going_back_to_what_was_approved_needs_nobody(subject, sign):
    record = Record("fig-rain", (sign(), sign(at=1, data="2024")))
    assert review_of(subject(), record).role("assurer").state == "current"
    assert review_of(subject(data="2024"), record).role("assurer").state == "current"


def test_the_approval_that_holds_best_counts(subject, sign):
    record = Record("fig-rain", (sign(name="Ada", at=0), sign(name="Ben", at=1, data="old")))
    assert review_of(subject(), record).role("assurer").sign_off.name == "Ada"


def test_the_analyst_cannot_approve_their_own_figure(subject, sign):
    own = sign(name="ana  LYST")
    review = review_of(subject(), Record("fig-rain", (own,)))
    assert (review.role("assurer").state, review.refused, review.last_approved) == ("missing", (own,), None)
    asked = sign(name="Ana Lyst", decision="changes wanted")
    assert review_of(subject(), Record("fig-rain", (asked,))).role("assurer").state == "changes wanted"


def test_a_renamed_figure_keeps_its_review(subject, sign):
    old = Record("fig-old", (sign("assurer"), sign("approver", "Ben")), (Comment("Ada", "2026-01-01T00:00:00Z", "?"),))
    (item,) = take_reviews([subject("fig-rain")], Shelf({"fig-old": old})).items
    assert (item.state, item.renamed_from, len(item.open_comments)) == ("current", ("fig-old",), 1)


def test_another_figure_takes_nothing_over(subject, sign):
    old = Record("fig-old", (sign(),))
    taken = take_reviews([subject("fig-rain", data="other")], Shelf({"fig-old": old}))
    assert (taken.items[0].state, taken.orphans) == ("missing", (old,))
    both = take_reviews([subject("fig-rain"), subject("fig-old")], Shelf({"fig-old": old}))
    assert [item.role("assurer").state for item in both.items] == ["missing", "current"]


def test_the_state_of_a_subject_is_that_of_the_role_that_needs_most(subject, sign):
    record = Record("fig-rain", (sign("assurer"), sign("approver", "Ben", data="old")))
    assert review_of(subject(), record).state == "lapsed"
