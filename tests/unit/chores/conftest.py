"""A started report to do chores in, made without a wheel: tests of the wheel are elsewhere."""

import shutil

import pytest

from assessment.chores.report import STARTER
from assessment.project.project import load


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "report"
    shutil.copytree(STARTER, folder)
    return lambda: load(folder)
