"""Measure what it costs that every number can be followed to its source, as a share of a cold build.

    sources.py [--repeat N] [PROJECT]

A clone of the project is built cold, then its editions are rendered again and again from the same notebooks, with
and without the graph, the check of typed numbers, panels, annex, attachments, crate and digests of texts.
CPU time counts (user and system, of the command and everything it started): wall time depends on who else works.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
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


def cpu_of(program: str, folder: Path) -> float:
    """CPU seconds of a build in a folder."""
    command = [sys.executable, "-c", program, "build"]
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, cwd=folder, stdout=told, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        if process.returncode not in (0, 1):
            raise RuntimeError(told.read().decode("utf-8", "replace")[-3000:])
    return usage.ru_utime + usage.ru_stime


def rendered_again(program: str, folder: Path) -> float:
    """CPU seconds of a build whose notebooks are executed and that has nothing else."""
    shutil.rmtree(folder / "_book")
    for path in (folder / "_build").iterdir():
        if path.name in _KEPT:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return cpu_of(program, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path, nargs="?", default=Path(__file__).parent.parent)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sources-") as scratch:
        clone = Path(scratch) / "report"
        subprocess.run(["git", "clone", "--quiet", str(asked.project.resolve()), str(clone)], check=True)
        cold = cpu_of(_BUILD, clone)
        print(f"cold build: {cold:.1f} s CPU", flush=True)
        told, untold = [], []
        for _ in range(asked.repeat):  # turn about, so that a busy spell meets both
            told.append(rendered_again(_BUILD, clone))
            untold.append(rendered_again(_WITHOUT + _BUILD, clone))
            print(f"rendered: {told[-1]:.2f} s CPU, without sources {untold[-1]:.2f}", flush=True)
    usual = statistics.median(with_ - without for with_, without in zip(told, untold, strict=True))
    cost = min(told) - min(untold)  # other work on the machine only ever adds
    share = cost / cold
    verdict = "met" if share <= LIMIT else "missed"
    print(f"sources cost {cost:.2f} s CPU, {share:.1%} of a cold build (at most {LIMIT:.0%}: {verdict})")
    print(f"median of the pairs: {usual:.2f} s, {usual / cold:.1%}; on a busy machine the two part")


if __name__ == "__main__":
    main()
