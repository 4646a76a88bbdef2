"""What a typed number says, which value says the same, and what is printed in two ways."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessment.checks.numbers.agreement import disagreeing
from assessment.checks.numbers.language import load_language
from assessment.checks.numbers.printed import TYPED, numbers_in
from assessment.checks.numbers.proposals import propose
from assessment.checks.numbers.quantity import read_quantity
from assessment.checks.numbers.texts import read_prose
from assessment.checks.safeguarding.markdown import Source
from assessment.checks.safeguarding.passages import Place
from assessment.model import Value

ENGLISH = load_language("en")


def value(name, number, unit, text):
    return Value(name, number, unit, text, "notebooks/rain.ipynb", "cell 2")


VALUES = [
    value("rain.total", 641, "mm", "641 mm"),
    value("trips.all", 36210368, "trips", "36.2 million"),
    value("trips.on_foot", 33.4, "percent", "33%"),
    value("trips.late", 12, "percent", "12%"),
    value("stops.closed", 4, "stops", "4"),
]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,204,000", 1204000),
        ("16 987 361", 16987361),
        ("4.5 million", 4500000),
        ("5m", 5000000),
        ("12%", Fraction(12, 100)),
        ("five per cent", Fraction(5, 100)),
        ("twenty-three", 23),
        ("a hundred and fifty", 150),
        ("two thousand three hundred", 2300),
        ("a dozen", 12),
        ("two thirds", Fraction(2, 3)),
        ("half of", Fraction(1, 2)),
        ("three in five", Fraction(3, 5)),
        ("1 in 4", Fraction(1, 4)),
        ("40 to 60", 40),
    ],
)
def test_how_much_a_number_says(text, amount):
    assert read_quantity(text, ENGLISH).amount == amount


@pytest.mark.parametrize("text", ["hundreds of", "doubled", "twofold"])
def test_a_rough_amount_says_nothing_exact(text):
    assert read_quantity(text, ENGLISH) is None


def printed(*texts, values=VALUES):
    """The numbers of some files, as one reads them."""
    found = []
    for at, text in enumerate(texts):
        source = Source(Place(f"{at}.qmd"), values={one.id: one.text for one in values})
        found += [number for passage in read_prose(text, source).passages for number in numbers_in(passage, ENGLISH)]
    return found


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("The gauge held 641 mm.", "{{< var rain.total >}} (641 mm)"),
        ("Some 36.2 million trips were made.", "{{< var trips.all >}} (36.2 million)"),
        ("Some 36 million trips were made.", "{{< var trips.all >}} (36.2 million)"),
        ("There were 36,210,368 trips.", "{{< var trips.all >}} (36.2 million)"),
        ("A third of the trips are on foot.", "{{< var trips.on_foot >}} (33%)"),
        ("Of all trips, 33% are on foot.", "{{< var trips.on_foot >}} (33%)"),
        ("Four stops were closed.", "{{< var stops.closed >}} (4)"),
    ],
)
def test_the_value_that_says_it_is_proposed(text, proposed):
    (number,) = [number for number in printed(text) if number.origin == TYPED]
    assert propose(number, VALUES, ENGLISH).endswith(proposed)


@pytest.mark.parametrize("text", ["The river has 4 bridges.", "There were 36,210,369 trips.", "There were 12 trips."])
def test_an_unlike_or_accidental_value_is_not_proposed(text):
    (number,) = printed(text)
    assert "publish it in a notebook" in propose(number, VALUES, ENGLISH)


def disagreements(*texts, values=VALUES):
    found = disagreeing(printed(*texts, values=values), {one.id: one for one in values}, ENGLISH)
    return [(one.path, one.line, one.message) for one in found]


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ("{{< var trips.all >}} trips.", "Rain.\nSome 36 million trips.", ("36 million", "36.2 million")),
        ("Some 36.2 million trips.", "Rain.\nSome 36 million trips.", ("36 million", "36.2 million")),
        ("There were 1,200,000 loans.", "Rain.\nThere were 1.2 million loans.", ("1.2 million", "1,200,000")),
        ("A bridge of 1.2 km.", "Rain.\nA bridge of 1,200 metres.", ("1,200", "1.2")),
        ("Late were 12.4% of the loans.", "Rain.\nLate were 12% of loans.", ("12%", "12.4%")),
    ],
)
def test_one_quantity_in_two_forms_is_found_where_it_comes_again(first, second, numbers):
    again, before = numbers
    assert disagreements(first, second) == [("1.qmd", 2, f"“{again}” is printed as “{before}” in 0.qmd:1")]


def test_two_values_of_one_quantity_are_found():
    short = value("trips.all_short", 36210368, "trips", "36 million")
    text = "{{< var trips.all >}} and {{< var trips.all_short >}} trips."
    ((*_, message),) = disagreements(text, values=[*VALUES, short])
    assert message == "“36 million” is printed as “36.2 million” in 0.qmd:1"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Some 36.2 million trips in 2021.", "Some 36 million trips in 1999."),
        ("Some 36.2 million trips.", "Some 36 million loans."),
        ("Some 36.2 million trips.", "Some 36.2 million trips."),
        ("{{< var trips.late >}} of trips.", "{{< var trips.on_foot >}} of trips."),
        ("Late were 12.4% of the loans.", "Late were 12% of the trams."),
        ("Two thirds of trips.", "Some 67% of trips."),
    ],
)
def test_other_quantities_may_be_alike(first, second):
    assert disagreements(first, second) == []
