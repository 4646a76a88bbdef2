"""`impact`: what a change may do, what it does, and that both agree with a real build."""

from __future__ import annotations

import csv
import io
import json

import pytest

EDITS = {
    "data/rain/2023.csv": [("coast,1,80", "coast,1,90"), ("hills,1,112", "hills,1,150")],
    "data/temperature/2022.csv": [("coast,7,18.4", "coast,7,21.9"), ("hills,1,1.2", "hills,1,0.9")],
}
PAIRS = [(path, *edit) for path, edits in EDITS.items() for edit in edits]


def graph(book):
    """What the manifest of a built edition says: digest of each figure, table, value; each sentence with a value."""
    listed = json.loads(book.text("_book/manifest.json"))["graph"]["lineages"]
    digests = {(one["kind"], one["id"]): one["sha256"] for one in listed}
    sentences = {
        (use["path"], use["line"], use["sentence"])
        for one in listed
        if one["kind"] == "value"
        for use in one["used_in"]
    }
    return digests, sentences


def really_changed(book, *options):
    """Build, and say what differs from the edition before: notebooks that ran, things, new sentences."""
    before, said_before = graph(book)
    done = book.build(*options)
    assert done.json["failed"] == []
    after, said_after = graph(book)
    return {
        "notebooks": set(done.json["executed"]),
        **{kind: {i for (k, i) in after if k == kind and before.get((k, i)) != after[k, i]} for kind in KINDS.values()},
        "sentences": said_after - said_before,
    }


KINDS = {"figures": "figure", "tables": "table", "values": "value"}


def listed(answer):
    return {
        "notebooks": set(answer["notebooks"]),
        "figure": set(answer["figures"]),
        "table": set(answer["tables"]),
        "value": {one["id"] for one in answer["values"]},
        "sentences": {(one["path"], one["line"], one["text"]) for one in answer["sentences"]},
    }


def assert_impact_agrees(book, path, content, *options):
    """Ask, try, then do: the first holds the last, the second equals it."""
    may = listed(book.run("impact", path, "--json").json)
    file = book.root.parent / "replacement.csv"
    file.write_text(content, encoding="utf-8")
    answer = book.run("impact", path, "--with", str(file), "--json").json
    places = {(path, line) for path, line, _ in may.pop("sentences")}
    book.write(path, content)
    real = really_changed(book, *options)
    assert listed(answer) == real
    assert {(path, line) for path, line, _ in real.pop("sentences")} <= places
    assert all(real[kind] <= may[kind] for kind in may), path


@pytest.mark.parametrize(("path", "old", "new"), PAIRS[::2], ids=[pair[0] for pair in PAIRS[::2]])
def test_what_changes_is_inside_what_may_and_equals_what_does(weather, path, old, new):
    text = weather.text(path)
    assert old in text
    assert_impact_agrees(weather, path, text.replace(old, new))


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


def edited(text, row, column):
    """A table with one number a little larger."""
    rows = list(csv.reader(io.StringIO(text)))
    number = rows[row][column]
    rows[row][column] = str(int(number) + 7) if number.isdigit() else f"{float(number) + 0.7:.1f}"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
