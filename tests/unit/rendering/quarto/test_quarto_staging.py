import json

import pytest

from assessment.rendering.base import Order, Stamp
from assessment.rendering.quarto.staging import LOCAL, lay_over, project_files, stage_project

BOOK = "project: {{type: book}}\nbook: {{title: T, {author}chapters: [index.qmd]}}\n{more}"
FILES = {"index.qmd": "# A\n", "notebooks/a.ipynb": "{}", "_variables.yml": "old: 1\n", "data/a.csv": "a\n"}


@pytest.fixture
def order(make_project, make_manuscript, tmp_path):
    """An order for a book of one chapter."""

    def make(author="", more="", **fields):
        project = make_project(FILES, BOOK.format(author=author, more=more))
        stamp = Stamp("id", "draft", "2021-04-01", 2, "quarto 1.10.18")
        return Order(project, make_manuscript(), ("html", "pdf"), tmp_path / "to", stamp, 86400, **fields)

    return make


def settings(order, target, form):
    stage = order.project.build / "quarto"
    lay_over(order, stage, target, form)
    return json.loads((stage / LOCAL).read_text())


def test_sources_and_fresh_results_are_staged_with_the_editions_date(order, tmp_path):
    notebook = {"nbformat": 4, "metadata": {}, "cells": []}
    stage = tmp_path / "_build" / "quarto"
    stage.mkdir(parents=True)
    (stage / "left.txt").write_text("of an earlier run")
    stage_project(order(notebooks={"notebooks/a.ipynb": json.dumps(notebook).encode()}, variables={"new": 2}), stage)
    assert json.loads((stage / "notebooks/a.ipynb").read_text()) == notebook
    assert "new: 2" in (stage / "_variables.yml").read_text()
    assert (stage / "index.qmd").stat().st_mtime == 86400
    assert not (stage / "left.txt").exists()


def test_without_variables_none_are_staged(order, tmp_path):
    stage = tmp_path / "_build" / "quarto"
    stage_project(order(), stage)
    assert not (stage / "_variables.yml").exists()


def test_a_file_that_may_not_be_written_is_staged_so_that_it_may(order, tmp_path):
    ours = order()
    (tmp_path / "data/a.csv").chmod(0o444)
    stage_project(ours, tmp_path / "_build" / "quarto")
    assert (tmp_path / "_build/quarto/data/a.csv").stat().st_mode & 0o200
    assert not (tmp_path / "data/a.csv").stat().st_mode & 0o200


def test_folders_linked_from_elsewhere_are_followed_once(order, tmp_path):
    project = order().project
    (tmp_path / "more").symlink_to(tmp_path / "data")
    (tmp_path / "data" / "round").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert {"data/a.csv", "more/a.csv"} == {
        path.relative_to(tmp_path).as_posix() for path in project_files(project) if path.name == "a.csv"
    }


def test_pages_ask_no_other_host_for_mathematics(order):
    assert settings(order(), "html", "html")["html-math-method"] == "mathml"
    assert "html-math-method" not in settings(order(more="html-math-method: katex\n"), "html", "html")


def test_quartos_own_look_gets_an_author_where_the_book_has_none(order):
    assert settings(order(), "pdf", "typst")["book"] == {"author": " "}
    assert "book" not in settings(order(), "pdf", "look-typst")
    assert "book" not in settings(order(), "html", "html")
    assert "book" not in settings(order(author="author: A, "), "pdf", "typst")


def test_typefaces_of_our_look_are_staged_with_it(order, tmp_path):
    ours = order()
    stage = ours.project.build / "quarto"
    stage_project(ours, stage)
    assert "font-paths" not in settings(ours, "pdf", "typst")
    (tmp_path / "_extensions" / "assessment").mkdir(parents=True)
    stage_project(ours, stage)
    (folder,) = settings(ours, "pdf", "typst")["font-paths"]
    assert list((stage / folder.strip("/")).glob("*.ttf"))
