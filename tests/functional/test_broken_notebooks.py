"""A notebook that fails stops the build with one finding, and the last editions stand as they were."""

from __future__ import annotations

import json

import pytest

PLAIN = "notebooks/plain.ipynb"
RAISES = """
def third(number):
    return number / 0

third(1)
"""


def fails(book, code):
    """Build; the plain notebook failed, the editions are untouched. Gives its finding."""
    before = book.files()
    said = book.build()
    assert (said.code, said.json["failed"], said.json["executed"]) == (1, ["plain"], [])
    assert said.json["editions"] == {"html": None, "pdf": None}
    assert said.json["rendered"] == {"html": [], "pdf": False}
    assert book.files() == before
    assert said.codes == {code}
    finding = said.found(code)
    assert (finding["path"], finding["severity"]) == (PLAIN, "error")
    assert finding["hint"]
    return finding


UNREADABLE = {
    "not JSON": ('{"cells": [\n  {"cell_type":\n', 3, "not JSON"),
    "empty": ("", 1, "not JSON"),
    "no notebook": ("[]", None, "list of cells"),
    "an older format": ('{"cells": [], "nbformat": 3}', None, "format 3"),
    "a cell without source": ('{"cells": [{"cell_type": "code"}], "nbformat": 4}', None, "source"),
}


@pytest.mark.parametrize(("content", "line", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_notebook_that_cannot_be_read(weather, content, line, words):
    weather.write(PLAIN, content)
    finding = fails(weather, "N201")
    assert finding["line"] == line
    assert words in finding["message"]


@pytest.mark.parametrize("kernel", [None, {"name": "no-such-kernel"}], ids=["none", "one that is not installed"])
def test_a_notebook_without_a_kernel_that_can_run_it(weather, kernel):
    raw = weather.notebook(PLAIN)
    raw["metadata"]["kernelspec"] = kernel
    weather.write(PLAIN, json.dumps(raw))
    fails(weather, "N202")


def test_a_cell_that_raises_is_named_with_its_line_and_a_short_traceback(weather):
    weather.edit_cell(PLAIN, "remark", RAISES)
    finding = fails(weather, "N203")
    assert (finding["cell"], finding["line"]) == ("remark", None)
    assert "ZeroDivisionError: division by zero" in finding["message"]
    assert "third(1)" in finding["message"]
    assert "in third" in finding["hint"]
    assert len(finding["hint"].splitlines()) == 1


def test_the_line_named_is_one_of_the_cell_and_not_of_a_library(weather):
    weather.edit_cell(PLAIN, "remark", "import json\njson.loads('{')")
    assert "json.loads('{')" in fails(weather, "N203")["message"]


def test_a_dataset_that_is_not_declared_says_which_are(weather):
    weather.edit_cell(PLAIN, "remark", "from assessment.notebook import dataset\ndataset('snow')")
    assert "declared are: rain, temperature" in fails(weather, "N203")["message"]


def test_a_notebook_that_never_ends_is_stopped_at_its_limit(weather):
    weather.edit("_quarto.yml", "notebook-timeout: 60", "notebook-timeout: 2")
    weather.edit_cell(PLAIN, "remark", "import time\ntime.sleep(600)")
    finding = fails(weather, "N204")
    assert (finding["cell"], finding["message"]) == ("remark", "stopped after 2 seconds")
    assert "notebook-timeout" in finding["hint"]


def test_a_kernel_that_dies(weather):
    weather.edit_cell(PLAIN, "remark", "import os\nos._exit(9)")
    assert fails(weather, "N205")["cell"] == "remark"


def test_a_failed_notebook_is_remembered_and_the_others_are_kept(weather):
    weather.edit_cell(PLAIN, "remark", "1 / 0")
    weather.edit("notebooks/towns.py", '"Coast"', '"The coast"')
    said = weather.build()
    assert (said.json["failed"], said.json["executed"], said.json["reused"]) == (["plain"], ["rain"], ["temperature"])
    states = {item["slug"]: item["state"] for item in weather.run("status", "--json").json["notebooks"]}
    assert states == {"plain": "failed", "rain": "fresh", "temperature": "fresh"}
    weather.edit_cell(PLAIN, "remark", "print('mended')")
    mended = weather.build()
    assert (mended.code, mended.json["executed"]) == (0, ["plain"])
    assert "mended" in weather.page("chapters/temperature.html")


FIGURES = {
    "no words for those who do not see it": ("fig-alt", "fig-other", "F101"),
    "no caption": ("fig-cap", "fig-other", "F104"),
}


@pytest.mark.parametrize(("old", "new", "code"), FIGURES.values(), ids=FIGURES)
def test_a_figure_of_a_notebook_that_lacks_words(weather, old, new, code):
    weather.edit("notebooks/rain.ipynb", f"#| {old}:", f"#| {new}:")
    said = weather.build()
    finding = said.found(code)
    assert (finding["path"], finding["cell"], finding["line"]) == ("notebooks/rain.ipynb", "fig-rain-by-month", None)
    assert said.json["rendered"]["pdf"]


def test_a_figure_without_words_says_so_where_they_are_missing(weather):
    weather.edit("notebooks/rain.ipynb", "#| fig-alt:", "#| fig-other:")
    assert weather.build().code == 1
    assert 'alt="Description missing."' in weather.text("_book/chapters/rain.html")


def test_a_table_cell_that_shows_nothing_a_page_can_hold(weather):
    weather.edit_cell(PLAIN, "tbl-gauges", '#| tbl-cap: "Gauges"\n5')
    said = weather.build()
    assert (said.code, {"F108", "F106"} <= said.codes) == (1, True)
    assert said.found("F108")["cell"] == "tbl-gauges"


def test_options_of_a_cell_that_are_not_yaml(weather):
    weather.edit_cell(PLAIN, "remark", "#| note: a: b\nprint(1)")
    finding = weather.build().found("N201")
    assert (finding["path"], finding["cell"]) == (PLAIN, "cell 3")


def test_a_value_that_two_notebooks_publish(weather):
    publish = "from assessment.notebook import publish\npublish('rain.most', 5, 'millimetres')"
    weather.edit_cell(PLAIN, "remark", publish)
    finding = weather.build().found("V402")
    assert finding["message"].startswith("the value 'rain.most' is published here and in notebooks/plain.ipynb")
