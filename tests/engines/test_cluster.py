"""Notebooks on a real Dask cluster: a scheduler and workers of their own, over TCP on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest
from engine_runs import as_notebook, run, workers

from assessment.errors import ClusterError
from assessment.notebooks.cluster import ClusterExecutor
from assessment.notebooks.fingerprint import CHANGED

CELLS = ["import pandas as pd\ntable = pd.read_csv('../data/rain.csv')\ntable", "import beside\nbeside.NAME"]


class Cluster:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder):
        self.folder = folder
        self.programs = []
        self.address = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", says="Scheduler at"
        )

    def worker(self, *, env=None):
        """Start a worker; gives its process."""
        address = self.address
        self._start("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", says="Registered to", env=env)
        return self.programs[-1]

    def _start(self, *command, says, env=None):
        log = self.folder / f"{len(self.programs)}.log"
        told = log.open("wb")
        program = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
            cwd=self.folder,
            env={**os.environ, **(env or {})},
            stdout=told,
            stderr=told,
        )
        told.close()
        self.programs.append(program)
        deadline = time.monotonic() + 90
        while not (found := re.search(rf"{says}:\s+(\S+)", log.read_text())):
            assert program.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        return found[1]

    def end(self):
        for program in reversed(self.programs):
            program.kill()
            program.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster of two workers."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        for _ in range(2):
            made.worker()
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def project(book):
    (book / "data" / "rain.csv").write_text("mm\n1\n")
    for number in range(4):
        text = as_notebook([*CELLS, f"{number}", "import random\nrandom.random()"])
        (book / "notebooks" / f"study-{number}.ipynb").write_text(text)
    time.sleep(0.05)
    return book


NAMES = [f"study-{number}" for number in range(4)]


def fails(text):
    pytest.fail(text)


def test_the_bytes_are_those_of_a_local_run_and_so_is_what_was_read(cluster, project):
    there = run(ClusterExecutor(cluster.address, fails), project, *NAMES)
    here = run(workers(), project, *NAMES)
    for name in NAMES:
        assert there[name].state == "succeeded", there[name].finding
        assert there[name].content == here[name].content
        assert there[name].inputs == here[name].inputs
        assert (there[name].engine, there[name].peak > 0) == ("cluster", True)


def test_a_cell_that_raises_there_is_named_as_here(cluster, project):
    (project / "notebooks" / "raises.ipynb").write_text(as_notebook(["1", "1 / 0"]))
    there = run(ClusterExecutor(cluster.address, fails), project, "raises", "study-0")
    assert (there["raises"].finding.code, there["raises"].finding.cell) == ("N203", "cell 2")
    assert there["study-0"].state == "succeeded"


def test_a_file_that_changes_here_while_they_run_there_is_noticed(cluster, project):
    edit = f"open({str(project / 'data' / 'rain.csv')!r}, 'a').write('2\\n')"
    (project / "notebooks" / "edits.ipynb").write_text(as_notebook([*CELLS, edit]))
    try:
        assert (
            run(ClusterExecutor(cluster.address, fails), project, "edits")["edits"].inputs["data/rain.csv"] == CHANGED
        )
    finally:
        (project / "data" / "rain.csv").write_text("mm\n1\n")


def test_a_worker_that_is_lost_costs_time_only(cluster, project, tmp_path):
    """The first to come dies by its own hand; the second finds that somebody has."""
    mark = tmp_path / "died"
    dies = (
        f"import os, signal, pathlib\nmark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists():\n    mark.touch()\n"
        f"    os.kill(int(pathlib.Path({str(tmp_path / 'victim')!r}).read_text()), signal.SIGKILL)"
    )
    (project / "notebooks" / "dies.ipynb").write_text(as_notebook([dies, "'alive'"]))
    alone = Cluster(tmp_path)
    try:
        victim = alone.worker()
        (tmp_path / "victim").write_text(str(victim.pid))
        alone.worker()
        told = []
        for _ in range(3):  # whichever worker it goes to, the victim dies while it runs
            done = run(ClusterExecutor(alone.address, told.append), project, "dies", "study-0", "study-1")
            assert {execution.state for execution in done.values()} == {"succeeded"}, done
        assert mark.exists()
        assert victim.wait(20) == -signal.SIGKILL
    finally:
        alone.end()


def test_a_worker_with_another_environment_is_refused_clearly(cluster, project, tmp_path):
    odd = tmp_path / "site-packages"
    (odd / "oddity-1.0.dist-info").mkdir(parents=True)
    alone = Cluster(tmp_path)
    try:
        alone.worker(env={"PYTHONPATH": str(odd)})
        told = []
        with pytest.raises(ClusterError, match="no worker with this environment"):
            run(ClusterExecutor(alone.address, told.append), project, "study-0")
        assert "only there: oddity-1.0" in told[0]
        alone.worker()
        assert run(ClusterExecutor(alone.address, told.append), project, "study-0")["study-0"].state == "succeeded"
    finally:
        alone.end()


def test_nobody_at_the_address_is_said_clearly(project, monkeypatch):
    monkeypatch.setattr("assessment.notebooks.cluster._CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=re.escape("no scheduler answers at tcp://127.0.0.1:9")):
        run(ClusterExecutor("tcp://127.0.0.1:9", fails), project, "study-0")
