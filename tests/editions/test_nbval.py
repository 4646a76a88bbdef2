"""The committed notebooks are checked by nbval: a number that moved behind a chart is noticed, not only its picture."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from edition_under_test import ROOT

CHART = "application/vnd.dataresource+json"


@pytest.fixture(scope="module")
def verdict(tmp_path_factory):
    """What pytest says of a notebook as it is committed, and of a copy with one number changed in what is stored."""
    project = tmp_path_factory.mktemp("nbval")
    for name in ("data", "notebooks", "_quarto.yml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, project / name)
    committed = smallest(project / "notebooks")
    altered = committed.with_name("altered.ipynb")
    altered.write_text(json.dumps(with_another_number(json.loads(committed.read_bytes()))), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", project]
    nbval = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", ROOT / "tests" / "nbval.cfg"]
    done = subprocess.run(
        [*command, "-c", os.devnull, *nbval, committed, altered],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return committed.name, done.stdout


def smallest(folder):
    texts = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.ipynb")}
    charts = [path for path, text in texts.items() if CHART in text and "image/svg+xml" in text]
    return min(charts, key=lambda path: path.stat().st_size)


def with_another_number(notebook):
    """The notebook with the first number behind its first chart one higher."""
    bundles = (output["data"] for cell in notebook["cells"] for output in cell.get("outputs", []) if "data" in output)
    rows = next(bundle[CHART]["data"] for bundle in bundles if CHART in bundle and "image/svg+xml" in bundle)
    name, number = next((k, v) for k, v in rows[0].items() if isinstance(v, int | float) and not isinstance(v, bool))
    rows[0][name] = number + 1
    return notebook


def test_a_notebook_as_committed_passes(verdict):
    name, said = verdict
    assert f"PASSED notebooks/{name}" in said
    assert f"FAILED notebooks/{name}" not in said


def test_a_changed_number_behind_a_chart_is_noticed(verdict):
    _, said = verdict
    assert said.count("FAILED notebooks/altered.ipynb") == 1
    assert CHART in said
