"""The report of this repository keeps its own rules, and makes few exceptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.checks.safeguarding.check import count_allowed
from assessment.pipeline.build import examine
from assessment.project.files import hold
from assessment.project.project import load

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def seen():
    project = load(ROOT)
    with hold(project.build, "a test", 300, lambda _: None):
        return examine(project)


def test_the_report_gives_no_finding(seen):
    assert [f for f in seen.findings if f.code.startswith(("S", "V41"))] == []


def test_at_most_one_exception_for_a_thousand_words(seen):
    allowance = count_allowed(load(ROOT), seen.executed.contents, seen.results.values, seen.manuscript)
    assert allowance.per_thousand_words <= 1
