"""Forked workers give, byte for byte, what kernels give on every notebook of this report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from engine_runs import kernels, run, workers

from assessment.notebooks.fingerprint import ABSENT

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A copy of what the notebooks need, so that nothing of the clone is touched."""
    root = tmp_path_factory.mktemp("report") / "book"
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_quarto.yml", "corrections.yml", "requirements.lock"):
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.mark.slow
def test_every_notebook_gives_the_same_bytes_in_both_engines(report):
    fast, slow = run(workers(), report, *NAMES), run(kernels(), report, *NAMES)
    assert len(NAMES) > 20
    for name in NAMES:
        assert (name, fast[name].state, slow[name].state) == (name, "succeeded", "succeeded")
        assert fast[name].content == slow[name].content, name
        preloaded = {"notebooks/matplotlibrc": ABSENT}  # workers have matplotlib there before a notebook asks for it
        assert fast[name].inputs == {**preloaded, **slow[name].inputs}, name
