"""Measure what it costs that every number can be followed to its source, as a share of a cold build.

    sources.py [--repeat N] [--json FILE] [PROJECT]

A clone of the project is built cold, and then its editions are rendered from the same notebooks with and without the
graph, the check of typed numbers, panels, annex, attachments, crate and digests of texts; all of it several times.
Wall time is what an author waits; CPU time (user and system, of the command and everything it started) is steadier
where others work on the same machine. Both are told.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LIMIT = 0.10
_KEPT = ("notebooks", "typefaces")  # of `_build`: what has nothing to do with sources
_BUILD = "from assessment.cli.main import main; main()"
_WITHOUT = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import sources; sources.leave_out(); "


def leave_out() -> None:
    """Turn off, in this process, whatever tells of sources."""
    from assessment.editions import stage
    from assessment.pipeline import build
    from assessment.provenance.graph import Graph

    def nothing(*_: Any) -> tuple[()]:
        return ()

    def no_graph(*_: Any) -> Graph:
        return Graph()

    def no_crate(*_: Any) -> bytes:
        return b"{}\n"

    def no_inputs(*_: Any) -> bytes:
        return b""

    class NoDigests:
        def __init__(self, *_: Any) -> None: ...

        def read(self, path: str) -> None: ...

        def all(self) -> dict[str, Any]:
            return {}

    for module, name, stand_in in (
        (build, "collect", no_graph),
        (build, "number_findings", nothing),
        (stage, "ro_crate", no_crate),
        (stage, "TextDigests", NoDigests),
        (stage, "input_side", no_inputs),
    ):
        getattr(module, name)  # what is left out is there
        setattr(module, name, stand_in)


Cost = tuple[float, float]


def cost_of(program: str, folder: Path) -> Cost:
    """Wall and CPU seconds of a build in a folder."""
    command = [sys.executable, "-c", program, "build"]
    began = time.monotonic()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, cwd=folder, stdout=told, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        if process.returncode not in (0, 1):
            raise RuntimeError(told.read().decode("utf-8", "replace")[-3000:])
    return wall, usage.ru_utime + usage.ru_stime


def built_cold(folder: Path) -> Cost:
    """Wall and CPU seconds of a build of nothing but what is committed."""
    subprocess.run(["git", "clean", "-xdfq"], cwd=folder, check=True)
    return cost_of(_BUILD, folder)


def rendered_again(program: str, folder: Path) -> Cost:
    """Wall and CPU seconds of a build whose notebooks are executed and that has nothing else."""
    shutil.rmtree(folder / "_book")
    for path in (folder / "_build").iterdir():
        if path.name in _KEPT:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return cost_of(program, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path, nargs="?", default=Path(__file__).parent.parent)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory(prefix="sources-") as scratch:
        clone = Path(scratch) / "report"
        subprocess.run(["git", "clone", "--quiet", str(asked.project.resolve()), str(clone)], check=True)
        cold, told, untold = [], [], []
        for _ in range(asked.repeat):  # turn about, so that a busy spell meets all three
            cold.append(built_cold(clone))
            told.append(rendered_again(_BUILD, clone))
            untold.append(rendered_again(_WITHOUT + _BUILD, clone))
            said = f"cold {_said(cold[-1])}; rendered {_said(told[-1])}; without sources {_said(untold[-1])}"
            print(said, flush=True)
    found = {}
    for kind, name in enumerate(("wall", "CPU")):
        # other work on the machine only ever adds: the least is the likeliest
        whole, with_sources, without = (min(one[kind] for one in costs) for costs in (cold, told, untold))
        cost = with_sources - without
        share = cost / whole
        verdict = "met" if share <= LIMIT else "missed"
        print(f"sources cost {cost:.2f} s {name}, {share:.1%} of a cold build (at most {LIMIT:.0%}: {verdict})")
        found[name] = {"cold": round(whole, 2), "cost": round(cost, 2)}
    if asked.json:
        asked.json.write_text(json.dumps({"limit": LIMIT, "load": load, **found}) + "\n", encoding="utf-8")


def _said(cost: Cost) -> str:
    return f"{cost[0]:.2f} s, {cost[1]:.2f} s CPU"


if __name__ == "__main__":
    main()
