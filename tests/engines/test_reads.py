"""What a notebook read is known without being declared, however it was read."""

from __future__ import annotations

import shutil
import time

import pytest
from engine_runs import as_notebook, kernels, run, workers

from assessment.notebooks.fingerprint import ABSENT, changed_inputs

_BELOW_PYTHON = """import ctypes
libc = ctypes.CDLL(None)
handle = libc.open(b"../data/{name}", 0)
libc.close(handle)"""


@pytest.fixture
def project(book, tmp_path):
    """A project of its own with data, a module that imports a module, and a folder to list."""
    root = tmp_path / "book"
    shutil.copytree(book, root, ignore=shutil.ignore_patterns("_build", "*.ipynb"))
    (root / "data" / "days").mkdir(parents=True)
    for name in ("rain.csv", "wind.csv", "days/mon.csv"):
        (root / "data" / name).write_text("mm\n1\n")
    (root / "notebooks" / "outer.py").write_text("import inner\nSUM = inner.ONE + 1\n")
    (root / "notebooks" / "inner.py").write_text("ONE = 1\n")
    return root


def write(root, name, *cells, **metadata):
    (root / "notebooks" / f"{name}.ipynb").write_text(as_notebook(cells, **metadata))


def only(executions):
    (execution,) = executions.values()
    assert execution.state == "succeeded", execution.finding
    return execution


@pytest.mark.parametrize("engine", [workers, kernels])
def test_files_modules_of_modules_listings_and_absent_files_are_noted(project, engine):
    write(
        project,
        "all",
        "import pandas as pd\npd.read_csv('../data/rain.csv')",
        "import outer",
        "import glob\nglob.glob('../data/days/*.csv')",
        "try:\n    open('../data/none.csv')\nexcept FileNotFoundError:\n    pass",
    )
    inputs = only(run(engine(), project, "all")).inputs
    assert set(inputs) == {
        "data/rain.csv",
        "data/none.csv",
        "listing:data/days",
        "notebooks/outer.py",
        "notebooks/inner.py",
    }
    assert inputs["data/none.csv"] == ABSENT


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda root: (root / "data" / "rain.csv").write_text("mm\n2\n"), "data/rain.csv"),
        (lambda root: (root / "data" / "rain.csv").unlink(), "data/rain.csv"),
        (lambda root: (root / "data" / "none.csv").write_text("mm\n"), "data/none.csv"),
        (lambda root: (root / "data" / "days" / "tue.csv").write_text("mm\n"), "data/days"),
        (lambda root: (root / "notebooks" / "inner.py").write_text("ONE = 2\n"), "notebooks/inner.py"),
        (lambda root: (root / "data" / "wind.csv").write_text("mm\n9\n"), None),
        (lambda root: (root / "data" / "rain.csv").touch(), None),
    ],
    ids=["changed", "deleted", "new where one was missed", "new in a listed folder", "module", "not read", "touched"],
)
def test_what_a_change_makes_stale(project, change, expected):
    write(
        project,
        "all",
        "import outer, glob",
        "open('../data/rain.csv').read(), glob.glob('../data/days/*')",
        "try:\n    open('../data/none.csv')\nexcept OSError:\n    pass",
    )
    inputs = only(run(workers(), project, "all")).inputs
    change(project)
    assert [reason.path for reason in changed_inputs(project, inputs, {})] == ([expected] if expected else [])


def test_a_read_below_python_is_seen_by_the_watch(project):
    write(project, "low", _BELOW_PYTHON.format(name="rain.csv"))
    execution = only(run(workers(), project, "low"))
    assert set(execution.inputs) == {"data/rain.csv"}
    assert not execution.alone


def test_a_read_that_nobody_explains_is_charged_to_all_and_asks_to_run_alone(project):
    for name, file in (("first", "rain.csv"), ("second", "wind.csv")):
        write(project, name, "import time\ntime.sleep(0.4)", _BELOW_PYTHON.format(name=file), "time.sleep(0.4)")
    both = run(workers(), project, "first", "second")
    assert all(set(e.inputs) == {"data/rain.csv", "data/wind.csv"} and e.alone for e in both.values())
    apart = run(workers(), project, "first", "second", alone=True)
    assert {slug: set(e.inputs) for slug, e in apart.items()} == {
        "first": {"data/rain.csv"},
        "second": {"data/wind.csv"},
    }


def test_a_notebook_is_not_charged_with_what_another_reads_beside_it(project):
    for name, file in (("first", "rain.csv"), ("second", "wind.csv")):
        write(project, name, *[f"import time\ntime.sleep(0.1)\nopen('../data/{file}').read()"] * 4)
    both = run(workers(), project, "first", "second")
    assert {slug: (set(e.inputs), e.alone) for slug, e in both.items()} == {
        "first": ({"data/rain.csv"}, False),
        "second": ({"data/wind.csv"}, False),
    }


def test_a_program_that_reads_counts_as_the_notebook(project):
    write(project, "cat", "!cat ../data/rain.csv")
    assert "data/rain.csv" in only(run(workers(), project, "cat")).inputs


@pytest.mark.parametrize("engine", [workers, kernels])
def test_a_module_edited_within_a_second_to_the_same_size_is_not_taken_from_its_compilation(
    project, engine, monkeypatch
):
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    write(project, "uses", "import inner\ninner.ONE")
    module = project / "notebooks" / "inner.py"
    now = time.time()
    for value in ("1", "2"):
        module.write_text(f"ONE = {value}\n")
        import os
        import py_compile

        os.utime(module, (now, now))
        if value == "1":
            py_compile.compile(str(module))
        content = only(run(engine(), project, "uses")).content.decode()
    assert '"2"' in content


def test_a_changed_matplotlib_style_is_an_input(project):
    (project / "look.mplstyle").write_text("axes.grid: True\n")
    write(project, "drawn", "import matplotlib.pyplot as plt\nplt.style.use('../look.mplstyle')")
    assert set(only(run(workers(), project, "drawn")).inputs) == {"look.mplstyle"}
