"""Execute Python notebooks in forked children of one warmed process; everything else in kernels.

The results are those of a kernel, several times faster: interpreter, libraries and shell are loaded once.
A notebook with another kernel, or one that asks for a kernel of its own (`"assessment": {"engine": "kernel"}`
in its metadata), goes to the other executor, and so do all where forking is not to be had.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assessment.errors import ProcessError
from assessment.model import Notebook
from assessment.notebooks import failures
from assessment.notebooks.environment import environment_of, fixed_environment
from assessment.notebooks.executor import Execution, Executor, Progress, Task
from assessment.notebooks.fingerprint import ABSENT, Read, input_digests
from assessment.process import Dialogue

_PRELOADED = ("numpy", "pandas", "matplotlib.pyplot", "matplotlib.dates", "IPython.display")
_IMPORTS = re.compile(r"^\s*(?:import|from)\s+(numpy|pandas|matplotlib|assessment)\b", re.MULTILINE)
_HOST = "assessment.notebooks.workers.host"


class ForkExecutor:
    """The fast executor; ``kernels`` makes the one that serves what it cannot, ``say`` hears why."""

    def __init__(self, kernels: Callable[[], Executor], say: Callable[[str], None] = lambda _: None) -> None:
        self._kernels = kernels
        self._say = say

    def run(self, tasks: Sequence[Task], jobs: int, progress: Progress) -> Iterator[Execution]:
        """Execute all tasks, the longest first; those that must be alone come last."""
        forked = [task for task in tasks if _forkable(task.notebook)] if _supported() else []
        others = [task for task in tasks if task not in forked]
        if forked:
            others += yield from self._run_forked(forked, jobs, progress)
        if others:
            yield from self._kernels().run(others, jobs, progress)

    def _run_forked(self, tasks: list[Task], jobs: int, progress: Progress) -> Generator[Execution, None, list[Task]]:
        """Yields executions; gives back the tasks that no child could take."""
        root, build = tasks[0].root, tasks[0].root / "_build"
        work = build / "work"
        for folder in (work, build / "logs", build / "ipython"):
            folder.mkdir(parents=True, exist_ok=True)
        settings = {"root": str(root), "jobs": max(1, jobs), "preload": _preload(tasks)}
        command = [sys.executable, "-m", _HOST, json.dumps(settings)]
        waiting = {task.notebook.slug: task for task in tasks}
        cells: dict[str, int] = {}
        try:
            host = Dialogue(command, fixed_environment(root, tasks[0].epoch), build / "logs" / "workers.log", cwd=work)
        except ProcessError as exc:
            self._say(f"workers cannot be started ({exc.message}): notebooks run in kernels of their own, slower")
            return tasks
        late = []
        with host:
            for message in map(json.loads, host.answers()):
                if message["event"] == "ready":
                    if message["threads"] > 1:
                        self._say("a library started threads: notebooks run in kernels of their own, slower")
                        break
                    self._submit(host, tasks, work)
                elif message["event"] == "cell":
                    cells[message["slug"]] = message["done"]
                    progress(message["slug"], message["done"], message["total"])
                else:
                    task = waiting.pop(message["slug"])
                    ended = (task, message, cells.get(message["slug"], 0), work)
                    if message["opened"] or message["folders"]:
                        late.append(ended)  # taking digests opens files, which the watch would charge to others
                    else:
                        yield _execution(*ended)
                    if not waiting:
                        break
        for ended in late:
            yield _execution(*ended)
        if waiting:
            self._say(f"workers ended early; {', '.join(sorted(waiting))} run in kernels of their own")
        return list(waiting.values())

    def _submit(self, host: Dialogue, tasks: list[Task], work: Path) -> None:
        ordered = sorted(tasks, key=lambda task: (task.alone, -task.seconds, task.notebook.slug))
        for task in ordered:
            result = work / f"{task.notebook.slug.replace('/', '--')}.ipynb"
            result.unlink(missing_ok=True)
            host.tell(json.dumps(_as_message(task, result)))


def _supported() -> bool:
    return sys.platform == "linux"


def _forkable(notebook: Notebook) -> bool:
    asked = notebook.own.get("engine", "worker")
    return notebook.kernel == "python3" and asked != "kernel"


def _preload(tasks: list[Task]) -> list[str]:
    """What to import before forking: only libraries that these notebooks use, never modules of the project."""
    used = {name for task in tasks for cell in task.notebook.cells for name in _IMPORTS.findall(cell.source)}
    if "assessment" in used:
        used |= {"pandas", "matplotlib"}
    wanted = {"pandas": ("numpy", "pandas"), "matplotlib": ("numpy", "matplotlib.pyplot", "matplotlib.dates")}
    names = {name for use in used for name in wanted.get(use, (use,))} & set(_PRELOADED)
    return sorted(names | {"IPython.display"})


def _as_message(task: Task, result: Path) -> dict[str, Any]:
    return {
        "slug": task.notebook.slug,
        "notebook": str(task.root / task.notebook.path),
        "root": str(task.root),
        "result": str(result),
        "timeout": task.timeout,
        "memory": task.memory,
        "network": task.network,
        "alone": task.alone,
        "environment": environment_of(task),
    }


def _execution(task: Task, message: Mapping[str, Any], cell: int, work: Path) -> Execution:
    """What the host says of a child that ended, as the pipeline understands it."""
    notebook, how = task.notebook, message["event"]
    base = Execution(notebook.slug, "errored", message["seconds"], peak=message["peak"], engine="worker")
    if how == "timeout":
        return replace(base, finding=failures.too_long(notebook, cell, task.timeout))
    if how == "memory":
        return replace(base, finding=failures.too_large(notebook, cell, task.memory))
    if how != "end":
        said = str(message.get("traceback", "")).strip().splitlines()
        words = (
            f"its process ended with code {message['code']}" if "code" in message else f"its worker failed: {said[-1:]}"
        )
        return replace(base, finding=failures.died(notebook, cell, words))
    failure = message["failure"]
    if failure:
        exception = (failure["ename"], failure["evalue"])
        found = failures.raised(notebook, failure["cell"], exception, failure["traceback"])
        return replace(base, state="excepted", finding=found)
    result = work / f"{notebook.slug.replace('/', '--')}.ipynb"
    content = result.read_bytes()
    result.unlink()
    inputs = _inputs(task, message)
    return replace(base, state="succeeded", content=content, inputs=inputs, alone=message["alone"] and not task.alone)


def _inputs(task: Task, message: Mapping[str, Any]) -> Mapping[str, str]:
    """Everything the notebook read, as its own process and the watch on the project's folders saw it."""
    named = {name: task.datasets.get(name, ABSENT) for name in message["datasets"]}
    files = {Path(path) for path in message["opened"] if not Path(path).is_dir()} - {task.root / task.notebook.path}
    folders = {Path(path) for path in message["folders"]}
    written = {Path(path) for path in message["written"]}
    read = Read(sorted(files), sorted(folders), named, written, since=message["since"])
    return {**input_digests(task.root, read), **message["inputs"]}
