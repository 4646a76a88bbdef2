"""What changed since an earlier commit is told from the command line, and on a page."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def moved(_ready, tmp_path_factory):
    """Another version of the data, another sentence; built, and compared with what was committed."""
    book = _ready.copied_to(tmp_path_factory.mktemp("moved") / "weather")
    book.edit("data/pins.yml", '"2022"', '"2023"')
    book.edit("index.qmd", "The measurements come from", "The numbers come from")
    book.build()
    return book, book.run("changes", "HEAD", "--json").json


def test_numbers_stand_with_old_and_new_in_their_sentences(moved):
    _, said = moved
    (value,) = said["values"]
    assert value["id"] == "temperature.warmest"
    (sentence,) = [one for one in said["sentences"] if one["path"] == "chapters/temperature.qmd"]
    assert value["old"] in sentence["old"]
    assert value["new"] in sentence["new"]
    assert value["old"] != value["new"]


def test_data_and_figures_that_changed_are_named(moved):
    _, said = moved
    assert said["figures"] == ["fig-temperature"]
    (data,) = said["data"]
    assert data["id"] == "temperature"
    assert (data["old"][:4], data["new"][:4]) == ("2022", "2023")


def test_the_prose_is_told_sentence_by_sentence_without_the_numbers_that_moved(moved):
    _, said = moved
    (prose,) = said["prose"]
    assert (prose["path"], prose["line"]) == ("index.qmd", 4)
    assert ["removed", "measurements"] in prose["pieces"]
    assert ["added", "numbers"] in prose["pieces"]


def test_the_page_shows_the_figures_side_by_side(moved):
    book, _ = moved
    page = book.text("_build/changes.html")
    assert page.count("data:image/svg+xml;base64,") == 4  # two parts, before and now
    assert "<ins>numbers</ins>" in page


def test_it_comes_as_a_pdf_too(moved, tmp_path):
    book, _ = moved
    printed = tmp_path / "changes.pdf"
    assert book.run("changes", "HEAD", "-o", str(printed)).code == 0
    import pypdfium2

    from assessment.releases.reading.printed import alternative_texts

    with pypdfium2.PdfDocument(printed) as document:
        text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    assert "The measurements numbers come from" in text  # struck through, and underlined
    described = alternative_texts(printed)
    assert [one.partition(":")[0] for one in described] == ["Before", "Before", "Now", "Now"]
    assert described[0] == "Before: Two dots: the coast in winter and in summer."


def test_the_terminal_says_it_too_and_an_unknown_commit_is_a_usage_error(moved):
    book, _ = moved
    said = book.run("changes", "HEAD")
    assert "value temperature.warmest: " in said.out
    assert "[-measurements-]{+numbers+}" in said.out
    unknown = book.run("changes", "v9")
    assert unknown.code == 2
    assert "there is no commit v9" in unknown.err
