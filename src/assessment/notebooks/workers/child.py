"""What a forked child does: become a kernel-like process for one notebook, run it, write the result, end."""

from __future__ import annotations

import builtins
import json
import os
import random
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import nbformat

from assessment.notebooks.fingerprint import Read, input_digests
from assessment.notebooks.outputs import stable
from assessment.notebooks.recorder import Recorder
from assessment.notebooks.workers.cells import CellRunner, Failure
from assessment.notebooks.workers.shell import CollectingSession, CollectingStream, ZMQInteractiveShell


def run_notebook(
    shell: ZMQInteractiveShell, session: CollectingSession, task: dict[str, Any], say: Callable[..., None]
) -> None:
    """Run the task's notebook and write it beside its place; ``say`` tells the host of progress and the end."""
    began = time.time_ns()
    recorder = _settle(session, task, lambda path, counts: say(event="read", path=path, counts=counts))
    document = nbformat.read(task["notebook"], as_version=4)
    kept = {key: document.metadata.get(key) for key in ("language_info", "widgets")}
    for cell in document.cells:
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    recorder.sources = [cell.source for cell in document.cells if cell.cell_type == "code"]
    total = len(document.cells)
    runner = CellRunner(shell, session, raw=1)
    failure = runner.run(document.cells, lambda index: say(event="cell", done=index + 1, total=total))
    report = recorder.report()
    recorder.paused = True
    inputs = _digests(Path(task["root"]), Path(task["notebook"]), report, began)
    if failure is None:
        _write(document, kept, Path(task["result"]))
    known = {key: report[key] for key in ("datasets", "blind", "written")}
    say(event="end", failure=_as_json(failure), inputs=inputs, since=began, **known)


def _settle(session: CollectingSession, task: dict[str, Any], announce: Callable[[str, bool], None]) -> Recorder:
    """Be alone: a session of one's own, streams, working folder, random numbers, no input, watched reads."""
    os.setsid()
    raw = os.memfd_create("output", 0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(raw, 1)
    os.dup2(raw, 2)
    sys.stdin = open(0, closefd=False, encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the process
    sys.stdout, sys.stderr = CollectingStream(session, "stdout", 1), CollectingStream(session, "stderr", 2)
    sys.__stdout__ = open(1, "w", closefd=False, encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115, PTH123
    sys.__stderr__ = open(2, "w", closefd=False, encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115, PTH123
    folder = Path(task["notebook"]).parent
    os.chdir(folder)
    os.environ.update(task["environment"])
    _read_style()
    sys.path[0] = ""
    sys.argv = ["ipykernel_launcher.py"]
    _seed(task["slug"])
    builtins.input = _no_input
    recorder = Recorder(task["root"], announce)
    recorder.block_network = not task["network"]
    sys.modules["_assessment_recorder"] = _module(recorder)
    return recorder


def _read_style() -> None:
    """Take a `matplotlibrc` beside the notebook as matplotlib does where it is imported there."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None and Path("matplotlibrc").is_file():
        matplotlib.rc_file("matplotlibrc")


def _digests(root: Path, own: Path, report: dict[str, Any], began: int) -> dict[str, str]:
    """What was read, with digests. Taken here, where the recorder tells the host's watch who opens the files."""
    files = {Path(path) for path in (*report["read"], *report["modules"])} - {own}
    files = {path for path in files if path.suffix != ".pyc" and not path.is_dir()}
    written = {Path(path) for path in report["written"]}
    folders = sorted({Path(path) for path in report["listed"]})
    return input_digests(root, Read(sorted(files), folders, written=written, since=began))


def _module(recorder: Recorder) -> Any:
    from types import ModuleType

    module = ModuleType("_assessment_recorder")
    module.recorder = recorder  # type: ignore[attr-defined]
    return module


def _seed(slug: str) -> None:
    """Random numbers of its own for each notebook, the same on every run."""
    seed = zlib.crc32(slug.encode())
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed)


def _no_input(*_: object, **__: object) -> NoReturn:
    from IPython.core.error import StdinNotImplementedError

    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _write(document: Any, kept: dict[str, Any], result: Path) -> None:
    for key, value in kept.items():
        if value is None:
            document.metadata.pop(key, None)
        else:
            document.metadata[key] = value
    stable(document.cells)
    for cell in document.cells:
        cell.metadata.pop("execution", None)
    text: str = nbformat.writes(nbformat.from_dict(document))
    beside = result.with_name(result.name + ".new")
    beside.write_bytes((text.rstrip("\n") + "\n").encode("utf-8"))
    beside.replace(result)


def _as_json(failure: Failure | None) -> dict[str, Any] | None:
    return None if failure is None else json.loads(json.dumps(vars(failure)))
