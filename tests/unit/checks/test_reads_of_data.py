"""What notebooks were seen to read is held against what is declared."""

import pytest

from assessment.checks.reads import undeclared_reads
from assessment.notebooks.fingerprint import ABSENT


def found(name, known="digest"):
    return [(f.code, f.path, f.message) for f in undeclared_reads({"notebooks/rain.ipynb": {name: known}})]


def test_data_from_outside_the_data_folder_is_named_with_its_notebook():
    message = "reads notebooks/extra.csv, which the data package does not declare"
    assert found("notebooks/extra.csv") == [("D114", "notebooks/rain.ipynb", message)]


@pytest.mark.parametrize(
    "name",
    [
        "data/rain.csv",
        "notebooks/towns.py",
        "look.mplstyle",
        "notebooks/matplotlibrc",
        "listing:notebooks",
        "dataset:rain",
        "environment:GAUGE",
        "_extensions/assessment/tokens.json",
        "_variables.yml",
        "corrections.yml",
    ],
)
def test_what_is_no_data_or_is_checked_elsewhere_is_left_alone(name):
    assert found(name) == []


def test_a_file_that_was_not_there_was_not_read():
    assert found("extra.csv", ABSENT) == []
