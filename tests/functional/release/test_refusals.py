"""Whatever is wrong, a release is refused, and each gate names place and repair."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from assessment.codes import CODES
from assessment.pipeline import release as releasing
from assessment.pipeline.build import examine
from assessment.pipeline.twins import Making, Twins
from assessment.project.project import load
from assessment.releases.gates import GATES
from assessment.reviews.signing import Entry, say
from release_ready import commit

ROOT = Path(__file__).parents[3]
RELEASE = ("release", "1.0", "--renderer", "embedded", "--dry-run", "--json")
REPORT = """<?xml version="1.0" encoding="utf-8"?>
<report><jobs><job><validationReport isCompliant="false"><details failedRules="1">
<rule specification="ISO 14289-1:2014" clause="7.1" testNumber="9" status="failed">
<description>A title.</description></rule>
</details></validationReport></job></jobs></report>
"""
# Code → the code and place of a finding that the mutation of the book below has to bring about.
EXPECTED = {
    "L902": ("R801", "notebooks/temperature.ipynb"),
    "L903": ("R806", "notebooks/plain.ipynb"),
    "L904": ("F102", "chapters/temperature.qmd"),
    "L905": ("D111", "data/extra.csv"),
    "L906": ("V403", "_variables.yml"),
    "L907": ("S731", "chapters/methods.qmd"),
    "L908": ("L908", "_book/chapters/rain.html"),
    "L909": ("L909", "notebooks/rain.ipynb"),
    "L910": ("L910", "_book/Weather-of-three-towns.pdf"),
    "L911": ("L911", "_book/index.html"),
    "L912": ("L912", "_book/chapters/dialect.html"),
    "L913": ("L913", "_book"),
    "L914": ("L914", "links.yml"),
    "L916": ("L916", "corrections.yml"),
}


def gates(said):
    return {gate["code"]: gate for gate in said.json["gates"]}


def spoil(book):
    """Everything wrong at once: each line is for one gate."""
    (book.root / "reviews" / "fig-temperature.yml").unlink()
    project = load(book.root)
    item = examine(project).reviews.of("tbl-gauges")
    seen = item.subject.digests
    say(project, item, Entry("tbl-gauges", "assurer", "Ada", "2024-05-02T10:00:00Z", None, seen, comment="One each?"))
    book.append("chapters/temperature.qmd", "See @fig-snow.")
    book.write("data/extra.csv", "town\ncoast\n")
    shutil.copy(ROOT / "safeguarding.yml", book.root)
    book.append("chapters/methods.qmd", "A [page on gauges](https://gauges.example.org/all) says more.")
    look = shutil.copytree(ROOT / "_extensions", book.root / "_extensions") / "assessment"
    tokens = (look / "tokens.css").read_text()
    muted = next(line for line in tokens.splitlines() if line.strip().startswith("--colour-ink-muted"))
    (look / "tokens.css").write_text(tokens.replace(muted, "  --colour-ink-muted: #bbbbbb;", 1))
    with (look / "typst-show.typ").open("a") as template:
        template.write('\n#show "wettest": [driest]\n')
    book.edit("notebooks/rain.ipynb", 'axes.bar(by_month[\\"month\\"], by_month[\\"millimetres\\"])',
              'axes.bar(by_month[\\"month\\"], by_month[\\"millimetres\\"], color=\\"#dddddd\\")')  # fmt: skip
    book.edit("notebooks/rain.ipynb", 'publish(\\"rain.wet_days\\", by_town[\\"wet_days\\"].max(), \\"days\\")',
              'import time\\npublish(\\"rain.wet_days\\", time.time_ns() // 1000, \\"days\\")')  # fmt: skip
    book.edit("chapters/dialect.qmd", 'fig-alt="Drawing of a gauge."', 'fig-alt="A picture."')
    book.write(
        "corrections.yml",
        "schema: 1\ncorrections:\n  - {date: spring, edition: '1', place: p, was: a, now: b, why: c}\n",
    )
    commit(book.root, "Spoil everything")


@pytest.fixture(scope="module")
def spoiled(_ready, tmp_path_factory, browser):
    place = tmp_path_factory.mktemp("spoiled")
    book = _ready.copied_to(place / "weather")
    spoil(book)
    validator = place / "bin" / "verapdf"  # stands in for veraPDF, and says what veraPDF says of a PDF that fails
    validator.parent.mkdir()
    (place / "report.xml").write_text(REPORT)
    validator.write_text(f"#!/bin/sh\ncat '{place}/report.xml'\nexit 1\n")
    validator.chmod(0o755)
    import os

    said = book.run(*RELEASE, env={"PATH": f"{validator.parent}:{os.environ['PATH']}"})
    assert said.code == 1, said.err
    assert not (book.root / "dist").exists()
    return gates(said)


@pytest.mark.parametrize("code", EXPECTED)
def test_a_gate_refuses_with_place_and_repair(spoiled, code):
    gate = spoiled[code]
    assert gate["state"] == "failed"
    assert all(finding["message"] and finding["hint"] for finding in gate["findings"])
    assert EXPECTED[code] in [(finding["code"], finding["path"]) for finding in gate["findings"]]


def test_every_gate_is_tried_by_a_mutation():
    of_the_code = {code for code in CODES if code.startswith("L9")}
    assert {*EXPECTED, "L901", "L915"} == set(GATES) == of_the_code


def test_what_is_not_committed_is_not_released(ready):
    ready.append("index.qmd", "One more sentence.")
    said = ready.run(*RELEASE)
    assert said.code == 1
    (found,) = gates(said)["L901"]["findings"]
    assert (found["path"], found["hint"]) == ("index.qmd", "commit the sources, or take the change back")
    assert {gate["state"] for code, gate in gates(said).items() if code != "L901"} == {"not run"}


def test_a_book_without_a_repository_is_not_released(finished):
    said = finished.run(*RELEASE)
    assert said.code == 1
    assert "git init" in gates(said)["L901"]["findings"][0]["hint"]


def test_a_notebook_that_fails_is_an_error_and_nothing_behind_it_is_asked(ready):
    ready.edit_cell("notebooks/temperature.ipynb", "values", "raise ValueError('no thermometer')")
    commit(ready.root, "Break a notebook")
    said = ready.run(*RELEASE)
    assert said.code == 1
    assert "N203" in [finding["code"] for finding in gates(said)["L904"]["findings"]]
    assert {gates(said)[code]["state"] for code in ("L908", "L913", "L915")} == {"not run"}


@pytest.mark.parametrize(
    "arguments",
    [("release", "1.0"), ("release", "1.0", "--renderer", "auto"), ("release", "../1", "--renderer", "embedded")],
)
def test_a_release_names_renderer_and_version(ready, arguments):
    assert ready.run(*arguments).code == 2


@pytest.fixture
def tampered(ready, tmp_path, monkeypatch):
    """A release of two finished builds; what a test does to them shows which gates notice."""
    twins = [load(ready.copied_to(tmp_path / name).root) for name in ("one", "two")]

    @contextmanager
    def built(*_):
        yield Twins(*twins)

    monkeypatch.setattr(releasing, "built_twice", built)
    monkeypatch.setattr(releasing, "axe_gate", lambda *_: releasing.judged("L908", ()))  # has tests of its own
    return load(ready.root), *twins


def outcome(project):
    made = releasing.release(project, releasing.Wanted(Making("1.0", "embedded"), dry_run=True))
    return {gate.code: gate for gate in made.gates}


def test_untouched_builds_pass(tampered):
    assert {code: gate.state for code, gate in outcome(tampered[0]).items()} == dict.fromkeys(GATES, "passed")


def test_a_pdf_of_another_build_is_noticed(tampered):
    project, first, _ = tampered
    manifest = json.loads((first.output / "manifest.json").read_bytes())
    manifest["edition"] = "0123456789abcdef"
    (first.output / "manifest.json").write_text(json.dumps(manifest))
    gate = outcome(project)["L915"]
    assert gate.state == "failed"
    assert any("it is of edition" in found.message and found.path == "_book" and found.hint for found in gate.findings)


def test_another_byte_in_one_build_is_noticed(tampered):
    project, _, second = tampered
    (second.output / "assets" / "theme.css").write_bytes(b"/* made on another day */")
    gate = outcome(project)["L913"]
    assert gate.state == "failed"
    assert "theme.css" in gate.findings[0].message
