"""The rows that hold a value's number, and what they say of it."""

import pytest

from assessment.model import Value
from assessment.provenance.rows import COMPUTED, Tables, described, of_declared

TABLE = """\
period,value,unit,base,status,bibkey,page,caveat
2022,50,days,,final,harbour2021,p. 3,One town.
2023,51,days,,final,harbour2021;quay2019,,
2023,51,days,,draft,harbour2021,p. 9,
2023,51,hours,,final,quay2019,,
"""


@pytest.fixture
def tables(tmp_path):
    (tmp_path / "rain.csv").write_text(TABLE)
    return Tables(tmp_path)


def value(number, unit="days", **said):
    return Value("rain.wet", number, unit, str(number), "notebooks/rain.ipynb", "values", **said)


def test_the_one_row_says_period_source_evidence_and_caveat(tables):
    (row,) = rows = tables.holding(value(50.0), ["rain.csv"])
    full = described(value(50.0), rows)
    assert row.line == 2
    assert (full.period, full.source, full.evidence, full.caveat) == ("2022", "harbour2021", "final", "One town.")


def test_of_several_rows_none_is_claimed(tables):
    rows = tables.holding(value(51), ["rain.csv"])
    assert [row.line for row in rows] == [3, 4]
    assert described(value(51), rows) == value(51)


def test_declared_rows_are_those_that_the_notebook_names(tables):
    said = value(51, rows=(("rain", "1", 3), ("rain", "1", 1), ("rain", "2", 1), ("rain", "1", 9)))
    assert [row.line for row in tables.declared(said, {("rain", "1"): "rain.csv"})] == [4, 2]
    assert tables.declared(value(51), {("rain", "1"): "rain.csv"}) == ()


def test_the_one_declared_row_says_of_how_many(tables, tmp_path):
    (tmp_path / "share.csv").write_text("value,unit,base\n5,percent,40 towns\n6,percent,40 towns\n")
    rows = tables.rows("share.csv")
    assert of_declared(value(5, "percent"), rows[:1]).base == "40 towns"
    assert of_declared(value(5, "percent", base="all towns"), rows[:1]).base == "all towns"
    assert of_declared(value(11, "percent"), rows).base == ""


def test_what_the_notebook_says_comes_first(tables):
    said = value(50, evidence="measured", period="winter")
    full = described(said, tables.holding(said, ["rain.csv"]))
    assert (full.period, full.evidence, full.caveat) == ("winter", "measured", "One town.")


def test_a_number_in_no_row_was_computed(tables):
    assert tables.holding(value(52), ["rain.csv", "absent.csv"]) == ()
    assert described(value(52), ()).evidence == COMPUTED


def test_a_number_of_another_unit_is_another_number(tables):
    assert [row.line for row in tables.holding(value(51, "hours"), ["rain.csv"])] == [5]


def test_pages_are_gathered_by_source(tables):
    assert tables.pages("rain.csv") == {"harbour2021": "p. 3; p. 9"}
