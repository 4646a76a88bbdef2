"""What a notebook may not do: run for ever, fill memory, leave processes, reach the network, disturb others."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from engine_runs import as_notebook, kernels, run, workers


def write(root, name, *cells, **metadata):
    (root / "notebooks" / f"{name}.ipynb").write_text(as_notebook(cells, **metadata))


ENGINES = pytest.mark.parametrize("engine", [workers, kernels])


@ENGINES
def test_an_endless_notebook_is_stopped_and_the_others_go_on(book, engine):
    write(book, "endless", "1", "while True:\n    pass")
    write(book, "short", "2")
    both = run(engine(), book, "endless", "short", timeout=3)
    assert both["short"].state == "succeeded"
    assert (both["endless"].finding.code, both["endless"].finding.cell) == ("N204", "cell 2")


def test_code_that_ignores_signals_is_killed(book):
    write(book, "deaf", "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True:\n    pass")
    began = time.monotonic()
    assert run(workers(), book, "deaf", timeout=2)["deaf"].finding.code == "N204"
    assert time.monotonic() - began < 20


@ENGINES
def test_a_notebook_over_its_memory_is_stopped(book, engine):
    write(book, "large", "import time\nx = bytearray(400 << 20)\ntime.sleep(30)")
    finding = run(engine(), book, "large", memory=300 << 20)["large"].finding
    assert finding.code == "N205"
    assert "300 MiB" in finding.message


@ENGINES
def test_a_process_that_dies_is_named(book, engine):
    write(book, "dead", "1", "import os\nos._exit(7)")
    finding = run(engine(), book, "dead")["dead"].finding
    assert (finding.code, finding.cell) == ("N205", "cell 2")


@ENGINES
def test_what_a_notebook_starts_ends_with_it(book, engine, tmp_path):
    write(
        book,
        "starts",
        "import subprocess\np = subprocess.Popen(['sleep', '60'])",
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(p.pid))",
    )
    assert run(engine(), book, "starts")["starts"].state == "succeeded"
    pid = (tmp_path / "pid").read_text()
    deadline = time.monotonic() + 5
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(pid)


def _alive(pid: str) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@ENGINES
def test_the_network_is_refused_unless_allowed_in_writing(book, engine):
    ask = "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=0.2)"
    write(book, "asks", ask)
    refused = run(engine(), book, "asks")["asks"].finding
    assert "network is blocked" in refused.message
    allowed = run(engine(), book, "asks", network=True)["asks"].finding
    assert "network is blocked" not in allowed.message


@ENGINES
def test_the_environment_is_fixed_and_scrubbed(book, engine, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_SESSION", "x")
    monkeypatch.setenv("DECLARED", "not passed by itself")
    write(book, "environment", "import os\n[os.environ.get(n) for n in ('SECRET_OF_THE_SESSION', 'DECLARED', 'TZ')]")
    content = run(engine(), book, "environment", environment={"DECLARED": "7"})["environment"].content.decode()
    assert "[None, '7', 'UTC']" in content


def test_notebooks_share_nothing(book):
    write(book, "one", "import builtins\nbuiltins.left = 1\nimport json\njson.left = 1")
    write(book, "two", "import builtins, json\nhasattr(builtins, 'left'), hasattr(json, 'left')")
    content = run(workers(), book, "one", "two", jobs=1)["two"].content.decode()
    assert "(False, False)" in content


def test_unseeded_random_numbers_are_the_same_on_every_run_and_differ_between_notebooks(book):
    for name in ("one", "two"):
        write(book, name, "import random\nrandom.random()", "import numpy as np\nnp.random.rand()")
    first, again = (run(workers(), book, "one", "two") for _ in range(2))
    assert first["one"].content == again["one"].content
    assert first["one"].content != first["two"].content


def test_a_notebook_that_asks_for_a_kernel_gets_one(book):
    from assessment.notebooks.forks import ForkExecutor

    write(book, "asks", "1", assessment={"engine": "kernel"})
    assert run(ForkExecutor(kernels), book, "asks")["asks"].engine == "kernel"


@ENGINES
def test_what_a_notebook_cost_is_known(book, engine):
    write(book, "costs", "import time\nx = bytearray(200 << 20)\ntime.sleep(0.3)")
    execution = run(engine(), book, "costs")["costs"]
    assert 200 << 20 < execution.peak < 2 << 30
    assert execution.seconds > 0.3
