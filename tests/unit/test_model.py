import pytest

from assessment.model import finding, in_order


def test_a_finding_weighs_what_its_code_says():
    assert finding("F102", "x").severity == "error"
    assert finding("N206", "x").severity == "warning"


def test_an_unknown_code_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        finding("X999", "x")


def test_findings_stand_once_in_order_of_their_places():
    late, early = finding("F102", "x", path="b.qmd", line=1), finding("F102", "x", path="a.qmd", line=9)
    nowhere = finding("E602", "x")
    assert in_order([late, early, late, nowhere]) == (nowhere, early, late)


def test_findings_alike_but_for_their_cell_stay_in_the_order_in_which_they_were_found():
    cells = [f"fig-{number}" for number in range(50)]
    found = [finding("V412", "typed", path="a.ipynb", cell=cell) for cell in cells]
    assert [one.cell for one in in_order([*found, *found])] == cells
