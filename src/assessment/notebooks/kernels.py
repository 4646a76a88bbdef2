"""Execute notebooks in Jupyter kernels of their own, through nbclient.

Each notebook gets a fresh kernel in a session of its own, in a fixed environment, with its own folder as
working folder. When it ends, is stopped, or runs too long, everything it started ends with it.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from assessment.model import Notebook, finding
from assessment.notebooks import failures, recorder
from assessment.notebooks.environment import environment_of
from assessment.notebooks.executor import Execution, Progress, Task
from assessment.notebooks.fingerprint import ABSENT, Read, input_digests
from assessment.notebooks.memory import MemoryWatch
from assessment.notebooks.outputs import stable

_ARGUMENTS = (
    "--InlineBackend.print_figure_kwargs={'bbox_inches': 'tight', 'metadata': {'Date': None, 'Creator': None}}",
)
_MODULE = "_assessment_recorder"


class KernelExecutor:
    """The executor of every kernel: slow to start, right everywhere."""

    def __init__(self) -> None:
        self._running: set[int] = set()
        self._stopped = threading.Event()

    def run(self, tasks: Sequence[Task], jobs: int, progress: Progress) -> Iterator[Execution]:
        """Execute all tasks, the longest first, ``jobs`` at a time; an interrupt ends every kernel."""
        ordered = sorted(tasks, key=lambda task: (-task.seconds, task.notebook.slug))
        with ThreadPoolExecutor(max(1, jobs)) as pool:
            futures = [pool.submit(self._execute, task, progress) for task in ordered]
            try:
                for future in as_completed(futures):
                    yield future.result()
            except BaseException:
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                for group in list(self._running):
                    _kill(group)
                raise

    def _execute(self, task: Task, progress: Progress) -> Execution:
        notebook, began = task.notebook, time.monotonic()
        problem = _kernel_problem(notebook)
        if problem:
            hint = "choose a kernel in JupyterLab, or install the one named (python -m ipykernel install --sys-prefix)"
            return _errored(notebook, "N202", problem, hint, began)
        session = _Session(task, progress)
        alarm = threading.Timer(task.timeout, session.expire)
        alarm.start()
        try:
            content, inputs = asyncio.run(session.execute(self._running))
            seconds = time.monotonic() - began
            return Execution(notebook.slug, "succeeded", seconds, content, inputs, peak=session.memory.peak)
        except CellExecutionError as exc:
            return _excepted(session, exc, began)
        except (DeadKernelError, RuntimeError, OSError, TimeoutError) as exc:
            return _ended_early(session, exc, began)
        finally:
            alarm.cancel()
            session.end(self._running)


class _Session:
    """One notebook in one kernel."""

    def __init__(self, task: Task, progress: Progress) -> None:
        self.task = task
        self.progress = progress
        self.expired = False
        self.cell = 0
        self.group: int | None = None
        self.began = time.time_ns()
        self.memory = MemoryWatch(task.memory, lambda: _kill(self.group) if self.group else None)
        document = nbformat.read(task.root / task.notebook.path, as_version=4)
        for cell in document.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        self.document = document
        self.sources = [str(cell.source) for cell in document.cells if cell.cell_type == "code"]
        self.kept = {key: document.metadata.get(key) for key in ("language_info", "widgets")}
        self.client = NotebookClient(
            document,
            timeout=None,
            kernel_name=task.notebook.kernel or "python3",
            extra_arguments=list(_ARGUMENTS) if task.notebook.kernel in (None, "python3") else [],
            shutdown_kernel="immediate",
            record_timing=False,
            coalesce_streams=True,
        )

    async def execute(self, running: set[int]) -> tuple[bytes, Mapping[str, str]]:
        folder = (self.task.root / self.task.notebook.path).parent
        async with self._kernel(folder):
            self.group = getattr(getattr(self.client.km, "provisioner", None), "pid", None)
            if self.group:
                running.add(self.group)
                self.memory.start(self.group)
            python = await self._start_recorder()
            cells = self.document.cells
            for index, cell in enumerate(cells):
                self.cell = index
                await self.client.async_execute_cell(cell, index, self.client.code_cells_executed + 1)
                self.progress(self.task.notebook.slug, index + 1, len(cells))
            inputs = await self._inputs(python)
        return self._content(), inputs

    @asynccontextmanager
    async def _kernel(self, folder: Path) -> AsyncIterator[None]:
        """A kernel whose own chatter goes to a log below `_build/`, not to our terminal."""
        log = self.task.root / "_build" / "logs" / f"{self.task.notebook.slug}.log"
        environment = environment_of(self.task)
        for needed in (log.parent, Path(environment["IPYTHONDIR"])):
            needed.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as said:
            async with self.client.async_setup_kernel(env=environment, cwd=str(folder), stdout=said, stderr=said):
                yield

    async def _start_recorder(self) -> bool:
        language = self.document.metadata.get("kernelspec", {}).get("language", "python")
        if language != "python":
            return False
        source = inspect.getsource(recorder)
        code = (
            f"import sys as _s, types as _t\n_m = _t.ModuleType({_MODULE!r})\n_s.modules[{_MODULE!r}] = _m\n"
            f"exec(compile({source!r}, {_MODULE!r}, 'exec'), _m.__dict__)\n"
            f"_m.recorder = _m.Recorder({str(self.task.root)!r})\n"
            f"_m.recorder.block_network = {not self.task.network}\n_m.recorder.sources = {self.sources!r}\ndel _s, _t, _m"
        )
        await self._ask(code, {})
        return True

    async def _inputs(self, python: bool) -> Mapping[str, str]:
        root = self.task.root
        report: dict[str, Any] = {"blind": True}
        if python:
            reply = await self._ask("", {"report": f"__import__('sys').modules[{_MODULE!r}].recorder.report()"})
            answer = reply.get("user_expressions", {}).get("report", {})
            report = ast.literal_eval(answer["data"]["text/plain"]) if answer.get("status") == "ok" else report
        own = root / self.task.notebook.path
        files = {Path(p) for p in (*report.get("read", ()), *report.get("modules", ()))} - {own}
        folders = {Path(p) for p in report.get("listed", ())}
        if report["blind"]:
            everything = list((root / "data").rglob("*"))
            files |= {p for p in everything if p.is_file()}
            folders |= {p for p in everything if p.is_dir()} | {root / "data"}
        files = {p for p in files if not p.is_dir() and p.suffix != ".pyc"}
        named = {name: self.task.datasets.get(name, ABSENT) for name in report.get("datasets", ())}
        written = {Path(p) for p in report.get("written", ())}
        return input_digests(root, Read(sorted(files), sorted(folders), named, written, self.began))

    async def _ask(self, code: str, expressions: Mapping[str, str]) -> dict[str, Any]:
        assert self.client.kc is not None
        message = self.client.kc.execute(code, silent=True, store_history=False, user_expressions=dict(expressions))
        reply = await self.client.async_wait_for_reply(message)
        return dict(reply["content"]) if reply else {}

    def _content(self) -> bytes:
        for key, value in self.kept.items():  # what the kernel says of itself differs between machines
            if value is None:
                self.document.metadata.pop(key, None)
            else:
                self.document.metadata[key] = value
        stable(self.document.cells)
        for cell in self.document.cells:
            cell.metadata.pop("execution", None)
        text: str = nbformat.writes(self.document)
        return (text.rstrip("\n") + "\n").encode("utf-8")

    def expire(self) -> None:
        self.expired = True
        if self.group:
            _kill(self.group)

    def end(self, running: set[int]) -> None:
        self.memory.stop()
        if self.group:
            running.discard(self.group)
            _kill(self.group)


def _kernel_problem(notebook: Notebook) -> str | None:
    if notebook.kernel is None:
        return "names no kernel"
    try:
        KernelSpecManager().get_kernel_spec(notebook.kernel)
    except NoSuchKernel:
        return f"its kernel {notebook.kernel!r} is not installed"
    return None


def _excepted(session: _Session, exc: CellExecutionError, began: float) -> Execution:
    notebook = session.task.notebook
    found = failures.raised(notebook, session.cell, (exc.ename, exc.evalue), str(exc.traceback))
    return Execution(notebook.slug, "excepted", time.monotonic() - began, finding=found, peak=session.memory.peak)


def _ended_early(session: _Session, exc: Exception, began: float) -> Execution:
    notebook = session.task.notebook
    if session.expired:
        found = failures.too_long(notebook, session.cell, session.task.timeout)
    elif session.memory.exceeded:
        found = failures.too_large(notebook, session.cell, session.task.memory)
    else:
        how = "its kernel died" if isinstance(exc, DeadKernelError) else f"its kernel failed: {exc}"
        found = failures.died(notebook, session.cell, how)
    return Execution(notebook.slug, "errored", time.monotonic() - began, finding=found, peak=session.memory.peak)


def _errored(notebook: Notebook, code: str, message: str, hint: str, began: float) -> Execution:
    problem = finding(code, message, path=notebook.path, hint=hint)
    return Execution(notebook.slug, "errored", time.monotonic() - began, finding=problem)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
