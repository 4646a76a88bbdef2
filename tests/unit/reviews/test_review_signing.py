from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from assessment.reviews.approved import read_approved
from assessment.reviews.entries import Comment, Record, RecordError
from assessment.reviews.records import path_of, read_one, read_records, write_record
from assessment.reviews.signing import ConflictError, Entry, RefusedError, say, settle
from assessment.reviews.states import review_of, take_reviews

NOON = "2026-01-01T12:00:00Z"
RAIN = {"schema": {"fields": [{"name": "mm", "type": "integer"}]}, "data": [{"mm": 1}]}


@pytest.fixture
def project(make_project):
    return make_project()


@pytest.fixture
def review(subject, project):
    def now(id="fig-rain", **parts):
        return review_of(subject(id, tables=[RAIN], **parts), read_one(project, id))

    return now


def entry(review, **more):
    said = {"role": "assurer", "name": "Ada", "date": NOON, "decision": "approved", "seen": review.subject.digests}
    return Entry(review.subject.id, **{**said, "revision": review.record.revision, **more})


def test_an_approval_is_written_with_what_was_approved(project, review):
    say(project, review(), entry(review(), note=" fine \r\n"))
    after = review()
    assert after.role("assurer").state == "current"
    assert after.last_approved.note == "fine"
    assert read_approved(project, after.last_approved).tables[0]["data"] == [{"mm": 1}]


def test_the_same_click_twice_is_one_entry(project, review):
    before = review()
    for second in (1, 2, 3):
        say(project, before, entry(before, date=f"2026-01-01T12:00:0{second}Z", comment="Why?"))
    assert (len(review().record.sign_offs), len(review().record.comments)) == (1, 1)


def test_two_at_once_is_a_conflict_and_nothing_is_lost(project, review):
    before = review()
    say(project, before, entry(before))
    with pytest.raises(ConflictError, match="somebody else said something") as conflict:
        say(project, before, entry(before, name="Ben", decision="changes wanted"))
    assert [item.name for item in conflict.value.review.record.sign_offs] == ["Ada"]
    say(project, review(), entry(review(), name="Ben", decision="changes wanted"))
    assert [item.name for item in review().record.sign_offs] == ["Ada", "Ben"]


def test_a_decision_on_what_is_there_no_more_is_a_conflict(project, review):
    old = entry(review())
    with pytest.raises(ConflictError, match="this changed since you opened it"):
        say(project, review(data="new"), old)
    assert not path_of(project, "fig-rain").exists()


def test_comments_never_conflict(project, review):
    before = review()
    for name in ("Ada", "Ben"):
        say(project, before, entry(before, name=name, decision=None, comment="Which gauge?"))
    assert [comment.name for comment in review().record.comments] == ["Ada", "Ben"]


def test_a_comment_is_settled_once_and_stays(project, review):
    say(project, review(), entry(review(), decision=None, comment="Which gauge?"))
    seal = review().record.comments[0].seal
    settle(project, review(), seal, "Ben", NOON)
    settle(project, review(), seal, "Cleo", NOON)
    assert [(c.text, c.settled_by) for c in review().record.comments] == [("Which gauge?", "Ben")]
    with pytest.raises(RefusedError, match="no such comment"):
        settle(project, review(), "0" * 16, "Ben", NOON)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": "ANA LYST"}, "the analyst cannot approve"),
        ({"name": " \t"}, "a name is needed"),
        ({"name": "\u202e"}, "a name is needed"),
        ({"name": "x" * 300}, "at most 200"),
        ({"note": "x" * 6000}, "at most 5000"),
        ({"decision": None}, "nothing to say"),
    ],
)
def test_what_may_not_be_said_is_refused(project, review, more, says):
    with pytest.raises(RecordError, match=says):
        say(project, review(), entry(review(), **more))
    assert not path_of(project, "fig-rain").exists()


def test_the_analyst_may_ask_for_changes_and_comment(project, review):
    say(project, review(), entry(review(), name="Ana Lyst", decision="changes wanted", comment="I will mend it."))
    assert review().state == "changes wanted"


def test_what_was_approved_before_is_dropped_when_newer_is_approved(project, review):
    say(project, review(), entry(review()))
    say(project, review(data="new"), entry(review(data="new"), date="2026-01-02T12:00:00Z"))
    kept = [path.stem for path in (project.root / "reviews" / "approved").iterdir()]
    assert kept == [review(data="new").subject.digests.key]


def test_a_renamed_figure_takes_its_record_along(project, review, subject):
    say(project, review("fig-old"), entry(review("fig-old"), comment="Which gauge?"))
    (item,) = take_reviews([subject("fig-new", tables=[RAIN])], read_records(project)).items
    say(project, item, entry(item, role="approver", name="Ben"))
    assert not path_of(project, "fig-old").exists()
    record = read_one(project, "fig-new")
    assert ([s.name for s in record.sign_offs], len(record.comments)) == (["Ada", "Ben"], 1)


def test_a_record_that_cannot_be_read_is_never_overwritten(project, review):
    before = review()
    path_of(project, "fig-rain").parent.mkdir()
    path_of(project, "fig-rain").write_text("schema: 9\n")
    with pytest.raises(RecordError, match="a record begins with"):
        say(project, before, entry(before))
    assert path_of(project, "fig-rain").read_text() == "schema: 9\n"


def test_many_at_once_lose_nothing(project, review):
    before = review()

    def comment(number):
        say(project, before, entry(before, decision=None, comment=f"Remark {number}"))

    threads = [threading.Thread(target=comment, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(c.text for c in review().record.comments) == sorted(f"Remark {n}" for n in range(12))


def test_words_that_steer_are_taken_out(project, review):
    say(project, review(), entry(review(), decision=None, name="A\u202eda\x00", comment="one\x1b[31m\n\n two\u2028\t"))
    (comment,) = review().record.comments
    assert (comment.name, comment.text) == ("Ada", "one[31m\n\n two")


def test_a_record_from_another_place_is_read_as_it_was(project, review):
    write_record(project, Record("fig-rain", (), (Comment("Ben", NOON, "?", "Ada", NOON),)))
    assert review().open_comments == ()
    assert replace(review(), record=Record("fig-rain")).begun is False
