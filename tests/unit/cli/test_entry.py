"""The quick answer is given only to plain builds, and says what the long way would say."""

import json
import time

import pytest

from assessment.cli import entry
from assessment.cli.building import clear_errors
from assessment.pipeline import unchanged

SUMMARY = {
    "executed": ["rain"],
    "reused": ["wind"],
    "failed": [],
    "rendered": {"html": ["index.qmd"], "pdf": True},
    "editions": {"html": "_book/index.html", "pdf": "_book/Rain.pdf"},
    "edition": "abc",
    "renderer": {"name": "embedded", "version": "1"},
    "mode": "draft",
    "findings": [],
    "because": {"notebooks": {"rain": [{"kind": "data", "path": "data/rain.csv"}]}, "chapters": {}},
    "recalled": [],
    "costs": {"rain": {"seconds": 8.0, "peak": 1 << 27, "engine": "worker"}},
    "seconds": {"total": 9.0, "execute": 8.0, "render": 1.0},
}


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A project whose last build said the summary."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_quarto.yml").touch()
    (tmp_path / "_build").mkdir()

    def say(**changes):
        asked = unchanged.request(to="all", renderer="auto", quarto=None)
        told = unchanged.Told((tmp_path / "_quarto.yml",), (), (), began=time.time_ns() + 1_000_000_000)
        unchanged.remember(tmp_path / "_build", asked, told, {**SUMMARY, **changes})

    say()
    return say


def test_a_plain_build_with_nothing_to_do_is_answered(built, capsys):
    assert entry.answered(["build", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["executed"], said["reused"]) == (1, [], ["rain", "wind"])
    assert said["rendered"] == {"html": [], "pdf": False}
    assert said["seconds"]["execute"] == 0
    assert said["because"] == {"notebooks": {}, "chapters": {}}


def test_it_is_answered_in_words_too(built, capsys):
    assert entry.answered(["build"])
    said = capsys.readouterr().out
    assert "0 executed, 2 reused, 0 failed" in said
    assert "Nothing to render" in said


def test_findings_of_severity_error_still_end_with_1(built, capsys):
    error = {"code": "F102", "severity": "error", "path": "a.qmd", "line": 1, "cell": None, "column": None}
    built(findings=[{**error, "message": "m", "hint": ""}])
    with pytest.raises(SystemExit) as ended:
        entry.answered(["build"])
    assert ended.value.code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["status"],
        ["build", "--help"],
        ["build", "--jobs", "1"],
        ["build", "extra"],
        ["build", "--project"],
        ["build", "--json=yes"],
        ["build", "--to", "html"],
        ["build", "--renderer=quarto"],
        ["build", "--project", "elsewhere"],
    ],
)
def test_everything_else_is_left_to_the_commands(built, arguments):
    assert not entry.answered(arguments)


def test_a_file_that_may_not_be_read_is_no_mistake_of_the_program(capsys):
    with pytest.raises(SystemExit) as ended, clear_errors():
        raise PermissionError(13, "Permission denied", "data/rain.csv")
    said = capsys.readouterr().err
    assert ended.value.code == 3
    assert said.startswith("Error: data/rain.csv: cannot be opened: Permission denied")
    assert "Traceback" not in said
