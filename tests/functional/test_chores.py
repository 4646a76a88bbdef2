"""The chores, asked of the real command line: a report is started, built, tested, added to, renamed in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _new(folder, *options):
    command = [sys.executable, "-m", "assessment", "new", "report", str(folder), *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


@pytest.fixture(scope="module")
def begun(tmp_path_factory, book_at):
    """A report that was started and built; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("started") / "report"
    made = _new(folder, "--title", "Trains", "--author", "A team", "--json")
    assert made.returncode == 0, made.stderr
    book = book_at(folder)
    built = book.build()
    assert (built.code, built.findings) == (0, []), built
    return book


@pytest.fixture
def report(begun, tmp_path):
    return begun.copied_to(tmp_path / "report")


def test_a_started_report_has_both_editions_and_no_path_of_this_machine(begun):
    assert (begun.root / "_book" / "Trains.pdf").is_file()
    assert "1,069 millimetres of rain" in begun.page("index.html")
    written = [path for path in begun.root.rglob("*") if path.is_file() and "_build" not in path.parts]
    here = (str(ROOT).encode(), str(begun.root).encode())
    assert [path for path in written if any(place in path.read_bytes() for place in here)] == []


def test_its_notebooks_give_what_they_store(begun):
    nbval = ["-m", "pytest", "-q", "--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/nbval.cfg"]
    done = subprocess.run(
        [sys.executable, *nbval, "-p", "no:cacheprovider", "notebooks"],
        cwd=begun.root,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    refused = _new(tmp_path)
    assert refused.returncode == 2
    assert "not an empty folder" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_what_is_added_is_built_without_an_error(report):
    (report.root.parent / "snow-2024.csv").write_text("town,days\ncoast,3\nhills,9\n", encoding="utf-8")
    source = ("--source", "Yearbook", "--licence", "CC0-1.0")
    added = report.run("data", "add", str(report.root.parent / "snow-2024.csv"), *source, "--json")
    assert added.json["written"] == ["data/datapackage.json", "data/pins.yml", "data/snow/2024.csv"]
    assert report.run("new", "notebook", "snow", "--dataset", "snow").code == 0
    assert report.run("new", "chapter", "snow", "--title", "Snow").code == 0
    report.append("chapters/snow.qmd", "{{< embed ../notebooks/snow.ipynb#fig-snow >}}\n\n@fig-snow.")
    built = report.build("--to", "html")
    assert "snow" in built.json["executed"]
    assert [found for found in built.findings if found["severity"] == "error"] == []


def test_a_renamed_report_has_no_finding_and_runs_only_what_it_must(report):
    dry = report.run("rename", "fig-rain-by-month", "fig-months", "--dry-run", "--json").json
    assert (dry["written"], len(dry["places"])) == (False, 5)
    assert report.check().findings == []
    assert report.run("rename", "fig-rain-by-month", "fig-months").code == 0
    built = report.build("--to", "html")
    assert (built.code, built.findings, built.json["executed"]) == (0, [], ["rain"])
    assert "Figure 1.1" in report.page("index.html")


def test_the_outline_counts_what_chapters_hold(begun):
    told = begun.run("outline", "--json").json
    rain = next(line for line in told["lines"] if line["path"] == "chapters/rain.qmd")
    assert (rain["figures"], rain["tables"], rain["values"], rain["signed"]) == (1, 1, 2, 0)
    assert told["total"]["words"] == sum(line["words"] for line in told["lines"]) > 50
    printed = begun.run("outline").out
    assert "What was measured" in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_files_for_editors_come_again_where_they_are_absent_and_never_over_a_change(report):
    report.write(".vscode/tasks.json", "{}")
    (report.root / ".vscode" / "schemas" / "pins.schema.json").unlink()
    told = report.run("new", "editors", "--json")
    assert told.json["written"] == [".vscode/schemas/pins.schema.json"]
    assert "tasks.json differs" in told.err
    assert report.text(".vscode/tasks.json") == "{}"


@pytest.mark.slow
def test_make_report_and_make_test_pass_in_a_fresh_home(tmp_path):
    assert _new(tmp_path / "report").returncode == 0
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: text for name, text in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "http", "NO_"))}
    env = {**kept, "HOME": str(home), "PATH": os.defpath + ":/usr/local/bin"}
    for target in ("report", "test"):
        done = subprocess.run(
            [shutil.which("make") or "make", f"PYTHON={sys.base_prefix}/bin/python3", target],
            cwd=tmp_path / "report",
            env=env,
            capture_output=True,
            encoding="utf-8",
            timeout=1200,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((tmp_path / "report" / "_book" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest
