"""Where a Quarto for releases is installed: what was recorded of it still holds, with our pipeline and without it."""

from __future__ import annotations

import subprocess

import pytest
from record import RECORDED, build, constructs_of, copy_of_the_constructs

from assessment.editions.comparison.differences import compare
from assessment.editions.comparison.known import read_known
from assessment.editions.comparison.reading import read_edition
from assessment.editions.comparison.recorded import from_json
from assessment.rendering.quarto.finding import find_suitable_quarto

QUARTO = find_suitable_quarto(None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(QUARTO is None, reason="no Quarto 1.10 or later is installed"),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return copy_of_the_constructs(tmp_path_factory.mktemp("by-quarto"))


def test_the_recording_is_what_quarto_means(book):
    made = constructs_of(build(book, "--renderer", "quarto"))
    assert compare(made, from_json(RECORDED.read_text(encoding="utf-8")), ()).differences == ()


def test_quarto_alone_means_what_the_embedded_renderer_means(book):
    embedded = read_edition(build(book, "--renderer", "embedded"))
    subprocess.run([QUARTO.path, "render", "."], cwd=book, check=True, capture_output=True)
    assert compare(embedded, read_edition(book / "_book"), read_known()).unexplained == ()


def test_quarto_renders_one_chapter_alone(book):
    subprocess.run([QUARTO.path, "render", "chapters/tables.qmd", "--to", "html"], cwd=book, check=True)
    assert "A pipe table." in (book / "_book" / "chapters" / "tables.html").read_text(encoding="utf-8")
