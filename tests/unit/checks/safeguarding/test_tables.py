"""Tables wherever they stand, and which of their cells count people."""

from __future__ import annotations

import json

import matplotlib as mpl
import pytest

from assessment.checks.safeguarding.bases import Base, gives_count_away, read_base
from assessment.checks.safeguarding.counts import people_counts
from assessment.checks.safeguarding.notebook_texts import chart_text
from assessment.checks.safeguarding.tables import notebook_tables


def tables_of(raw_notebook, *cells):
    return list(notebook_tables("notebooks/club.ipynb", json.dumps(raw_notebook(*cells)).encode()))


def test_a_table_of_pandas_is_read(raw_notebook, code_cell):
    html = (
        "<table><thead><tr><th></th><th>n</th></tr><tr><th>town</th><th></th></tr></thead>"
        "<tbody><tr><th>Alba</th><td>7</td></tr></tbody></table>"
    )
    (table,) = tables_of(raw_notebook, code_cell("club", {"text/html": html}))
    assert (table.columns, table.rows) == (("town", "n"), (("Alba", "7"),))
    assert not table.published


def test_a_caption_stands_round_its_table(raw_notebook, code_cell):
    source = '#| label: tbl-club\n#| tbl-cap: "Children, *by town*."\nshow(club)'
    cell = code_cell(source, {"text/markdown": "| Town | 2023 |\n|---|---|\n| Al\\|ba | 70 |"})
    (table,) = tables_of(raw_notebook, cell)
    assert table.rows == (("Al|ba", "70"),)
    assert "Children, by town." in table.around
    assert table.published


def names(table, rules):
    return [(count.row, count.column) for count in people_counts(table, rules.numbers)]


def test_years_shares_and_notes_are_no_counts(make_table, rules):
    table = make_table(["Town", "Year", "Children", "Share", "page"], ["Alba", 7, 70, 8, 9])
    assert names(table, rules) == [(0, "Children")]


def test_the_unit_of_a_row_decides_in_a_data_file(make_table, rules):
    rows = [["girls", 7, "reports"], ["books", 7, "children"]]
    assert names(make_table(["dimension", "value", "unit"], *rows), rules) == [(1, "value")]


def test_texts_that_begin_with_a_number_make_no_column_of_counts(make_table, rules):
    table = make_table(
        ["Work", "Publisher"], ["People and books", "5 Rights"], ["Children", "Press"], ["Loans", "City"]
    )
    assert names(table, rules) == []


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("of 32 responding", Base(32, people=False, survey=True)),
        ("n = 40 children", Base(40, people=True, survey=True)),
        ("more than 5,000 respondents in 54 countries", Base(5000, people=True, survey=True)),
        ("28", Base(28, people=False, survey=True)),
        ("confirmed webpages", None),
    ],
)
def test_a_base_is_read(rules, text, base):
    assert read_base(text, rules.numbers) == base


def test_a_percentage_of_few_people_is_a_count():
    people, books = Base(40, people=True, survey=False), Base(40, people=False, survey=False)
    assert gives_count_away(15, people, 10)
    assert gives_count_away(90, people, 10)
    assert not gives_count_away(50, people, 10)
    assert not gives_count_away(15, books, 10)
    assert not gives_count_away(0, people, 10)


def test_the_words_of_a_picture_are_read_though_they_are_outlines(tmp_path):
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([1, 2], [3, 4], label="lent & read")
    axes.set_xlabel("Loans\na year")
    axes.legend()
    with mpl.rc_context({"svg.fonttype": "path"}):
        figure.savefig(tmp_path / "loans.svg")
    plt.close(figure)
    words = chart_text((tmp_path / "loans.svg").read_text())
    assert "Loans\na year" in words
    assert "lent & read" in words


def test_the_words_of_a_picture_with_letters_are_read():
    assert chart_text("<svg><title>Loans</title><text x='1'>a <tspan>year</tspan></text></svg>").split() == [
        "Loans",
        "a",
        "year",
    ]
