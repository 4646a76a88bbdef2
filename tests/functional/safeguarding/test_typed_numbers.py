"""Numbers typed by hand, in a whole book: an error where the book has a rule for them, a warning elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from assessment.pipeline.build import examine
from assessment.project.project import load


def typed(club):
    """Findings about numbers: code, place, message."""
    club.write()
    found = examine(load(club.root)).findings
    return {(f.code, f.path, f.line, f.cell, f.message, f.hint) for f in found if f.code.startswith("V41")}


def numbers(club):
    """What `assessment numbers --json` says, and its exit code."""
    club.write()
    command = [sys.executable, "-m", "assessment", "numbers", "--json", "--project", club.root]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, json.loads(done.stdout)


def test_a_book_that_quotes_its_numbers_has_none_typed(club):
    assert typed(club) == set()


@pytest.mark.parametrize(
    ("kind", "content", "where"),
    [
        ("prose", "In Alba twelve libraries lend films.", ""),
        ("heading", "Twelve libraries", ""),
        ("list", "twelve libraries lend films", ""),
        ("footnote", "There are twelve.", ""),
        ("typed", ["Libraries by town.", "Town | Libraries", "Alba | twelve"], ""),
        ("caption", "Libraries by town, twelve in all.", "in the caption: "),
        ("alt", "A bar of twelve libraries.", "in the alternative text: "),
    ],
)
def test_a_typed_number_is_found_wherever_it_stands(club, kind, content, where):
    path, line, cell = club.plant(kind, content)
    ((code, *place, message, hint),) = typed(club)
    assert (code, place) == ("V411", [path, line, cell])
    assert message.casefold() == f"{where}“twelve” is typed"
    assert "{{< var" in hint


def test_the_value_that_says_it_is_proposed(club):
    club.plant_prose("Of the visitors of the year, 44% came again.")
    ((*_, hint),) = typed(club)
    assert hint == "quote the value instead: {{< var club.share >}} (44%)"


def test_without_a_rule_it_is_a_warning_as_is_a_mark_without_reason(club):
    club.plant_prose("In Alba twelve libraries lend films.")
    club.files["safeguarding.yml"] = "words: []\n"
    assert {code for code, *_ in typed(club)} == {"V412"}
    (club.root / "safeguarding.yml").unlink()
    del club.files["safeguarding.yml"]
    club.plant_prose("The label says [thirteen]{.allow}.")
    assert {(code, message) for code, *_, message, _ in typed(club)} == {
        ("V412", "“twelve” is typed"),
        ("V412", "the allow-mark of “thirteen” gives no reason"),
    }


def test_marks_and_exceptions_allow_a_number_with_their_reason(club):
    club.plant_prose('The label says [twelve]{.allow reason="as printed on the shelf"}.')
    _, _, cell = club.plant_alt("A bar of twelve libraries.")
    club.files["safeguarding.yml"] += f"allow: [{{cell: {cell}, code: V411, reason: drawn by hand}}]\n"
    assert typed(club) == set()
    code, said = numbers(club)
    allowed = {number["name"] for number in said["numbers"] if number["origin"] == "allowed"}
    assert (code, allowed) == (0, {"as printed on the shelf", "drawn by hand"})


def test_one_quantity_in_two_forms_is_a_warning_where_it_comes_again(club):
    club.plant_values(
        [
            {"id": "club.pages", "value": 36210368, "unit": "pages", "text": "36.2 million"},
            {"id": "club.pages_short", "value": 36210368, "unit": "pages", "text": "36 million"},
        ]
    )
    club.plant_prose("They read {{< var club.pages >}} pages.")
    path, line, _ = club.plant_prose("And {{< var club.pages_short >}} pages.")
    ((code, where, at, _, message, _),) = typed(club)
    assert (code, where, at) == ("V413", path, line)
    assert message == f"“36 million” is printed as “36.2 million” in {path}:{line - 2}"


def test_the_list_names_every_number_with_its_origin(club):
    club.plant_prose("Books.")
    path, line, _ = club.plant_prose("In 2021 {{< var club.loans >}} books and thirty films were lent.")
    code, said = numbers(club)
    here = [(n["text"], n["origin"], n["name"]) for n in said["numbers"] if (n["path"], n["line"]) == (path, line)]
    assert code == 1
    assert here == [("2021", "year", ""), ("7", "value", "club.loans"), ("thirty", "typed", "")]
    assert said["counts"]["typed"] == 1
    assert {n["name"] for n in said["numbers"] if n["origin"] == "computed"} == {"tbl-visits"}
