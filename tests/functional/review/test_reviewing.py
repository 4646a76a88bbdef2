"""The page, asked by a client: the queue, a figure, decisions, comments, conflicts."""

from __future__ import annotations

import pytest
import yaml

from assessment.releases.content import Known, content_gates


def states(desk):
    return {item.subject.id: item.state for item in desk.reviews().items}


def test_the_queue_names_everything_and_says_how_it_stands(reviewer, desk):
    page = reviewer.client.get("/").text
    for name in ("fig-rain", "tbl-rain", "values-rain"):
        assert f'href="/subject?id={name}"' in page
    assert set(states(desk).values()) == {"missing"}


def test_a_figure_is_shown_with_all_that_a_reviewer_looks_at(reviewer):
    page = reviewer.open().text
    for words in (
        "Rain by town",
        "Two bars.",
        "@fig-rain shows the rain of the towns.",
        "index.qmd:3",
        "show(figure, rain)",
    ):
        assert words in page
    assert "Ana Lyst" in page
    assert ">200</td>" in page


def test_an_approval_is_written_to_the_record(reviewer, rain, desk):
    answer = reviewer.say(note="Checked by hand.")
    assert "Saved: fig-rain." in answer.text
    record = yaml.safe_load((rain.root / "reviews" / "fig-rain.yml").read_text())
    (signed,) = record["assurer"]
    assert (signed["name"], signed["decision"], signed["note"]) == ("Ada", "approved", "Checked by hand.")
    assert desk.reviews().of("fig-rain").role("assurer").holds


def test_after_a_decision_the_next_that_wants_one_is_shown(reviewer):
    assert reviewer.say().url.params["id"] in ("tbl-rain", "values-rain")
    assert reviewer.say(decision="", comment="Which gauge?").url.params["id"] == "fig-rain"


def test_who_signs_is_remembered_in_the_browser(reviewer):
    reviewer.say(name="Ömer", role="approver")
    page = reviewer.open("tbl-rain").text
    assert 'value="Ömer"' in page
    assert 'value="approver" required checked' in page


def test_a_data_edit_lapses_and_says_what_changed(reviewer, rain, desk):
    reviewer.say()
    rain.write(coast=150)
    assert desk.reviews().of("fig-rain").role("assurer").state == "lapsed"
    assert "Largest: coast: 100 → 150 (+50, +50.0%)" in reviewer.open().text
    queue = reviewer.client.get("/").text
    assert queue.index("fig-rain") < queue.index("tbl-rain")
    assert "mm: 1 of 2 rows changed" in queue


def test_a_picture_edit_wants_a_look_and_shows_both(reviewer, rain, desk):
    reviewer.say()
    rain.write(colour="red")
    assert desk.reviews().of("fig-rain").role("assurer").state == "look again"
    page = reviewer.open().text
    assert page.count('src="/picture/') == 2
    assert "The numbers are those that were approved." in page


def test_words_are_read_again_and_prose_elsewhere_changes_nothing(reviewer, rain, desk):
    reviewer.say()
    rain.text("Nobody measures snow.", "Snow is measured by nobody.")
    assert desk.reviews().of("fig-rain").role("assurer").state == "current"
    rain.text("shows the rain", "shows all rain")
    assert desk.reviews().of("fig-rain").role("assurer").state == "re-read"
    assert "<del>the</del><ins>all</ins>" in reviewer.open().text


def test_a_renamed_figure_keeps_its_sign_off(reviewer, rain, desk):
    reviewer.say()
    rain.write(label="fig-towns")
    rain.text("#fig-rain", "#fig-towns")
    rain.text("@fig-rain", "@fig-towns")
    item = desk.reviews().of("fig-towns")
    assert (item.role("assurer").state, item.renamed_from) == ("current", ("fig-rain",))


def test_the_values_of_a_notebook_are_reviewed_together(reviewer, rain, desk):
    reviewer.say("values-rain")
    rain.write(hills=210)
    assert desk.reviews().of("values-rain").role("assurer").state == "lapsed"
    assert "rain.most: 200 → 210" in reviewer.open("values-rain").text


