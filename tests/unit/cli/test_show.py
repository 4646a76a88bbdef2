import json

import pytest

from assessment.cli import show
from assessment.codes import CODES, REPAIRS
from assessment.errors import ConfigurationError
from assessment.model import Reason, finding
from assessment.pipeline.status import NotebookStatus, Status

FOUND = [
    finding("F102", "@fig-rain has no figure", path="chapters/rain.qmd", line=4, hint="see ../notebooks/rain.ipynb"),
    finding("D104", "not a number.", path="data/rain.csv", line=2, column="mm"),
    finding("N206", "moved", path="notebooks/rain.ipynb", cell="fig-rain"),
]


def test_a_finding_is_one_line_with_weight_code_place_message_and_repair(capsys):
    show.findings(FOUND, as_json=False, sarif=False)
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first == "error   F102 chapters/rain.qmd:4 @fig-rain has no figure. Hint: see ../notebooks/rain.ipynb."
    assert second.startswith("error   D104 data/rain.csv:2 column mm not a number. Hint: write a value of the declared")
    assert third.startswith("warning N206 notebooks/rain.ipynb [fig-rain] moved. Hint: look at what moved")
    assert last == "Findings: 2 errors, 1 warning."


@pytest.mark.parametrize("code", CODES)
def test_on_a_terminal_every_kind_of_finding_fits_into_80_columns(code, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    place = {"path": "chapters/a-chapter-with-a-long-name.qmd", "line": 1204}
    show.findings([finding(code, f"{CODES[code][1]} and more words that say what is meant", **place)], False, False)
    rows = capsys.readouterr().out.splitlines()
    assert max(map(len, rows)) <= 80
    assert rows[0].startswith(f"{CODES[code][0]:7} {code} chapters/a-chapter")
    assert all(row.startswith(" " * 8) for row in rows[1:-1])
    assert " ".join(" ".join(rows).split()).count(REPAIRS[code].replace("  ", " ")) == 1


def test_no_findings_are_said_too(capsys):
    show.findings([], as_json=False, sarif=False)
    assert capsys.readouterr().out == "No findings.\n"


def test_json_is_one_object_with_its_schema(capsys):
    show.findings(FOUND, as_json=True, sarif=False)
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == 1
    assert said["findings"][0] == {
        "code": "F102",
        "severity": "error",
        "path": "chapters/rain.qmd",
        "line": 4,
        "cell": None,
        "column": None,
        "message": "@fig-rain has no figure",
        "hint": "see ../notebooks/rain.ipynb",
    }


def test_an_error_goes_to_standard_error_and_as_an_object_to_standard_output(capsys):
    exc = ConfigurationError("not valid YAML", path="_quarto.yml", line=3, hint="mend it")
    show.error(exc, as_json=True)
    said = capsys.readouterr()
    assert "_quarto.yml:3: not valid YAML" in said.err
    error = json.loads(said.out)["error"]
    assert (error["message"], error["path"], error["line"]) == ("not valid YAML", "_quarto.yml", 3)


def test_an_unknown_id_offers_those_close_to_it(capsys):
    show.unknown("rain.m", ["rain.mm", "sun.hours"], as_json=False)
    assert "Did you mean rain.mm?" in capsys.readouterr().err


@pytest.mark.parametrize("quiet", [True, False])
def test_progress_off_a_terminal_is_plain_lines_or_nothing(capsys, quiet):
    with show.Progress(quiet) as progress:
        progress.notebook("rain", 1, 2)
        progress.notebook("rain", 2, 2)
        progress.render("index.html")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == ("" if quiet else "executed rain\nrendering index.html\n")


def test_a_notebook_without_results_is_not_said_to_be_missing(capsys):
    missing, code = Reason("missing", "notebooks/rain.ipynb"), Reason("code", "notebooks/sun.ipynb")
    notebooks = (NotebookStatus("rain", "failed", (missing,)), NotebookStatus("sun", "stale", (code,)))
    show.status(Status(notebooks, (), ()), as_json=False)
    first, second, _ = capsys.readouterr().out.splitlines()
    assert first == "failed  rain  (no results yet)"
    assert second == "stale   sun  (code notebooks/sun.ipynb)"
