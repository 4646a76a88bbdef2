"""`trace`: from a figure, table or number back to its data, and on to where it is printed."""

from __future__ import annotations

import hashlib

import pytest

IDS = {
    "fig-rain-by-month": ("figure", "fig-rain-by-month", {("chapters/rain.qmd", 8), ("chapters/rain.qmd", 10)}),
    "tbl-rain-by-town": ("table", "tbl-rain-by-town", {("chapters/rain.qmd", 8), ("chapters/rain.qmd", 14)}),
    "rain.most": ("value", "values", {("chapters/rain.qmd", 7)}),
}


@pytest.mark.parametrize(("id_", "expected"), IDS.items(), ids=IDS)
def test_a_thing_is_traced_to_cell_data_and_places(finished, id_, expected):
    kind, cell, places = expected
    said = finished.run("trace", id_, "--json")
    assert said.code == 0
    traced = said.json
    assert (traced["kind"], traced["notebook"], traced["cell"]) == (kind, "notebooks/rain.ipynb", cell)
    (source,) = traced["inputs"]
    assert (source["dataset"], source["version"], source["path"]) == ("rain", "2023", "data/rain/2023.csv")
    assert source["sha256"] == hashlib.sha256((finished.root / source["path"]).read_bytes()).hexdigest()
    assert source["source"][0]["publisher"] == "Sample Weather Office"
    assert source["licence"][0]["name"] == "CC0-1.0"
    assert places <= {(place["path"], place["line"]) for place in traced["used_in"]}


def test_a_trace_can_be_read_by_people(finished):
    said = finished.run("trace", "rain.wet_days")
    assert said.code == 0
    for words in ("value rain.wet_days: 50", "data/rain/2023.csv", "Sample Weather Office", "index.qmd:3"):
        assert words in said.out


def test_data_that_are_not_declared_are_named_as_such(weather):
    weather.write("data/snow.csv", "1\n")
    weather.edit_cell("notebooks/plain.ipynb", "remark", "print(open('../data/snow.csv').read())")
    weather.edit("notebooks/plain.ipynb", "#| label: tbl-gauges", "#| label: tbl-snow")
    weather.build()
    undeclared = weather.run("trace", "tbl-snow", "--json").json["inputs"][1]
    assert (undeclared["path"], undeclared["dataset"], undeclared["licence"]) == ("data/snow.csv", None, [])


def test_an_id_that_does_not_exist_gets_a_suggestion(finished):
    said = finished.run("trace", "fig-rain-by-moth")
    assert (said.code, said.out) == (1, "")
    assert "Did you mean fig-rain-by-month" in said.err
    assert finished.run("trace", "fig-rain-by-moth", "--json").json["close"][0] == "fig-rain-by-month"
