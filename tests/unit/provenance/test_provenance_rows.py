"""The rows that hold a value's number, and what they say of it."""

import pytest

from assessment.model import Value
from assessment.provenance.rows import COMPUTED, Tables, described

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


def test_of_several_rows_only_what_they_agree_on_counts(tables):
    rows = tables.holding(value(51), ["rain.csv"])
    full = described(value(51), rows)
    assert [row.line for row in rows] == [3, 4]
    assert (full.period, full.source, full.evidence) == ("2023", "", "")


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
