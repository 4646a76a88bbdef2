"""The recorder is an audit hook, which no process can take off again: each test runs it in a child of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.notebooks import recorder


@pytest.fixture
def record(tmp_path):
    """Run Python text under the recorder in a small project; give its report, paths below the project."""
    for name, content in {"data/rain.csv": "1\n", "data/sun.csv": "2\n", "notebooks/gauge.py": "mm = 1\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)

    def run(code):
        text = (
            "import sys, json, types\nsys.path.insert(0, '')\n"
            f"module = types.ModuleType('r')\nsource = open({str(Path(recorder.__file__))!r}).read()\n"
            f"exec(source, module.__dict__)\nheard = module.Recorder({str(tmp_path)!r})\n"
            f"{code}\nprint(json.dumps(heard.report()))"
        )
        command = [sys.executable, "-X", "utf8", "-c", text]
        done = subprocess.run(command, cwd=tmp_path / "notebooks", capture_output=True, text=True, check=True, timeout=60)
        report = json.loads(done.stdout.splitlines()[-1])
        root = f"{tmp_path.resolve()}/"
        relative = {k: [p.removeprefix(root) for p in report[k]] for k in ("read", "listed", "modules")}
        return {**report, **relative}

    return run


def test_a_read_is_noted_and_what_is_not_read_is_not(record):
    report = record("open('../data/rain.csv').read()")
    assert report["read"] == ["data/rain.csv"]
    assert not report["blind"]


@pytest.mark.parametrize(
    "code",
    [
        "from pathlib import Path; Path('../data/rain.csv').read_text()",
        "import os; os.close(os.open('../data/rain.csv', os.O_RDONLY))",
        "import os; open(os.fsencode('../data/rain.csv')).read()",
        "open('../data/../data/rain.csv').read()",
        "open('../data/rain.csv', 'r+').read()",
        "import csv; list(csv.reader(open('../data/rain.csv')))",
    ],
)
def test_every_way_of_opening_is_heard(record, code):
    assert "data/rain.csv" in record(code)["read"]


def test_a_failed_read_is_noted_because_the_file_may_appear(record):
    code = "try: open('../data/none.csv')\nexcept OSError: pass"
    assert record(code)["read"] == ["data/none.csv"]


def test_a_write_is_no_input(record):
    report = record("open('../data/new.csv', 'w').write('1')")
    assert report["read"] == []
    assert [path.rpartition("/")[2] for path in report["written"]] == ["new.csv"]


def test_a_link_within_the_project_is_noted_by_its_name(record, tmp_path):
    (tmp_path / "current.csv").symlink_to(tmp_path / "data" / "rain.csv")
    assert record("open('../current.csv').read()")["read"] == ["current.csv"]


def test_files_outside_the_project_are_not_noted(record, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere") / "rain.csv"
    other.write_text("1")
    assert record(f"open({str(other)!r}).read()")["read"] == []


def test_a_listed_folder_is_noted(record):
    assert record("import glob; glob.glob('../data/*.csv')")["listed"] == ["data"]


def test_an_import_is_a_module_and_its_search_is_no_listing(record):
    report = record("import gauge")
    assert "notebooks/gauge.py" in report["modules"]
    assert report["listed"] == []


@pytest.mark.parametrize("code", ["import os; os.system('true')", "import subprocess; subprocess.run(['true'])"])
def test_another_program_is_reading_that_goes_unseen(record, code):
    assert record(code)["blind"]


@pytest.mark.parametrize("name", ["duckdb", "pyarrow._parquet"])
def test_a_library_that_reads_in_compiled_code_is_reading_that_goes_unseen(record, name):
    assert record(f"sys.modules[{name!r}] = types.ModuleType('x')")["blind"]


def test_pyarrow_counts_only_where_the_code_of_the_project_names_it(record, tmp_path):
    loaded = "sys.modules['pyarrow'] = types.ModuleType('pyarrow')\n"
    assert not record(f"{loaded}import gauge")["blind"]
    assert record(f"{loaded}heard.sources = ['import pyarrow']")["blind"]
    (tmp_path / "notebooks" / "arrow.py").write_text("import pyarrow\n")
    assert record(f"{loaded}import arrow")["blind"]


def test_a_script_that_a_command_names_is_read(record, tmp_path):
    (tmp_path / "notebooks" / "prepare.py").write_text("pass\n")
    heard = "heard.sources = ['!true prepare.py']\nimport os; os.system('true')"
    assert record(heard)["read"] == ["notebooks/prepare.py"]
    assert record("import subprocess; subprocess.run(['true', 'prepare.py'])")["read"] == ["notebooks/prepare.py"]


def test_a_style_file_that_matplotlib_would_read_is_an_input_before_it_is_there(record):
    assert record("sys.modules['matplotlib'] = types.ModuleType('x')")["read"] == ["notebooks/matplotlibrc"]


def test_what_is_looked_up_while_paused_is_not_noted(record):
    report = record("heard.paused = True\nopen('../data/rain.csv')\nheard.paused = False\nopen('../data/sun.csv')")
    assert report["read"] == ["data/sun.csv"]


def test_a_module_edited_within_the_same_second_is_read_anew(record, tmp_path):
    module = tmp_path / "notebooks" / "gauge.py"
    record("import gauge")
    before = module.stat()
    module.write_text("mm = 2\n")
    os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
    record("import gauge; assert gauge.mm == 2")


def test_other_hosts_are_out_of_reach_and_this_machine_is_not(record):
    record("import socket; socket.getaddrinfo('localhost', 80)")
    record(
        "import socket\ntry: socket.getaddrinfo('example.org', 80)\n"
        "except PermissionError as exc: assert 'example.org' in str(exc)\nelse: raise SystemExit('reached')"
    )
