"""Measure the pipeline and its peers side by side, one after the other, on books of one size.

    measure.py --size small|medium|large [--only NAME …] [--cluster] --results FILE

Run it with the Python of an environment made from requirements.lock, on a machine with nothing else to do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import workload
from contestants import BIN, CONTESTANTS, HERE, PYTHON, Contestant

IMPORTS = [PYTHON, "-c", "import pandas, matplotlib.pyplot"]
REPEATED = 5


@dataclass(frozen=True)
class Measurement:
    """One command: wall and CPU seconds (with its children's), the largest process in bytes, the load before."""

    contestant: str
    scenario: str
    wall: float
    cpu: float
    peak: int
    load: float
    ran: list[str] | None = None
    expected: list[str] | None = None


def timed(command: list[str], folder: Path) -> tuple[dict[str, Any], str]:
    """Run a command to its end in a folder; what it cost, and what it said."""
    load = os.getloadavg()[0]
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryFile() as told:
        began = time.monotonic()
        program = subprocess.Popen(command, cwd=folder, env=environment, stdout=told, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(program.pid, 0)
        wall = time.monotonic() - began
        program.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        said = told.read().decode("utf-8", "replace")
    if program.returncode not in (0, 1):
        raise RuntimeError(f"{command}: exit {program.returncode}\n{said[-3000:]}")
    cost = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024, "load": load}
    return cost, said


def scenarios(contestant: Contestant, size: str, folder: Path) -> Iterator[Measurement]:
    """Cold, no-op, then every kind of edit, in one book."""
    workload.make(folder, workload.SIZES[size])
    for command in contestant.prepare:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    every = [workload.slug(number) for number in range(workload.SIZES[size].notebooks)]
    yield measured(contestant, "cold", folder, every)
    if not contestant.edits:
        return
    for _ in range(REPEATED):
        yield measured(contestant, "no-op", folder, [])
    for number, kind in enumerate(workload.KINDS, 1):
        workload.edit(folder, kind, number)
        yield measured(contestant, kind, folder, expected[kind])


def measured(contestant: Contestant, scenario: str, folder: Path, expected: list[str]) -> Measurement:
    before = contestant.seen(folder, "")
    cost, said = timed(contestant.command, folder)
    after = contestant.seen(folder, said)
    ran = sorted(name for name, mark in after.items() if before.get(name) != mark)
    print(f"{contestant.name}: {scenario}: {cost['wall']:.2f} s, {cost['cpu']:.2f} s CPU, ran {len(ran)}", flush=True)
    return Measurement(contestant.name, scenario, ran=ran, expected=expected, **cost)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers on this machine, over TCP; gives the address."""
    address, programs = "tcp://127.0.0.1:8790", []
    dask = str(BIN / "dask")
    try:
        for arguments in (
            ["scheduler", "--host", "127.0.0.1", "--port", "8790", "--no-dashboard"],
            *[["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]] * 2,
        ):
            programs.append(subprocess.Popen([dask, *arguments], cwd=folder, stderr=subprocess.DEVNULL))
            time.sleep(6)
        yield address
    finally:
        for program in programs:
            program.kill()
            program.wait()


def on_a_cluster(size: str, folder: Path) -> Measurement:
    """Executing only, on two Dask workers; CPU is not known, as the workers are not ours to wait for."""
    workload.make(folder, workload.SIZES[size])
    with cluster(folder.parent) as address:
        cost, _ = timed([PYTHON, str(HERE / "execute.py"), ".", address], folder)
    return Measurement("assessment, executing only, two Dask workers", "cold", **{**cost, "cpu": 0.0})


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").is_file() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory": memory,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "date": datetime.now(UTC).date().isoformat(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=workload.SIZES, required=True)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--results", type=Path, required=True)
    asked = parser.parse_args()
    chosen = [c for c in CONTESTANTS if c.version and (not asked.only or c.name in asked.only)]
    found = [Measurement("import line", "cold", **timed(IMPORTS, HERE)[0]) for _ in range(REPEATED)]
    scratch = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        for contestant in chosen:
            try:
                found.extend(scenarios(contestant, asked.size, scratch / contestant.name.replace(" ", "-")))
            except (RuntimeError, subprocess.CalledProcessError) as exc:
                print(f"{contestant.name} failed and is left out from here on: {exc}", file=sys.stderr)
            save(asked.results, asked.size, chosen, found)
        if asked.cluster:
            found.append(on_a_cluster(asked.size, scratch / "cluster"))
            save(asked.results, asked.size, chosen, found)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def save(place: Path, size: str, chosen: list[Contestant], found: list[Measurement]) -> None:
    """Write what was measured so far."""
    results = {
        "size": size,
        "machine": machine(),
        "versions": {contestant.name: contestant.version for contestant in chosen},
        "does": {contestant.name: contestant.does for contestant in chosen},
        "measurements": [asdict(one) for one in found],
    }
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
