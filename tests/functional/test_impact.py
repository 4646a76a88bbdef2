"""`impact`: what a change may do, what it does, and that both agree with a real build."""

from __future__ import annotations

import pytest
from impact_under_test import agrees

EDITS = {
    "a value, a figure, a table": ("data/rain/2023.csv", "coast,1,80", "coast,1,90"),
    "a figure alone": ("data/temperature/2022.csv", "hills,1,1.2", "hills,1,0.9"),
}


@pytest.mark.parametrize(("path", "old", "new"), EDITS.values(), ids=EDITS)
def test_what_changes_is_inside_what_may_and_equals_what_does(weather, path, old, new):
    text = weather.text(path)
    assert old in text
    assert agrees(weather, path, text.replace(old, new))


def test_trying_touches_neither_files_nor_results(weather, tmp_path):
    before = {folder: weather.files(folder) for folder in ("_book", "_build/notebooks", "data", "notebooks")}
    said = weather.run("impact", "--with", "temperature@2023", "--json")
    assert {"temperature.warmest"} == {one["id"] for one in said.json["values"]}
    (move,) = said.json["values"]
    assert (move["old"], move["new"]) == ("18.4", "19.3")
    (sentence,) = said.json["sentences"]
    assert "18.4 degrees" in sentence["old"]
    assert "19.3 degrees" in sentence["text"]
    assert {folder: weather.files(folder) for folder in before} == before
    page = weather.text("_build/impact/index.html")
    assert 'src="fig-temperature-before-1.svg"' in page
    assert 'src="fig-temperature-after-2.svg"' in page


def test_a_change_that_lies_in_the_project_already_is_compared_with_the_last_build(weather):
    weather.edit("data/rain/2023.csv", "coast,1,80", "coast,1,90")
    said = weather.run("impact", "--with", str(weather.root / "data/rain/2023.csv"), "--json")
    assert {"id": "rain.most", "old": "241", "new": "251"} in said.json["values"]


def test_a_notebook_that_fails_with_the_change_is_told_with_its_reason(weather, tmp_path):
    (tmp_path / "2023.csv").write_text("town,month\ncoast,1\n")
    said = weather.run("impact", "data/rain/2023.csv", "--with", str(tmp_path / "2023.csv"), "--json")
    assert "rain" in said.json["failed"]
    assert "N203" in {one["code"] for one in said.json["findings"]}


@pytest.mark.parametrize(
    ("path", "notebook"), [("notebooks/towns.py", "rain"), ("notebooks/plain.ipynb", "plain"), ("data", "temperature")]
)
def test_modules_notebooks_and_folders_have_an_impact_too(finished, path, notebook):
    said = finished.run("impact", path, "--json")
    assert said.code == 0
    assert notebook in said.json["notebooks"]


def test_a_path_that_is_not_there_is_a_mistake(finished):
    said = finished.run("impact", "data/snow.csv")
    assert said.code == 2
    assert "there is no data/snow.csv" in said.err


def test_a_pin_moves_after_its_impact_was_shown(weather):
    said = weather.run("data", "update", "temperature@2023", "--json")
    assert said.code == 0
    assert said.json["written"] == ["data/pins.yml"]
    assert weather.text("data/pins.yml") == 'temperature: "2023"\n'
    assert weather.run("data", "update", "temperature@2023", "--json").json["written"] == []
    assert weather.run("data", "update", "temperature@1999").code == 2
