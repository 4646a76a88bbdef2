"""Which datasets reach a cell, told from the code."""

import pytest

from assessment.model import Cell, Notebook
from assessment.provenance.slices import drawn_on


def notebook(*sources):
    cells = tuple(Cell(n, str(n), source) for n, source in enumerate(sources))
    return Notebook("notebooks/rain.ipynb", "rain", "python3", cells)


def last(*sources, modules=()):
    return list(drawn_on(notebook(*sources), modules).values())[-1]


def test_a_cell_draws_on_the_cells_that_bind_what_it_uses():
    found = last('rain = dataset("rain")', 'sun = dataset("sun")', "wet = rain.sum()", "show(wet)")
    assert (found.datasets, found.whole) == ({"rain"}, False)


@pytest.mark.parametrize(
    "change", ["wet[0] = dataset('sun').sum()", "wet.append(dataset('sun'))", "wet.attrs['x'] = dataset('sun')"]
)
def test_a_cell_that_changes_a_thing_counts_as_binding_it(change):
    assert last('wet = [dataset("rain")]', change, "show(wet)").datasets == {"rain", "sun"}


def test_functions_and_their_names_carry_what_they_read():
    assert last("def read():\n    return dataset('rain')", "show(read())").datasets == {"rain"}


def test_files_that_are_named_are_texts():
    assert "../data/rain.csv" in last("rows = open('../data/rain.csv')", "print(rows)").texts


@pytest.mark.parametrize(
    "source", ["rain = dataset(name)", "rain = (", "from towns import rain"], ids=["by variable", "broken", "module"]
)
def test_where_the_code_cannot_tell_nothing_is_left_out(source):
    assert last(source, "show(rain)", modules=["notebooks/towns.py"]).whole


def test_magics_and_modules_of_others_do_not_matter():
    found = last("%matplotlib inline\nimport pandas", 'rain = dataset("rain")', "show(pandas.concat([rain]))")
    assert (found.datasets, found.whole) == ({"rain"}, False)


@pytest.mark.parametrize(
    ("between", "end"),
    [
        ("rows = dataset('sun')", "show(rows)"),
        ("print(1)", "for rows in [dataset('sun')]:\n    show(rows)"),
        ("print(1)", "rows = dataset('sun')\nshow(rows)"),
        ("print(1)", "show([rows for rows in dataset('sun')])"),
        ("print(1)", "def tell(rows):\n    total = rows\n    show(total)\ntell(dataset('sun'))"),
        ("print(1)", "with open('x') as rows:\n    show(rows, dataset('sun'))"),
    ],
)
def test_a_name_that_got_another_value_draws_on_what_it_got_last(between, end):
    assert last("rows = total = dataset('rain')", between, end).datasets == {"sun"}


@pytest.mark.parametrize(
    "end",
    [
        "if sunny:\n    rows = dataset('sun')\nshow(rows)",
        "for day in days:\n    rows = dataset('sun')\nshow(rows)",
        "try:\n    rows = dataset('sun')\nexcept OSError as error:\n    print(error)\nshow(rows)",
        "rows += dataset('sun')",
        "rows = rows.merge(dataset('sun'))",
        "def tell(found=rows):\n    show(found, dataset('sun'))\ntell()",
        "rows, other = dataset('sun'), rows",
        "match sun:\n    case 1:\n        rows = dataset('sun')\nshow(rows)",
        "class Sun:\n    rows = rows\n    sun = dataset('sun')",
        "show(lambda: rows, dataset('sun'))",
        "del other\nshow(rows, dataset('sun'))",
    ],
)
def test_where_it_may_still_have_its_first_value_both_count(end):
    assert last("rows = other = dataset('rain')", end).datasets == {"rain", "sun"}


def test_a_function_takes_names_as_they_are_when_it_runs():
    found = last("rows = dataset('rain')", "def tell():\n    show(rows)", "rows = dataset('sun')", "tell()")
    assert "sun" in found.datasets
    assert last("def tell():\n    global rows\n    rows = dataset('rain')", "tell()", "show(rows)").datasets == {"rain"}


@pytest.mark.parametrize(
    "end",
    [
        "for row in rows if sunny else []:\n    show(row)",
        "while (rows if sunny else other):\n    show(sunny)",
        "if (lambda: rows)():\n    show(sunny)",
        "with (rows if sunny else other) as found:\n    show(found)",
    ],
)
def test_the_head_of_a_loop_or_branch_may_be_a_condition_of_its_own(end):
    assert last("rows = dataset('rain')", end).datasets == {"rain"}
