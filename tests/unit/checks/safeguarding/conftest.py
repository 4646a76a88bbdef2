"""Rules of this repository's report for unit tests, and small tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessment.checks.safeguarding.passages import Place
from assessment.checks.safeguarding.rules import load_rules
from assessment.checks.safeguarding.tables import Table

RULES = Path(__file__).parents[4] / "safeguarding.yml"


@pytest.fixture(scope="session")
def rules(tmp_path_factory):
    """The rules of the report, as every check gets them."""
    folder = tmp_path_factory.mktemp("rules")
    shutil.copy(RULES, folder)
    return load_rules(folder)


@pytest.fixture
def make_table():
    """A table of a notebook from its headings and rows."""

    def make(columns, *rows, around="", path="notebooks/club.ipynb", cell="tbl-club", dataset=""):
        lines = tuple(range(2, len(rows) + 2))
        return Table(Place(path, cell, dataset=dataset), tuple(columns), tuple(map(tuple, rows)), lines, around)

    return make