def test_the_analyst_is_named_once_for_the_project_and_a_notebook_may_say_otherwise(reviewer, rain):
    with (rain.root / "_quarto.yml").open("a") as config:
        config.write("assessment:\n  analyst: [The rain team, Ben]\n")
    assert reviewer.say(name="The rain team").status_code == 200  # its notebook was made by Ana Lyst
    notebook = rain.root / "notebooks" / "rain.ipynb"
    notebook.write_text(notebook.read_text().replace('"analyst": "Ana Lyst"', '"timeout": 60'))
    assert "by The rain team, Ben." in reviewer.open().text
    for name in ("the RAIN team", "Ben"):
        answer = reviewer.say(name=name, role="approver")
        assert (answer.status_code, "the analyst cannot approve it" in answer.text) == (422, True)
    assert "The rain team is its analyst: the approval of" in reviewer.open().text
    assert reviewer.say(name="Ana Lyst").status_code == 200


def test_a_release_asks_who_computed(rain, desk):
    notebook = rain.root / "notebooks" / "rain.ipynb"
    notebook.write_text(notebook.read_text().replace('"analyst": "Ana Lyst"', '"timeout": 60'))
    gate = next(content_gates(Known((), desk.reviews(), ruled=True, datasets=0, notebooks=1)))
    assert (gate.code, gate.state) == ("L902", "failed")
    assert ("R810", "notebooks/rain.ipynb") in [(found.code, found.path) for found in gate.findings]


def test_the_analyst_cannot_approve_their_own_figure(reviewer, rain):
    answer = reviewer.say(name="ana lyst")
    assert (answer.status_code, "the analyst cannot approve it" in answer.text) == (422, True)
    assert not (rain.root / "reviews").exists()


def test_two_reviewers_at_once_get_a_conflict_to_settle(reviewer, desk):
    form = reviewer.form()
    reviewer.say(name="Ben", decision="changes wanted", note="Say which gauge.", form=form)
    answer = reviewer.say(name="Ada", note="My note", form=form)
    assert answer.status_code == 409
    for words in ("somebody else said something", "Say which gauge.", "My note"):
        assert words in answer.text
    assert [item.name for item in desk.reviews().of("fig-rain").record.sign_offs] == ["Ben"]
    assert reviewer.say(name="Ada").status_code == 200
    assert [item.name for item in desk.reviews().of("fig-rain").record.sign_offs] == ["Ben", "Ada"]


def test_a_decision_on_numbers_that_moved_meanwhile_is_a_conflict(reviewer, rain, desk):
    form = reviewer.form()
    rain.write(coast=150)
    answer = reviewer.say(form=form)
    assert answer.status_code == 409
    assert "this changed since you opened it" in answer.text
    assert not desk.reviews().of("fig-rain").begun


def test_a_comment_is_settled(reviewer, desk):
    reviewer.say(decision="", comment="Which gauge?\nThe new one?")
    (comment,) = desk.reviews().of("fig-rain").open_comments
    fields = {"secret": reviewer.form()["secret"], "id": "fig-rain", "seal": comment.seal, "name": "Ben", "role": ""}
    answer = reviewer.client.post("/settle", data=fields, headers={"Origin": "http://127.0.0.1:8765"})
    assert "settled by Ben" in answer.text
    assert desk.reviews().of("fig-rain").open_comments == ()


def test_a_record_that_cannot_be_read_is_told_and_left_alone(reviewer, rain):
    (rain.root / "reviews").mkdir()
    (rain.root / "reviews" / "fig-rain.yml").write_text("schema: 1\nid: fig-rain\nassurer: 3\n")
    assert "is a list of blocks" in reviewer.client.get("/").text
    assert reviewer.say().status_code == 422


def test_records_that_lie_elsewhere_are_neither_read_nor_written(reviewer, rain):
    (rain.root.parent / "elsewhere").mkdir()
    (rain.root / "reviews").symlink_to(rain.root.parent / "elsewhere")
    answer = reviewer.client.get("/")
    assert (answer.status_code, "leads out of the project" in answer.text) == (503, True)
    assert list((rain.root.parent / "elsewhere").iterdir()) == []


def test_what_was_approved_is_kept_in_the_project_alone(reviewer, rain):
    elsewhere = rain.root.parent / "elsewhere"
    elsewhere.mkdir()
    (rain.root / "reviews").mkdir()
    (rain.root / "reviews" / "approved").symlink_to(elsewhere)
    answer = reviewer.say()
    assert (answer.status_code, "leads out of the project" in answer.text) == (503, True)
    assert list(elsewhere.iterdir()) == list((rain.root / "reviews").glob("*.yml")) == []


@pytest.mark.parametrize("id", ["fig-none", "", "../../etc/passwd", "values-../../x"])
def test_what_is_not_there_is_not_found(reviewer, id):
    assert reviewer.open(id).status_code == 404
    assert reviewer.say(id="fig-rain", form={**reviewer.form(), "id": id}).status_code == 404
