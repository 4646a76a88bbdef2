"""What a notebook read is known without being declared, however it was read."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

import pytest
from engine_runs import as_notebook, kernels, run, workers

from assessment.notebooks.fingerprint import ABSENT, CHANGED, changed_inputs

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


@pytest.mark.parametrize("engine", [workers, kernels])
def test_a_program_that_reads_counts_as_the_notebook_and_so_does_its_script(project, engine):
    (project / "notebooks" / "prepare.py").write_text("open('../data/rain.csv').read()\n")
    write(project, "cat", "import sys\n!{sys.executable} prepare.py")
    inputs = only(run(engine(), project, "cat")).inputs
    assert {"data/rain.csv", "notebooks/prepare.py"} <= set(inputs)


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
    assert set(only(run(workers(), project, "drawn")).inputs) == {"look.mplstyle", "notebooks/matplotlibrc"}


@pytest.mark.parametrize("engine", [workers, kernels])
def test_a_matplotlibrc_beside_the_notebook_counts_and_is_an_input_before_it_is_there(project, engine):
    write(project, "drawn", "import matplotlib.pyplot as plt\nplt.rcParams['lines.linewidth']")
    without = only(run(engine(), project, "drawn"))
    assert without.inputs == {"notebooks/matplotlibrc": ABSENT}
    (project / "notebooks" / "matplotlibrc").write_text("lines.linewidth: 7.25\n")
    with_it = only(run(engine(), project, "drawn"))
    assert "7.25" in with_it.content.decode()
    assert with_it.inputs["notebooks/matplotlibrc"] != ABSENT


# Written by the test, read by the library in compiled code: how, and which file.
_WRITTEN = """import pandas as pd, pyarrow as pa, pyarrow.parquet, pyarrow.feather, h5py
from pathlib import Path
place = Path({data!r})
table = pa.table({{"mm": [1.5, 2.5]}})
pyarrow.parquet.write_table(table, place / "rain.parquet")
pyarrow.feather.write_feather(table, place / "rain.feather")
with pa.OSFile(str(place / "rain.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
    writer.write_table(table)
h5py.File(place / "rain.h5", "w")["mm"] = [1.5, 2.5]
"""
LIBRARIES = {
    "pandas.read_parquet": ("import pandas as pd\npd.read_parquet('../data/rain.parquet')", "rain.parquet"),
    "pandas.read_feather": ("import pandas as pd\npd.read_feather('../data/rain.feather')", "rain.feather"),
    "pandas and pyarrow's csv": ("import pandas as pd\npd.read_csv('../data/rain.csv', engine='pyarrow')", "rain.csv"),
    "pyarrow.parquet": ("import pyarrow.parquet as pq\npq.read_table('../data/rain.parquet')", "rain.parquet"),
    "pyarrow.memory_map": ("import pyarrow as pa\npa.memory_map('../data/rain.arrow').size()", "rain.arrow"),
    "pyarrow.dataset": ("import pyarrow.dataset as ds\nds.dataset('../data/rain.parquet').to_table()", "rain.parquet"),
    "duckdb": ("import duckdb\nduckdb.sql(\"select * from '../data/rain.csv'\").fetchall()", "rain.csv"),
    "duckdb and parquet": ("import duckdb\nduckdb.sql(\"from '../data/rain.parquet'\").fetchall()", "rain.parquet"),
    "polars": ("import polars as pl\npl.read_csv('../data/rain.csv')", "rain.csv"),
    "polars, lazily": ("import polars as pl\npl.scan_parquet('../data/rain.parquet').collect()", "rain.parquet"),
    "h5py": ("import h5py\nh5py.File('../data/rain.h5')['mm'][:]", "rain.h5"),
}


@pytest.fixture(scope="module")
def binary(tmp_path_factory):
    """Data files of every kind, written by a process of their own."""
    data = tmp_path_factory.mktemp("binary")
    subprocess.run([sys.executable, "-c", _WRITTEN.format(data=str(data))], check=True, timeout=120)
    return data


@pytest.fixture(scope="module")
def library_runs(book, binary, tmp_path_factory):
    """Every library's notebook, run alone, all in one go."""
    root = tmp_path_factory.mktemp("libraries") / "book"
    shutil.copytree(book, root, ignore=shutil.ignore_patterns("_build", "*.ipynb"))
    shutil.copytree(binary, root / "data", dirs_exist_ok=True)
    for name in ("rain.csv", "never-read.csv"):
        (root / "data" / name).write_text("mm\n1\n")
    names = {f"library-{number}": name for number, name in enumerate(LIBRARIES)}
    for slug, name in names.items():
        write(root, slug, LIBRARIES[name][0])
    done = run(workers(), root, *names, alone=True)
    return {names[slug]: execution for slug, execution in done.items()}


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_a_library_reads_in_compiled_code_is_known(library_runs, library):
    execution = library_runs[library]
    assert execution.state == "succeeded", execution.finding
    assert {name for name in execution.inputs if name.startswith("data/")} == {f"data/{LIBRARIES[library][1]}"}


def test_a_glob_that_compiled_code_makes_sees_a_new_file(project):
    write(project, "query", "import duckdb\nduckdb.sql(\"from '../data/days/*.csv'\").fetchall()")
    inputs = only(run(workers(), project, "query")).inputs
    assert {"data/days/mon.csv", "listing:data/days"} <= set(inputs)
    (project / "data" / "days" / "tue.csv").write_text("mm\n2\n")
    assert [reason.path for reason in changed_inputs(project, inputs, {})] == ["data/days"]


def test_pandas_loading_pyarrow_is_no_reason_to_charge_a_notebook_with_what_others_read(project):
    for name, file in (("first", "rain.csv"), ("second", "wind.csv")):
        read = f"import pandas as pd, time\ntime.sleep(0.1)\npd.read_csv('../data/{file}')"
        write(project, name, *[read] * 4)
    both = run(workers(), project, "first", "second")
    assert {slug: set(e.inputs) for slug, e in both.items()} == {
        "first": {"data/rain.csv"},
        "second": {"data/wind.csv"},
    }


@pytest.mark.parametrize("engine", [workers, kernels])
def test_a_file_that_changes_while_the_notebook_runs_is_stale_at_once(project, engine):
    edit = "import subprocess\nsubprocess.run(['sh', '-c', 'echo 9 >> ../data/rain.csv'])"
    write(project, "slow", "open('../data/rain.csv').read()", edit)
    time.sleep(0.05)  # what was written in the last tick of the clock before the notebook may have been after it
    inputs = only(run(engine(), project, "slow")).inputs
    assert inputs["data/rain.csv"] == CHANGED
    assert [reason.path for reason in changed_inputs(project, inputs, {})] == ["data/rain.csv"]


def test_a_file_that_the_notebook_itself_writes_is_known_by_its_content(project):
    write(project, "writes", "open('kept.csv', 'w').write('1')", "open('kept.csv').read()")
    inputs = only(run(workers(), project, "writes")).inputs
    assert changed_inputs(project, inputs, {}) == ()
    assert inputs["notebooks/kept.csv"] != CHANGED


def test_what_a_forked_process_reads_counts_wherever_it_is(project):
    (project / "notebooks" / "settings.txt").write_text("x")
    fork = (
        "import multiprocessing as m\nwith m.get_context('fork').Pool(1) as pool:\n    pool.map(read, ['settings.txt'])"
    )
    write(project, "forks", "def read(name):\n    return open(name).read()", fork)
    assert "notebooks/settings.txt" in only(run(workers(), project, "forks")).inputs


def test_a_listing_of_the_project_s_own_folder_counts(project):
    write(project, "lists", "from pathlib import Path\nsorted(Path('..').glob('*.csv'))")
    inputs = only(run(workers(), project, "lists")).inputs
    (project / "new.csv").touch()
    assert [reason.path for reason in changed_inputs(project, inputs, {})] == ["."]
