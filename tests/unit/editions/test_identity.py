import subprocess
from dataclasses import replace

import pytest

from assessment.editions.identity import day, edition_id, inputs_of, source_commit, source_epoch
from assessment.model import RendererInfo

RENDERER = RendererInfo("fake", "1")
NOTEBOOK = b"""{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "# Rain"},
  {"cell_type": "code", "source": "1", "outputs": [{"text": "dry"}]}]}"""


@pytest.fixture
def identity(book):
    project, manuscript = book

    def make(notebooks=None, renderer=RENDERER, manuscript=manuscript):
        inputs = inputs_of(project, manuscript, notebooks or {"notebooks/rain.ipynb": NOTEBOOK})
        return edition_id(project, manuscript, inputs, renderer)

    return make


def test_every_source_is_an_input(book):
    project, manuscript = book
    assert list(inputs_of(project, manuscript, {"notebooks/rain.ipynb": NOTEBOOK})) == [
        "_quarto.yml",
        "chapters/rain.qmd",
        "data/rain.csv",
        "index.qmd",
        "notebooks/rain.ipynb",
        "requirements.lock",
    ]


@pytest.mark.parametrize("path", ["_quarto.yml", "chapters/rain.qmd", "data/rain.csv", "requirements.lock"])
def test_a_changed_source_is_another_edition(book, identity, path):
    before = identity()
    source = book[0].root / path
    source.write_text(source.read_text() + " ")
    assert identity() != before


def test_results_renderer_and_its_version_make_the_edition(identity):
    editions = {
        identity(),
        identity(notebooks={"notebooks/rain.ipynb": NOTEBOOK.replace(b"dry", b"wet")}),
        identity(renderer=RendererInfo("other", "1")),
        identity(renderer=RendererInfo("fake", "2")),
    }
    assert len(editions) == 4


def test_another_conversion_is_another_edition(book, identity):
    first, second = book[1].chapters
    changed = replace(second, conversion=replace(second.conversion, digest="another"))
    assert identity(manuscript=replace(book[1], chapters=(first, changed))) != identity()


def test_files_that_are_no_source_make_no_difference(book, identity):
    before = identity()
    (book[0].root / "notes.txt").write_text("dry")
    (book[0].root / "chapters" / "rain.qmd").touch()
    assert identity() == before


def test_the_date_can_be_declared(make_project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert source_epoch(make_project()) == 86400


@pytest.mark.parametrize(
    ("date", "expected"), [("2021-04-01", "2021-04-01"), ("spring", "2000-01-01"), ("", "2000-01-01")]
)
def test_without_git_the_book_or_a_fixed_rule_gives_the_date(make_project, monkeypatch, tmp_path, date, expected):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    config = f"project: {{type: book}}\nbook:\n  chapters: [index.qmd]\n  date: '{date}'\n"
    assert day(source_epoch(make_project(config=config))) == expected


def test_the_prose_of_a_notebook_is_not_in_an_edition(identity):
    assert identity(notebooks={"notebooks/rain.ipynb": NOTEBOOK.replace(b"# Rain", b"# Snow")}) == identity()


def _git(root, *words):
    who = ("-c", "user.name=A. Gauge", "-c", "user.email=gauge@example.org")
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def test_the_commit_is_the_last_that_touched_an_input_and_clean_as_long_as_they_are_as_it_has_them(book):
    root = book[0].root
    assert source_commit(book[0], []) is None
    _git(root, "init", "--quiet")
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "--message", "Write a book")
    first = _git(root, "rev-parse", "HEAD")
    (root / "README.md").write_text("A book.")
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "--message", "Say what it is")
    assert source_commit(book[0], ["index.qmd"]) == {"id": first, "clean": True}
    (root / "index.qmd").write_text("# Other\n")
    assert source_commit(book[0], ["index.qmd"]) == {"id": first, "clean": False}
