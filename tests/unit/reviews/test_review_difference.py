from __future__ import annotations

import pytest

from assessment.reviews.approved import keep_approved, read_approved
from assessment.reviews.difference import count_by_state, difference, queue, word_diff
from assessment.reviews.entries import Record
from assessment.reviews.sentences import Sentence
from assessment.reviews.states import review_of


def table(*values):
    fields = [{"name": "town", "type": "string"}, {"name": "mm", "type": "integer"}]
    return {"schema": {"fields": fields}, "data": [{"town": f"t{i}", "mm": v} for i, v in enumerate(values)]}


@pytest.fixture
def approved(make_project, subject, sign):
    """A project in which a subject was approved, and the same subject as it is now."""
    project = make_project()

    def make(id, before, now, **changed):
        keep_approved(project, subject(id, **before))
        return review_of(subject(id, **now, **changed), Record(id, (sign(),)))

    return project, make


def test_words_sentences_code_and_numbers_are_set_beside_what_was_approved(approved):
    project, make = approved
    before = {
        "tables": [table(1)],
        "words": [("caption", "Rain by town")],
        "sentences": [Sentence("a.qmd", 3, "@fig-a shows rain."), Sentence("a.qmd", 9, "See @fig-a.")],
    }
    now = {
        "tables": [table(2)],
        "words": [("caption", "Rain by month"), ("alternative text", "Bars.")],
        "sentences": [Sentence("a.qmd", 4, "@fig-a shows all rain.")],
    }
    told = difference(project, make("fig-a", before, now, data="x", text="y"))
    assert told.changed == ("data", "text")
    assert told.changes[0].said.startswith("mm: 1 of 1 rows changed")
    assert told.words[0].pieces == (("same", "Rain by "), ("removed", "town"), ("added", "month"))
    assert told.words[1].pieces == (("added", "Bars."),)
    assert [(s.line, s.wording.changed) for s in told.sentences] == [(4, True), (9, True)]


def test_without_an_approval_there_is_nothing_to_compare_with(make_project, subject):
    told = difference(make_project(), review_of(subject(tables=[table(1)]), Record("fig-rain")))
    assert (told.before, told.changes, len(told.tables[0].rows)) == (None, (), 1)


def test_the_queue_begins_with_what_lapsed_and_changed_most(approved, subject):
    project, make = approved
    items = [
        make("fig-same", {"tables": [table(1)]}, {"tables": [table(1)]}),
        make("fig-little", {"tables": [table(100)], "data": "a"}, {"tables": [table(101)]}, data="b"),
        review_of(subject("fig-new"), Record("fig-new")),
    ]
    assert [item.subject.id for item, _ in queue(project, items)] == ["fig-little", "fig-new", "fig-same"]
    assert count_by_state(items) == [("lapsed", 1), ("missing", 2)]


def test_the_same_words_have_no_differences():
    assert word_diff("caption", "Rain", "Rain").changed is False


@pytest.mark.parametrize("spoil", ["{", '{"schema": 2}', '{"schema": 1}', "[]"])
def test_a_kept_approval_that_cannot_be_read_is_as_good_as_none(make_project, subject, sign, spoil):
    project = make_project()
    key = keep_approved(project, subject())
    assert read_approved(project, sign()) is not None
    (project.root / "reviews" / "approved" / f"{key}.json").write_text(spoil)
    assert read_approved(project, sign()) is None
    assert read_approved(project, None) is None


def test_a_kept_approval_that_names_a_picture_elsewhere_shows_none(make_project, subject, sign):
    project = make_project({"secret.png": b"x"})
    key = keep_approved(project, subject())
    path = project.root / "reviews" / "approved" / f"{key}.json"
    path.write_text(
        path.read_text().replace('"pictures": []', '"pictures": [{"file": "../../secret.png", "mime": "image/png"}]')
    )
    assert read_approved(project, sign()).pictures == ()
