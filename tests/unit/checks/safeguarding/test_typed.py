"""Numbers are quoted; years, ages and what else the rules name may be typed."""

import pytest

from assessment.checks.safeguarding.markdown import Source, read_markdown
from assessment.checks.safeguarding.passages import Place
from assessment.checks.safeguarding.typed import typed_numbers


@pytest.fixture
def found(rules):
    """What is found in a text, given the rules of the report."""

    def found(text, kind="prose"):
        read = read_markdown(text, Source(Place("a.qmd"), kind, values={"rain.total": "641 mm"}))
        return [(f.message, f.line) for f in typed_numbers(read.passages, rules.may_be_typed)]

    return found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It rained on 31 days.", "31"),
        ("Some 1,204,000 webpages were read.", "1,204,000"),
        ("It was 4.5 million in 2020.", "4.5 million"),
        ("A share of 12% stayed dry.", "12%"),
        ("Under 180 cases remained.", "180"),
        ("There were 2021.5 of them.", "2021.5"),
    ],
)
def test_a_typed_number_is_found_with_its_line(found, text, number):
    said = [(f"“{number}” is typed", 3)]
    assert found(f"First line.\n\n{text}") == said


def test_captions_and_alternative_texts_count_too(found):
    assert found("Rain on 31 days", "caption") == [("in the caption: “31” is typed", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 and 2020-21, on 23 March 2020.",
        "Children aged 12 to 17, anyone under 18.",
        "It rained {{< var rain.total >}} in all.",
        "See D08, R12 and COVID-19 in [@iwf2020, p. 12] and @fig-rain-2.",
        "1. First\n2. Second",
        "Reports for every 1,000 accounts.",
        "A label of [1,204]{.allow reason='a quotation'} stands.",
    ],
)
def test_what_is_quoted_or_no_result_passes(found, text):
    assert found(text) == []
