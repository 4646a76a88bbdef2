"""`accept`: a person takes fresh results into the committed notebooks and `_variables.yml`, both together."""

from __future__ import annotations

import json

import pytest

RAIN = "data/rain/2023.csv"


@pytest.fixture
def moved(weather):
    """The weather book, built after its rain has changed."""
    weather.edit(RAIN, "coast,1,80", "coast,1,90")
    weather.build()
    return weather


def differing(said):
    return said.codes & {"N206", "N207", "V403"}


def test_what_differs_from_what_was_accepted_is_found_and_gone_after_accepting(moved):
    assert differing(moved.check()) == {"N206", "V403"}
    said = moved.run("accept", "--json")
    assert said.code == 0
    assert said.json["values"] == [{"id": "rain.most", "old": "241", "new": "251"}]
    assert said.json["written"] == ["_variables.yml", "notebooks/rain.ipynb"]
    assert not differing(moved.check())
    assert "251" in moved.text("_variables.yml")
    assert not moved.run("accept", "--json").json["written"]


def test_what_moves_is_shown_before_it_is_written(moved):
    lines = moved.run("accept").out.splitlines()
    assert lines.index("rain.most: 241 → 251") < lines.index("wrote _variables.yml")


def test_the_build_shows_fresh_numbers_whatever_was_accepted(moved):
    assert "most of it 251 mm" in moved.page("chapters/rain.html")
    assert "241" in moved.text("_variables.yml")


def test_a_book_never_accepted_says_so_in_warnings_alone(sample):
    book = sample("weather")
    said = book.build("--to", "html")
    assert (said.code, said.codes) == (0, {"N207", "V403"})
    assert said.json["executed"] == ["plain", "rain", "temperature"]


def test_one_notebook_alone_is_accepted(moved):
    moved.write("data/pins.yml", 'temperature: "2023"\n')
    moved.build()
    said = moved.run("accept", "rain", "--json")
    assert [move["id"] for move in said.json["values"]] == ["rain.most"]
    assert [finding["path"] for finding in moved.check().findings if finding["code"] == "N206"] == [
        "notebooks/temperature.ipynb",
        "notebooks/temperature.ipynb",
    ]


def test_stale_results_cannot_be_accepted(weather):
    weather.edit(RAIN, "coast,1,80", "coast,1,90")
    before = weather.files("notebooks")
    said = weather.run("accept", "--json")
    assert (said.code, said.json["error"]["message"]) == (3, "stale: plain, rain")
    assert "assessment build" in said.json["error"]["hint"]
    assert weather.files("notebooks") == before


def test_a_variables_file_that_is_broken_is_written_anew(weather):
    good = weather.text("_variables.yml")
    weather.write("_variables.yml", "rain: [\n")
    finding = weather.check().found("V401")
    assert (finding["path"], finding["line"]) == ("_variables.yml", 2)
    assert weather.run("accept").code == 0
    assert weather.text("_variables.yml") == good


def test_variables_written_by_hand_are_kept(weather):
    weather.write("_variables.yml", weather.text("_variables.yml") + 'office: "Sample Weather Office"\n')
    weather.append("index.qmd", "Ask the {{< var office >}}.")
    weather.edit(RAIN, "coast,1,80", "coast,1,90")
    weather.build()
    weather.run("accept")
    assert 'office: "Sample Weather Office"' in weather.text("_variables.yml")
    assert "Ask the Sample Weather Office." in weather.page("index.html")


def test_words_written_since_the_build_are_kept(moved):
    raw = moved.notebook("notebooks/rain.ipynb")
    next(cell for cell in raw["cells"] if cell["cell_type"] == "markdown")["source"] = ["Other words."]
    moved.write("notebooks/rain.ipynb", json.dumps(raw, indent=1))
    assert moved.run("accept", "--json").json["written"] == ["_variables.yml", "notebooks/rain.ipynb"]
    accepted = moved.notebook("notebooks/rain.ipynb")
    assert next(cell["source"] for cell in accepted["cells"] if cell["cell_type"] == "markdown") == ["Other words."]
    assert "251" in json.dumps([cell.get("outputs") for cell in accepted["cells"]])
