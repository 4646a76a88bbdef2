"""Prose, data and recommendations set beside what they were."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from assessment.model import DatasetVersion
from assessment.releases.annex import write_annex
from assessment.releases.redline import Prose, redline
from assessment.releases.since import Changes, Pictures, Shown, moved_data, moved_recommendations
from assessment.reviews.sentences import Sentence

PNG = b"\x89PNG and more"


def prose(*texts, **variables):
    return Prose(tuple(Sentence("index.qmd", number, text) for number, text in enumerate(texts, 1)), variables)


def pieces(before, now):
    return [one.pieces for one in redline(before, now)]


def test_a_reworded_sentence_is_set_word_by_word_beside_what_it_was():
    found = pieces(
        prose("Rain fell on the coast.", "Snow is rare."), prose("Rain falls on the coast.", "Snow is rare.")
    )
    assert found == [(("same", "Rain "), ("removed", "fell"), ("added", "falls"), ("same", " on the coast."))]


def test_a_new_and_a_withdrawn_sentence_are_shown_whole():
    found = pieces(prose("It rains.", "Nobody measures snow here."), prose("It rains.", "Frost came early that year."))
    assert found == [(("added", "Frost came early that year."),), (("removed", "Nobody measures snow here."),)]


def test_a_number_that_moved_is_no_change_of_the_prose():
    text = "It rained {{< var rain >}} mm."
    assert pieces(prose(text, rain="9"), prose(text, rain="10")) == []


def test_placing_a_figure_is_no_change_of_the_prose():
    assert pieces(prose("It rains."), prose("It rains.", "{{< embed rain.ipynb#fig-rain >}}", "::: {.help}")) == []


def test_a_sentence_that_moved_down_a_line_is_no_change():
    assert pieces(prose("It rains."), prose("It rains.", "And snows."))[0] == (("added", "And snows."),)


def version(name, number, sha):
    return DatasetVersion(name, number, f"data/{name}/{number}.csv", sha * 16, pinned=True)


def test_datasets_are_told_by_version_and_content():
    before = [version("rain", "2022", "aaaa"), version("snow", "1", "cccc"), version("sun", "1", "eeee")]
    now = [version("rain", "2023", "bbbb"), version("snow", "1", "dddd"), version("sun", "1", "eeee")]
    assert [(m.id, m.old, m.new) for m in moved_data(before, now)] == [
        ("rain", "2022 (aaaaaaaaaaaa)", "2023 (bbbbbbbbbbbb)"),
        ("snow", "1 (cccccccccccc)", "1 (dddddddddddd)"),
    ]


def graph(*texts):
    data = {"schema": {"fields": [{"name": "No."}, {"name": "Recommendation"}]}}
    data["data"] = [{"No.": "R1", "Recommendation": text} for text in texts]
    return SimpleNamespace(lineages=[SimpleNamespace(data=data), SimpleNamespace(data=None)])


def test_recommendations_added_and_withdrawn_are_named():
    found = moved_recommendations(graph("Plant trees.", "Dig wells."), graph("Dig wells.", "Build dams."))
    assert (found.added, found.withdrawn) == (("Build dams.",), ("Plant trees.",))


@pytest.fixture
def changes():
    figures = (Pictures("fig-rain", Shown((PNG,), ("Two <bars>.",), "Rain by town"), Shown()),)
    return Changes(
        "Rain <b>", "v1.0", "0" * 40, figures=figures, prose=redline(prose("<script>x</script> a"), prose("b"))
    )


def test_the_page_stands_for_itself_and_shows_text_as_text(changes):
    page = changes.as_html()
    assert "data:image/png;base64," in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'src="http' not in page
    assert "<p>not there</p>" in page
    assert 'alt="Before: Two &lt;bars&gt;."' in page
    assert "<p>Rain by town</p>" in page


def test_nothing_changed_is_said():
    nothing = Changes("Rain", "v1.0", "0" * 40)
    assert not nothing.any
    assert "Nothing changed" in nothing.as_html()


def test_the_annex_says_every_text_as_itself(changes, tmp_path, make_project):
    project = make_project(config="project: {type: book}\nbook: {title: T, author: Ada, chapters: [index.qmd]}\n")
    write_annex(tmp_path / "annex", project, changes, "2024-05-01")
    text = (tmp_path / "annex" / "index.qmd").read_text()
    assert r"line 1: ~~\<script\>x\<\/script\> a~~" in text
    assert "line 1: [b]{.underline}" in text
    assert r'fig-alt="Before: Two \<bars\>\."' in text
    config = json.loads((tmp_path / "annex" / "_quarto.yml").read_text())
    assert (config["book"]["author"], config["book"]["date"]) == (["Ada"], "2024-05-01")
