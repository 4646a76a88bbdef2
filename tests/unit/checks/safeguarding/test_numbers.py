"""Numbers as they are printed, and what they count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessment.checks.safeguarding.numbers import counts_in, counts_people, is_hidden, read_number


@pytest.mark.parametrize(
    ("cell", "value"),
    [(7, 7), (7.0, 7), ("7", 7), ("1,498", 1498), ("1 498", 1498), ("36.2 million", 36_200_000), ("\u22123", -3)],
)
def test_a_number_is_read(rules, cell, value):
    number = read_number(cell, rules.numbers)
    assert number.value == value
    assert number.exact


def test_what_stands_round_a_number_is_understood(rules):
    assert not read_number("more than 48,000,000", rules.numbers).exact
    assert read_number("(37%)", rules.numbers).bracketed
    assert read_number("74%", rules.numbers).percent
    assert read_number("104 of 136", rules.numbers).value == 104


@pytest.mark.parametrize("cell", [None, True, "", "none found", "R5", "5Rights", "Article 5", float("nan")])
def test_other_cells_are_no_numbers(rules, cell):
    assert read_number(cell, rules.numbers) is None


@pytest.mark.parametrize("cell", [None, "", "*", "<10", "1\u201310", "suppressed", "..", float("nan")])
def test_hidden_cells_are_known(rules, cell):
    assert is_hidden(cell, rules.numbers)


def test_zero_is_not_hidden(rules):
    assert not is_hidden("0", rules.numbers)
    assert not is_hidden(0, rules.numbers)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the 38 young children", [(38, True)]),
        ("five of the children", [(5, True)]),
        ("32 responding", [(32, False)]),
        ("1,200 reports about children", [(1200, False)]),
        ("7 kinds of children's books", []),
        ("7-year-old children", []),
        ("7% children", []),
        ("2.5 million reports", [(2_500_000, False)]),
    ],
)
def test_counts_of_a_sentence(rules, text, found):
    assert [(c.value, c.people) for c in counts_in(text, rules.numbers)] == [(Fraction(n), p) for n, p in found]


def test_the_first_word_for_what_is_counted_decides(rules):
    assert counts_people(rules.numbers, "", "Children by town: no reports")
    assert not counts_people(rules.numbers, "Reports are not children")
    assert not counts_people(rules.numbers, "2020", "countries", "children")
    assert not counts_people(rules.numbers, "victim support", "children's books")
