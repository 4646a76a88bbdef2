"""The editions under test: the report of this repository, and a sample book that has every construct."""

from __future__ import annotations

import shutil

import pytest
from edition_under_test import ROOT, Edition, build


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """The report, as a copy: nothing that runs meanwhile can change it."""
    folder = tmp_path_factory.mktemp("report") / "_book"
    return Edition(ROOT, shutil.copytree(build(ROOT), folder))


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The sample book; the web typefaces are the report's, so that they need not be made again."""
    project = tmp_path_factory.mktemp("sample") / "weather"
    shutil.copytree(ROOT / "tests" / "samples" / "weather", project)
    if (ROOT / "_build" / "fonts").is_dir():
        shutil.copytree(ROOT / "_build" / "fonts", project / "_build" / "fonts")
    return Edition(project, build(project))


@pytest.fixture(scope="session", params=["report", "sample"])
def edition(request):
    """The report, then the sample book."""
    return request.getfixturevalue(request.param)
