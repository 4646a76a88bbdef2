"""What a notebook is said to have read does not depend on what ran beside it."""

import pytest

from assessment.model import Cell, DatasetVersion, Figure, Notebook
from assessment.notebooks.store import Record, Store
from assessment.provenance.graph import Input, Source
from assessment.provenance.inputs import Inputs, of_shown
from assessment.provenance.rows import Tables

RAIN, SUN = "data/rain/2023.csv", "data/sun/2023.csv"
LISTS = ("data/datapackage.json", "data/pins.yml")


@pytest.fixture
def read(make_project):
    """The files that a notebook with this code is said to have read, where the record lists these."""

    def answer(code, listed, alone):
        project = make_project({RAIN: "value\n1\n", SUN: "value\n2\n", "notebooks/wet.ipynb": "{}"})
        Store(project.build).keep("wet", b"{}", Record("", "", dict.fromkeys(listed, "0"), alone=alone))
        versions = [DatasetVersion(path.split("/")[1], "2023", path, "0", pinned=True) for path in (RAIN, SUN)]
        notebook = Notebook("notebooks/wet.ipynb", "wet", "python3", (Cell(0, "wet", code),))
        return tuple(Inputs(project, versions, Tables(project.root)).reads(notebook))

    return answer


@pytest.mark.parametrize("alone", [True, False])
def test_the_data_package_and_its_pins_count_where_the_notebook_asks_for_the_list_alone(read, alone):
    listed = (*LISTS, RAIN, "dataset:rain")
    assert read("dataset('rain')", listed, alone) == (RAIN,)
    assert read("dataset('rain'), datasets()", listed, alone) == (LISTS[0], LISTS[1], RAIN)


def test_of_what_others_may_have_read_only_what_is_named_counts(read):
    listed = (RAIN, SUN, "dataset:rain")
    assert read("dataset('rain')", listed, True) == (RAIN,)
    assert read("dataset('rain'), open(path)", listed, False) == (RAIN, SUN)


def test_what_is_shown_has_the_sources_of_its_declared_rows_alone_and_else_all():
    both = tuple(Source(name, name, bibkey=name) for name in ("coast", "hills"))
    rain = Input(RAIN, "0", "rain", "2023", sources=both, caveats=("One gauge failed.",))
    sun = Input(SUN, "0", "sun", "2023", sources=both)
    named = [{"title": "Hills", "dataset": "rain", "bibkey": "hills"}]
    figure = Figure("fig-wet", "figure", "notebooks/wet.ipynb", "wet", data={"data": [], "sources": named})
    shown = of_shown([rain, sun], figure)
    assert [[source.bibkey for source in item.sources] for item in shown] == [["hills"], ["coast", "hills"]]
    assert shown[0].caveats == ("One gauge failed.",)
    assert of_shown([rain, sun], Figure("fig-wet", "figure", "notebooks/wet.ipynb", "wet")) == (rain, sun)
