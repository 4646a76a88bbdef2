"""A `_quarto.yml` that cannot be understood stops a command: place, reason and repair are named, nothing is lost."""

from __future__ import annotations

import pytest

EDITS = {
    "no book": ("type: book", "type: website", 2, "project: type: book"),
    "not YAML": ("lang: en-GB", "lang: [en-GB", 24, "not valid YAML"),
    "a key twice": ("lang: en-GB", "lang: en-GB\nlang: de", 24, "stands twice"),
    "a chapter outside the project": ("- index.qmd", "- ../index.qmd", 11, "outside the project"),
    "a chapter twice": ("- references.qmd", "- chapters/rain.qmd", 19, "listed twice"),
    "an unknown setting of ours": ("notebook-timeout", "notebook-time", 28, "notebook-time"),
    "a time limit that is no number": ("timeout: 60", "timeout: soon", 28, "above 0"),
    "a depth that is no number": ("html: default", "html: {toc-depth: deep}", 32, "toc-depth"),
    "sources in the output folder": ("output-dir: _book", "output-dir: chapters", 3, "output folder"),
    "the output folder is the project": ("output-dir: _book", "output-dir: .", 3, "output folder"),
}


@pytest.mark.parametrize(("old", "new", "line", "words"), EDITS.values(), ids=EDITS)
def test_a_wrong_configuration_names_its_line(weather, old, new, line, words):
    weather.edit("_quarto.yml", old, new)
    before = weather.files("")
    said = weather.build()
    error = said.json["error"]
    assert (said.code, error["path"], error["line"]) == (3, "_quarto.yml", line)
    assert words in error["message"]
    assert error["hint"]
    assert f"_quarto.yml:{line}: " in said.err
    assert weather.files("") == before


@pytest.mark.parametrize("command", ["build", "status", "check", "accept"])
def test_a_folder_without_a_book_is_refused(tmp_path, sample, command):
    book = sample("transport")
    (book.root / "_quarto.yml").unlink()
    said = book.run(command)
    assert said.code == 3
    assert "no _quarto.yml" in said.err
    assert "--project" in said.err


def test_a_configuration_that_is_not_utf8(sample):
    book = sample("transport")
    book.write("_quarto.yml", b"project:\n  type: book\nbook:\n  title: B\xfcsse\n  chapters: [index.qmd]\n")
    said = book.run("status")
    assert (said.code, said.out) == (3, "")
    assert "_quarto.yml: not UTF-8" in said.err


def test_an_output_folder_with_something_else_in_it_is_not_replaced(weather):
    weather.write("images/notes.txt", "mine")
    weather.edit("_quarto.yml", "output-dir: _book", "output-dir: images")
    said = weather.build()
    assert (said.code, said.json["error"]["message"]) == (3, "holds something that is no edition")
    assert weather.text("images/notes.txt") == "mine"


WRONG_USE = {
    "an edition there is not": ("build", "--to", "epub"),
    "a renderer there is not": ("build", "--renderer", "latex"),
    "an option there is not": ("build", "--fast"),
    "a command there is not": ("bake",),
    "a notebook there is not": ("accept", "snow"),
    "two forms at once": ("check", "--json", "--sarif"),
    "no id to trace": ("trace",),
}


@pytest.mark.parametrize("arguments", WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_ends_with_2_and_a_word_of_why(finished, arguments):
    said = finished.run(*arguments)
    assert said.code == 2
    assert said.err.strip()
    assert "Traceback" not in said.err
