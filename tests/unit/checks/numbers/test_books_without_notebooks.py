"""A book without notebooks has nothing to quote, and is not asked for it."""

from types import SimpleNamespace

from assessment.checks.numbers.check import number_findings


def test_nothing_is_looked_at(tmp_path):
    assert number_findings(SimpleNamespace(root=tmp_path), {}, (), SimpleNamespace()) == ()
