"""The base of a percentage, from the notebook to the sentence."""

from __future__ import annotations

import pytest

from assessment import notebook
from assessment.checks.safeguarding.bases import base_findings_of_values, unflagged_bases
from assessment.checks.safeguarding.percentages import is_change, tiny_changes_of_values, values_without_base
from assessment.checks.safeguarding.published import Published
from assessment.model import Value
from assessment.values.harvest import published


def value(name, base="", unit="percent"):
    return Value(name, 44, unit, "44%", "notebooks/club.ipynb", "cell 2", base)


def test_a_base_is_published_and_harvested(monkeypatch, make_notebook, code_cell):
    bundles = []
    monkeypatch.setattr(notebook, "_display", bundles.append)
    notebook.publish("club.share", 44, "percent", base="the 5,000 visitors of the year")
    notebook.publish("club.loans", 7, "books")
    values, _ = published([make_notebook(code_cell("publish()", *bundles))])
    assert [v.base for v in values] == ["", "the 5,000 visitors of the year"]
    assert "5,000 visitors" in bundles[0]["text/plain"]
    assert "base" not in bundles[1][notebook.VALUE_MIME]


@pytest.mark.parametrize(
    ("published_value", "wrong"),
    [
        (value("club.share"), True),
        (value("club.share", "visitors of the year"), False),
        (value("club.loans_rise", "the year before"), True),
        (value("club.loans_rise", "3,400 loans in 2022"), False),
        (value("club.share", unit="books"), False),
        (value("club.points", unit="percentage points"), False),
    ],
)
def test_a_percentage_needs_a_base_and_a_change_its_count(rules, published_value, wrong):
    assert bool(list(values_without_base([published_value], rules.percentages))) is wrong


def test_a_change_is_known_by_its_name_or_unit(rules):
    assert is_change(value("club.loans_rise"), rules.percentages)
    assert is_change(value("club.loans", unit="percent change"), rules.percentages)
    assert not is_change(value("club.share_2023"), rules.percentages)


@pytest.mark.parametrize(
    ("base", "few"),
    [
        ("40 reports in 2022", True),
        ("28", True),
        ("from 40 to 80 reports", True),
        ("14,947 webpages in the four weeks to 15 March", False),
        ("983,000 reports in March 2019", False),
        ("4.9 reports per 1,000 identities", False),
        ("3,463 million identities in 30 countries", False),
    ],
)
def test_a_change_starts_from_enough(rules, base, few):
    found = tiny_changes_of_values([value("club.loans_rise", base)], rules.numbers, rules.percentages)
    assert bool(list(found)) is few


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Of the libraries, {{< var club.films >}} lend films.", [("S715", 1)]),
        ("Of the libraries, {{< var club.films >}} (small base) lend films.", []),
        ("Few libraries lend films ({{< var club.films >}}).", []),
        ("Of the libraries, {{< var club.other >}} lend films.", []),
    ],
)
def test_a_sentence_says_that_a_base_is_small(rules, make_chapter, make_manuscript, sentence, found):
    from dataclasses import replace

    from assessment.chapters.source import ChapterSource

    chapter = replace(make_chapter("chapters/club.qmd"), source=ChapterSource("chapters/club.qmd", body=sentence))
    items = Published({}, (value("club.films", "of 32 responding"),), make_manuscript(chapter))
    assert [(f.code, f.line) for f in unflagged_bases(items, rules.numbers, rules.percentages)] == found


def test_a_result_on_too_few_answers_is_found_where_it_is_published(rules):
    (found,) = base_findings_of_values([value("club.films", "of 20 responding")], rules.numbers, rules.percentages)
    assert (found.code, found.cell) == ("S714", "cell 2")
