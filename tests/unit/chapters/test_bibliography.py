"""The letters after years and what happens to entries that cannot be read; pandoc is played by a few lines."""

import json
import re

import pytest

from assessment.chapters import bibliography
from assessment.chapters.bibliography import Bibliography, read_bibliography
from assessment.errors import ProgramFailedError


def entry(title, year, *families):
    return {"title": title, "issued": {"date-parts": [[year]]}, "author": [{"family": name} for name in families]}


STYLE = '<style><citation disambiguate-add-year-suffix="true"/><text variable="year-suffix"/></style>'
ENTRIES = {
    "z": entry("About rain", 2020, "Gauge"),
    "a": entry("Before the rain", 2020, "Gauge"),
    "b": entry("Sun", 2020, "Vane"),
}


def citeproc(_, stdin):
    """Lists works by title; with a style that letters years, works of one author and year get letters."""
    asked = json.loads(stdin)
    works = sorted(json.loads(asked["works"]), key=lambda work: work["title"])
    return json.dumps([{work["id"]: listed(work, works, style) for work in works} for style in asked["styles"]])


def listed(work, works, style):
    alike = [other["title"] for other in works if other["author"] == work["author"]]
    letter = "abc"[alike.index(work["title"])] if len(alike) > 1 and "year-suffix" in style else ""
    return f"{work['author'][0]['family']} (2020{letter}). {work['title']}."


def letters(cited, style=STYLE):
    entries = {key: {"id": key, **item} for key, item in ENTRIES.items()}
    return dict(Bibliography(entries, style).with_letters(cited, "en", citeproc).letters)


def test_letters_are_those_of_a_list_of_all_works_cited():
    assert letters(["a", "b", "z"]) == {"z": "a", "a": "b"}


def test_a_work_that_is_not_cited_takes_no_letter():
    assert letters(["a", "b"]) == {}


def test_a_style_without_letters_asks_for_none():
    assert letters(ENTRIES, STYLE.replace("true", "false")) == {}


def test_a_book_that_cites_nothing_asks_for_none():
    assert letters([]) == {}


def test_a_subset_is_ordered_and_without_unknown_keys():
    assert [item["title"] for item in json.loads(Bibliography(ENTRIES).subset(["z", "a", "none", "a"]))] == [
        "Before the rain",
        "About rain",
    ]


@pytest.fixture
def pandoc(monkeypatch):
    """A pandoc that knows entries of one line, and names the line of the first that has no closing brace."""

    def played(arguments, stdin):
        if arguments[0] == "--print-default-data-file":
            return STYLE
        for number, line in enumerate(stdin.splitlines(), 1):
            if line.startswith("@") and not line.endswith("}"):
                raise ProgramFailedError(
                    "failed", returncode=1, output=f"Error at (line {number}, column {len(line) + 1}):\nno brace"
                )
        return json.dumps([{"id": key} for key in re.findall(r"^@\w+\{(\w+)", stdin, re.MULTILINE)])

    monkeypatch.setattr(bibliography, "pandoc", played)


def test_an_entry_that_does_not_parse_is_left_out_and_named(pandoc, tmp_path):
    (tmp_path / "a.bib").write_text("@book{rain}\n\n@book{sun\n\n@book{cloud}\n")
    read = read_bibliography(tmp_path, ["a.bib"], None)
    (finding,) = read.findings
    assert (finding.code, finding.path, finding.line) == ("C502", "a.bib", 3)
    assert "no brace" in finding.message
    assert list(read.entries) == ["rain", "cloud"]


def test_files_are_read_in_order_and_the_last_entry_of_a_key_counts(pandoc, tmp_path):
    (tmp_path / "a.bib").write_text("@book{rain}\n")
    (tmp_path / "b.bib").write_text("@book{sun}\n")
    assert list(read_bibliography(tmp_path, ["a.bib", "b.bib"], None).entries) == ["rain", "sun"]


def test_a_file_that_is_absent_or_not_utf8_is_a_finding(pandoc, tmp_path):
    (tmp_path / "b.bib").write_bytes(b"@book{h\xe4fen}\n")
    found = read_bibliography(tmp_path, ["a.bib", "b.bib"], "none.csl").findings
    assert [(f.code, f.path) for f in found] == [("C502", "a.bib"), ("C502", "b.bib"), ("C502", "_quarto.yml")]


def test_the_style_prints_our_letters_in_place_of_citeprocs():
    style = Bibliography({}, STYLE).with_letters([], "en", citeproc).style
    ours = '<choose><if variable="annote"><text variable="annote"/></if></choose>'
    assert style == f"<style><citation/>{ours}</style>"
