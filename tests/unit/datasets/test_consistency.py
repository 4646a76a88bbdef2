import json

import pytest

from assessment.datasets.consistency import inconsistencies

RAIN = """\
series,period,place,value,least,most
rain,2023,coast,400,350,450
rain,2023,inland,240,200,300
rain,2023,all,640,600,700
rain,2024,coast,500,450,550
rain,2024,inland,202,150,250
rain,2024,all,702,650,750
"""
PARTS = {"of": {"place": ["coast", "inland"]}, "by": ["period"], "note": "Coast and inland make the whole."}


@pytest.fixture
def found(make_project):
    """What a rule finds in the rain of a made-up year; `sun` is another dataset beside it."""

    def find(rules, content=RAIN, sun="period,value\n2023,640\n2024,702\n"):
        project = make_project({"data/rain/2024.csv": content, "data/sun/2024.csv": sun})
        resources = [{"name": "rain.2024", "path": "rain/2024.csv", "assessment": rules}]
        descriptor = {"resources": [*resources, {"name": "sun.2024", "path": "sun/2024.csv"}]}
        return list(inconsistencies(project.root, json.loads(json.dumps(descriptor))))

    return find


@pytest.mark.parametrize(
    "total", [{"place": "all"}, {"resource": "sun.2024"}], ids=["in the same file", "in another dataset"]
)
def test_parts_that_make_their_total_are_no_finding(found, total):
    assert found({"sums": [{**PARTS, "total": total}]}) == []


def test_a_wrong_sum_names_file_row_group_and_difference(found):
    (finding,) = found({"sums": [{**PARTS, "total": {"place": "all"}}]}, RAIN.replace("500", "510"))
    assert (finding.code, finding.path, finding.line, finding.column) == ("D112", "data/rain/2024.csv", 5, "value")
    for words in ("2024", "712", "702", "+10", "Coast and inland"):
        assert words in finding.message
    assert finding.hint


def test_a_row_left_out_is_found_by_its_sum(found):
    content = RAIN.replace("rain,2023,inland,240,200,300\n", "")
    assert [f.code for f in found({"sums": [{**PARTS, "total": {"place": "all"}}]}, content)] == ["D112"]


def test_a_total_may_be_a_number_and_rounded_parts_have_a_tolerance(found):
    rule = {"of": {"period": "2023", "place": ["coast", "inland"]}, "total": 641}
    assert [f.code for f in found({"sums": [rule]})] == ["D112"]
    assert found({"sums": [{**rule, "tolerance": 1}]}) == []


def test_decimals_are_added_exactly(found):
    content = "series,period,place,value,least,most\nrain,2023,coast,0.1,,\nrain,2023,inland,0.2,,\n"
    assert found({"sums": [{"of": {"period": "2023"}, "total": 0.3}]}, content) == []


def test_parts_without_a_total_are_a_finding(found):
    (finding,) = found({"sums": [{**PARTS, "total": {"resource": "sun.2024"}}]}, sun="period,value\n2023,640\n")
    assert (finding.code, finding.line) == ("D112", 5)
    assert "no total" in finding.message


def test_a_cell_that_is_no_number_is_left_to_the_schema(found):
    assert found({"sums": [{**PARTS, "total": {"place": "all"}}]}, RAIN.replace("500", "much")) == []


@pytest.mark.parametrize(
    ("limits", "line", "words"),
    [
        ({"minimum": 250}, 3, "240 is below 250"),
        ({"maximum": "most"}, None, ""),
        ({"minimum": "most"}, 2, "400 is below 450"),
        ({"maximum": {"place": "inland"}, "by": ["period"]}, 2, "400 is above 240"),
        ({"maximum": {"place": "all"}, "by": ["period"]}, None, ""),
    ],
    ids=["number", "column holds", "column broken", "row broken", "row holds"],
)
def test_a_range_ends_at_a_number_a_column_or_another_row(found, limits, line, words):
    findings = found({"ranges": [{"of": {"place": ["coast", "inland"], "period": "2023"}, **limits}]})
    assert [(f.code, f.line) for f in findings[:1]] == ([("D105", line)] if line else [])
    assert all(f.message.startswith(words) for f in findings[:1])


def test_a_range_without_its_other_row_is_open(found):
    rule = {"of": {"place": "all"}, "maximum": {"resource": "sun.2024"}, "by": ["period"]}
    assert found({"ranges": [rule]}, sun="period,value\n2023,640\n") == []


@pytest.mark.parametrize("at", ["2023", "2023-07", "2024", "2024-12"])
def test_a_break_stands_inside_its_series(found, at):
    assert found({"breaks": [{"series": "rain", "at": at}]}) == []


@pytest.mark.parametrize("at", ["2022", "2022-12", "2025", "2025-01"])
def test_a_break_outside_its_series_is_a_finding(found, at):
    (finding,) = found({"breaks": [{"series": "rain", "at": at}]})
    assert (finding.code, finding.path) == ("D113", "data/datapackage.json")
    assert "2023 to 2024" in finding.message


def test_intervals_begin_and_end_where_they_say(found):
    content = "series,period,value\nrain,2023-03/2023-08,1\nrain,2024-03/2024-08,2\n"
    assert found({"breaks": [{"series": "rain", "at": "2024-08"}]}, content) == []
    assert [f.code for f in found({"breaks": [{"series": "rain", "at": "2024-09"}]}, content)] == ["D113"]


def test_rows_never_to_be_put_together_are_there(found):
    apart = {"selections": [{"place": "coast"}, {"place": "all"}]}
    assert found({"never_together": [apart]}) == []
    (finding,) = found({"never_together": [{"selections": [{"place": "coast"}, {"place": "sea"}]}]})
    assert "place = sea" in finding.message


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"totals": [{}]}, "no such kind"),
        ({"sums": [{"of": {}}]}, "lacks 'total'"),
        ({"sums": ["all"]}, "is no rule"),
        ({"sums": [{"of": {}, "total": "all"}]}, "'total' cannot be 'all'"),
        ({"sums": [{**PARTS, "by": ["year"], "total": 1}]}, "no column 'year'"),
        ({"sums": [{**PARTS, "total": {"series": "rain"}}]}, "3 rows match"),
        ({"ranges": [{"of": {}, "maximum": "height"}]}, "no column 'height'"),
        ({"breaks": [{"series": "snow", "at": "2023"}]}, "series = snow"),
        (["sums"], "no such kind"),
    ],
)
def test_a_rule_that_cannot_be_applied_is_a_finding(found, rules, words):
    findings = found(rules)
    assert {f.code for f in findings} == {"D113"}
    assert words in findings[0].message
    assert findings[0].message.startswith("rain.2024: ")


def test_a_file_that_cannot_be_read_is_left_to_the_schema(found):
    assert found({"sums": [{**PARTS, "total": {"place": "all"}}]}, b"series,value\nr\xe4in,1\n") == []
