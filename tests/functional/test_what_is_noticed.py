"""What a notebook depends on is noticed however it got there, and undoing a change makes it fresh again."""

from __future__ import annotations

import json
import os
import sys

import pytest

CELLS = [
    "import outer",
    "import glob\nfor path in sorted(glob.glob('../data/survey/*.csv')):\n    print(path, open(path).read())",
    "import pandas as pd\npd.read_parquet('../data/survey/answers.parquet')",
    "import matplotlib.pyplot as plt\nplt.style.use('../look.mplstyle')\nplt.plot([outer.SUM])\nplt.show()",
    "try:\n    print(open('../data/remarks.txt').read())\nexcept FileNotFoundError:\n    print('no remarks')",
    "import os\nos.environ.get('GAUGE')",
]


@pytest.fixture
def surveyed(weather):
    """The weather book with a notebook that depends on things of every kind, built."""
    import pandas as pd

    cells = [{"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": s} for n, s in enumerate(CELLS)]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "assessment": {"environment": ["GAUGE"]},
    }
    raw = {
        "cells": [{**cell, "execution_count": None, "outputs": []} for cell in cells],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    weather.write("notebooks/survey.ipynb", json.dumps(raw))
    weather.write("notebooks/outer.py", "import inner\n\nSUM = inner.ONE + 1\n")
    weather.write("notebooks/inner.py", "ONE = 1\n")
    weather.write("look.mplstyle", "axes.grid: True\n")
    weather.write("data/survey/monday.csv", "answers\n12\n")
    weather.write("data/remarks.txt", "none\n")
    pd.DataFrame({"answers": [12, 15]}).to_parquet(weather.root / "data/survey/answers.parquet")
    said = weather.build()
    assert (said.json["failed"], said.json["executed"]) == ([], ["survey"]), said
    return weather


def add(path, text):
    return lambda book: book.write(path, text)


def delete(path):
    return lambda book: (book.root / path).unlink()


def change_parquet(book):
    import pandas as pd

    pd.DataFrame({"answers": [12, 16]}).to_parquet(book.root / "data/survey/answers.parquet")


def edit_within_a_second(book):
    """The same size, the same times: only its content differs."""
    path = book.root / "notebooks/inner.py"
    before = path.stat()
    book.write("notebooks/inner.py", "ONE = 2\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = {
    "a module that a module imports": (add("notebooks/inner.py", "ONE = 10\n"), "module", "notebooks/inner.py"),
    "a module, to the same size at the same time": (edit_within_a_second, "module", "notebooks/inner.py"),
    "a file that pyarrow reads": (change_parquet, "data", "data/survey/answers.parquet"),
    "a new file in a globbed folder": (add("data/survey/tuesday.csv", "answers\n9\n"), "data", "data/survey"),
    "a deleted data file": (delete("data/remarks.txt"), "data", "data/remarks.txt"),
    "a style": (add("look.mplstyle", "axes.grid: False\n"), "data", "look.mplstyle"),
}


def because(book, **how):
    stale = book.run("status", "--json", **how).json["notebooks"]
    return {item["slug"]: item["because"] for item in stale if item["state"] != "fresh"}


def test_every_change_is_noticed_by_kind_and_file_and_undone_is_fresh(surveyed, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    assert because(surveyed) == {}
    for number, (name, (change, kind, path)) in enumerate(CHANGES.items()):
        book = surveyed.copied_to(tmp_path / f"copy-{number}")
        change(book)
        stale = because(book)
        assert list(stale) == ["survey"], name
        found = stale["survey"]
        assert {"kind": kind, "path": path} in found, name
        others = {item["path"] for item in found} - {path}
        assert others <= ({"data/survey"} if path.startswith("data/survey/") else set()), name
    book = surveyed.copied_to(tmp_path / "variable")
    gauge = {"env": {"GAUGE": "7"}}
    assert because(book, **gauge) == {"survey": [{"kind": "environment", "path": "GAUGE"}]}
    assert book.build(**gauge).json["executed"] == ["survey"]
    assert "'7'" in (book.root / "_build/notebooks/survey.ipynb").read_text()
    assert book.build(**gauge).json["executed"] == []
    assert book.build().json["executed"] == []  # the result without the variable is known


def test_other_packages_are_another_environment_for_every_notebook(surveyed):
    surveyed.write("requirements.lock", "weather==2\n")
    stale = because(surveyed)
    assert sorted(stale) == ["plain", "rain", "survey", "temperature"]
    assert stale["rain"] == [{"kind": "environment", "path": "the installed packages"}]


@pytest.fixture
def elsewhere(tmp_path):
    """A kernel of another environment: its interpreter runs ours, its packages are its own. Gives their folder."""
    program = tmp_path / "elsewhere/bin/python"
    packages = tmp_path / "elsewhere/lib/python3.11/site-packages"
    packages.mkdir(parents=True)
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    spec = tmp_path / "jupyter/kernels/elsewhere/kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [str(program), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "Elsewhere", "language": "python"}), encoding="utf-8")
    return packages


def test_the_packages_beside_another_kernel_are_its_environment(weather, elsewhere, tmp_path):
    raw = weather.notebook("notebooks/plain.ipynb")
    raw["metadata"]["kernelspec"] = {"name": "elsewhere", "display_name": "Elsewhere", "language": "python"}
    weather.write("notebooks/plain.ipynb", json.dumps(raw))
    jupyter = {"env": {"JUPYTER_PATH": str(tmp_path / "jupyter")}}
    assert weather.build(**jupyter).json["executed"] == ["plain"]
    assert weather.build(**jupyter).json["executed"] == []
    (elsewhere / "gauges-2.0.dist-info").mkdir()
    assert because(weather, **jupyter) == {"plain": [{"kind": "environment", "path": "the installed packages"}]}
    assert weather.build(**jupyter).json["executed"] == ["plain"]
    (elsewhere / "gauges-2.0.dist-info").rmdir()
    assert weather.build(**jupyter).json["executed"] == []  # the result without the package is known
