"""A book whose pages and PDF Quarto makes passes the same gates; seen only where a Quarto for releases is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessment.releases.gates import GATES
from assessment.rendering.quarto.finding import find_suitable_quarto
from release_ready import commit

ROOT = Path(__file__).parents[3]
LOOK = """\
csl: _extensions/assessment/assessment.csl
format:
  assessment-html: default
  assessment-typst: default
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("browser"),
    pytest.mark.skipif(find_suitable_quarto(None) is None, reason="no Quarto 1.10 or later is installed"),
]


@pytest.fixture
def looked(ready):
    """The book in the look that is ours, as Quarto needs it: its extension in the project, its pages cleaned."""
    shutil.copytree(ROOT / "_extensions", ready.root / "_extensions")
    config = ready.text("_quarto.yml").partition("format:")[0]
    config = config.replace("type: book", "type: book\n  post-render: _extensions/assessment/clean.lua")
    ready.write("_quarto.yml", config + LOOK)
    return ready


def gates(said):
    return {gate["code"]: gate for gate in said.json["gates"]}


def test_a_release_by_quarto_passes_every_gate(looked):
    commit(looked.root, "Our look")
    said = looked.run("release", "1.0", "--renderer", "quarto", "--json")
    assert {code: gate["findings"] for code, gate in gates(said).items()} == {code: [] for code in GATES}
    page = (next((looked.root / "dist").iterdir()) / "html" / "index.html").read_text()
    assert "Released edition 1.0 · " in page


def test_what_a_look_of_quartos_own_cannot_promise_is_told_with_place_and_repair(looked):
    looked.edit("_quarto.yml", "assessment-html: default", "html: {theme: none}")
    commit(looked.root, "No theme")
    said = looked.run("release", "1.0", "--renderer", "quarto", "--dry-run", "--json")
    assert said.code == 1, said.err
    refused = {code: gate for code, gate in gates(said).items() if gate["state"] != "passed"}
    assert {gate["state"] for gate in refused.values()} == {"failed"}
    assert any("landmark-one-main" in found["message"] for found in refused["L908"]["findings"])
    assert all(found["path"] and found["hint"] for gate in refused.values() for found in gate["findings"])
