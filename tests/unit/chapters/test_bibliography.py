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


def letters(entries, cited, style=STYLE):
    return dict(Bibliography(entries, style).with_letters(cited).letters)


ENTRIES = {
    "z": entry("About rain", 2020, "Gauge"),
    "a": entry("Before the rain", 2020, "Gauge"),
    "b": entry("Sun", 2020, "Vane"),
    "c": entry("Clouds", 2021, "Gauge"),
}


def test_works_that_would_be_cited_alike_get_letters_in_order_of_their_titles():
    assert letters(ENTRIES, ["a", "b", "c", "z"]) == {"z": "a", "a": "b"}


def test_a_work_of_an_earlier_month_comes_first():
    spring, autumn = entry("Rain", 2020, "Gauge"), entry("Heat", 2020, "Gauge")
    spring["issued"]["date-parts"][0] += [4]
    autumn["issued"]["date-parts"][0] += [10, 3]
    assert letters({"s": spring, "h": autumn}, "sh") == {"s": "a", "h": "b"}


def test_a_work_that_is_not_cited_takes_no_letter():
    assert letters(ENTRIES, ["a", "b"]) == {}


def test_letters_do_not_depend_on_the_order_of_citing():
    assert letters(ENTRIES, ["z", "a"]) == letters(ENTRIES, ["a", "z", "a"])


def test_a_style_without_letters_gets_none():
    assert letters(ENTRIES, ENTRIES, STYLE.replace("true", "false")) == {}


def test_works_of_many_authors_are_alike_when_the_first_is():
    many = {key: entry(key, 2020, "Gauge", *others) for key, others in {"a": "BCD", "b": "EFG"}.items()}
    assert letters(many, many) == {"a": "a", "b": "b"}


def test_more_works_than_letters():
    many = {f"k{number:02}": entry(f"{number:02}", 2020, "Gauge") for number in range(28)}
    assert [letters(many, many)[key] for key in ("k25", "k26", "k27")] == ["z", "aa", "ab"]


def test_works_without_a_year_are_told_apart_too():
    undated = {key: {"title": key, "author": [{"family": "Gauge"}]} for key in "ab"}
    assert letters(undated, "ab") == {"a": "a", "b": "b"}


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
    style = Bibliography(ENTRIES, STYLE).with_letters(ENTRIES).style
    assert style == '<style><citation/><text variable="annote"/></style>'
