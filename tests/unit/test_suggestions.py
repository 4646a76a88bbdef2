import pytest

from assessment.suggestions import closest, did_you_mean

LABELS = ["fig-rain-by-month", "fig-rain-by-year", "sec-rain", "tbl-towns"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fig-rain-by-moth", "fig-rain-by-month"),
        ("Fig-Rain-by-year", "fig-rain-by-year"),
        ("tbl-town", "tbl-towns"),
        ("sec-rian", "sec-rain"),
    ],
)
def test_a_misspelled_name_is_recognised(written, meant):
    assert closest(written, LABELS) == [meant]


def test_a_name_that_is_cut_short_is_recognised():
    assert closest("temperature", ["temperature-by-month", "rain"]) == ["temperature-by-month"]


def test_nothing_close_gives_nothing_and_several_come_in_order():
    assert closest("eq-wind", LABELS) == []
    assert closest("fig-rain-by-", LABELS, 3) == ["fig-rain-by-year", "fig-rain-by-month"]


def test_a_repair_names_what_was_meant_and_what_else_to_do():
    assert did_you_mean("sec-rian", LABELS, "label a section", "@") == "did you mean @sec-rain? Else label a section"
    assert did_you_mean("eq-wind", LABELS, "label an equation") == "label an equation"
