from decimal import Decimal

import pytest

from assessment.datasets.rows import Row, RuleError, Tables, UnreadableError, grouped

RAIN = "town,year,value\nharbour,2023,640\nhill,2023,\nharbour,2024,702.5\n"


@pytest.fixture
def tables(make_project):
    def make(content=RAIN):
        project = make_project({"data/rain/2024.csv": content, "data/sun/2024.csv": "town,value\nhill,9\n"})
        declared = [{"name": "rain.2024", "path": "rain/2024.csv"}, {"name": "sun.2024", "path": "sun/2024.csv"}]
        return Tables(project.root, [*declared, {"name": "snow.2024", "path": "snow/2024.csv"}])

    return make


def test_rows_are_chosen_by_a_value_or_a_list_of_values(tables):
    rows = tables().select("rain.2024", {"town": "harbour", "year": [2023, "2024"]})
    assert [(row.line, row.number()) for row in rows] == [(2, Decimal(640)), (4, Decimal("702.5"))]


def test_a_selection_may_name_another_resource(tables):
    (row,) = tables().select("rain.2024", {"resource": "sun.2024", "town": "hill"})
    assert row.text("value") == "9"


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ({"town": "valley"}, "no row has town = valley"),
        ({"village": "hill"}, "no column 'village'"),
        ({"resource": "wind.2024"}, "no resource 'wind.2024'"),
        ("harbour", "does not choose rows"),
    ],
)
def test_a_selection_that_leads_nowhere_says_why(tables, selection, words):
    with pytest.raises(RuleError, match=words):
        tables().select("rain.2024", selection)


@pytest.mark.parametrize("content", [b"town,value\nh\xe4fen,1\n", None], ids=["not UTF-8", "absent"])
def test_a_file_that_cannot_be_read_is_told_apart(tables, content):
    name = "rain.2024" if content else "snow.2024"
    with pytest.raises(UnreadableError):
        tables(content or RAIN).select(name, {"town": "harbour"})


@pytest.mark.parametrize("text", ["", "many", "NaN", "inf", None])
def test_what_is_no_number_counts_as_nothing(text):
    assert Row(2, {"value": text}).number() is None


def test_groups_keep_the_order_of_the_file(tables):
    rows = tables().select("rain.2024", {})
    assert [(group, len(found)) for group, found in grouped(rows, ["town"]).items()] == [
        (("harbour",), 2),
        (("hill",), 1),
    ]
    with pytest.raises(RuleError, match="no column 'village'"):
        grouped(rows, ["village"])
