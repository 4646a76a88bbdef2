"""What totals give away."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessment.checks.safeguarding.counts import PeopleCount
from assessment.checks.safeguarding.numbers import Number
from assessment.checks.safeguarding.sums import Sum, leaks, solve, sums_of


def counted(*numbers, names=None):
    return {
        at: PeopleCount(
            at, "n", None if number is None else Number(Fraction(number)), {"": (names or {}).get(at, str(at))}
        )
        for at, number in enumerate(numbers)
    }


def test_a_hidden_part_follows_from_its_total():
    counts = counted(50, 45, None)
    assert solve(counts, [Sum(0, (1, 2))]) == {2: 5}


def test_equations_together_give_what_none_gives_alone():
    a, b, c = 3, 4, 5
    counts = counted(a + b, b + c, a + c, None, None, None)
    sums = [Sum(0, (3, 4)), Sum(1, (4, 5)), Sum(2, (3, 5))]
    assert solve(counts, sums) == {3: a, 4: b, 5: c}


def test_a_square_of_hidden_cells_keeps_its_secret():
    counts = counted(9, 8, 7, 10, None, None, None, None)
    sums = [Sum(0, (4, 5)), Sum(1, (6, 7)), Sum(2, (4, 6)), Sum(3, (5, 7))]
    assert solve(counts, sums) == {}


@pytest.mark.parametrize(("total", "leak"), [(100, False), (99, False), (101, True), (110, True), (111, False)])
def test_what_a_total_holds_beside_its_parts(total, leak):
    assert bool(list(leaks(counted(total, 60, 40), [Sum(0, (1, 2))], 10))) is leak


def test_several_hidden_parts_that_are_few_together():
    assert len(list(leaks(counted(48, 40, None, None), [Sum(0, (1, 2, 3))], 10))) == 1
    assert not list(leaks(counted(90, 40, None, None), [Sum(0, (1, 2, 3))], 10))


@pytest.mark.parametrize(
    "names",
    [
        ("All children", "girls", "boys"),
        ("Total", "girls", "boys"),
        ("members", "members, girls", "members: boys"),
        ("members", "of whom girls", "of whom boys"),
    ],
)
def test_totals_are_known_by_their_names(rules, names):
    found = list(sums_of(counted(50, 30, 20, names=dict(enumerate(names))), rules.numbers))
    assert Sum(0, (1, 2)) in found


def test_overlapping_parts_are_taken_kind_by_kind(rules):
    names = {0: "all", 1: "girls", 2: "boys", 3: "aged 7-10", 4: "aged 11-13"}
    found = list(sums_of(counted(50, 30, 15, 40, 10, names=names), rules.numbers))
    assert {item.parts for item in found} == {(1, 2), (3, 4)}
