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
