"""The warmed parent of all workers: `python -m assessment.notebooks.workers.host SETTINGS`.

It imports once what notebooks import, draws one throw-away chart, stays single-threaded, and forks a child
for each task that comes in as a line of JSON on standard input. What becomes of each goes out as lines of
JSON on standard output. It keeps time and memory limits, watches which files are opened, and leaves no
process behind.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import io
import json
import os
import selectors
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from assessment.notebooks.fingerprint import is_input
from assessment.notebooks.memory import resident
from assessment.notebooks.workers.child import run_notebook
from assessment.notebooks.workers.shell import make_shell
from assessment.notebooks.workers.watch import OpenWatch, Opened

_TICK_SECONDS = 0.2
_GRACE_SECONDS = 2.0
_MOST_TRACEBACK = 3000
_PR_SET_PDEATHSIG = 1
_SMALLEST = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@dataclass(eq=False)
class Child:
    """A running child: its process, its pipe, its limits, and what it and the watch say it read."""

    pid: int
    pidfd: int
    pipe: int
    task: dict[str, Any]
    began: float
    buffer: bytes = b""
    read: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    end: dict[str, Any] | None = None
    stopped: str = ""
    stopped_at: float = 0.0


class Host:
    """Forks, watches and reports; single-threaded on purpose, as forking asks."""

    def __init__(self, root: Path, jobs: int) -> None:
        self._root = root
        self._jobs = jobs
        self._shell, self._session = make_shell()
        self._waiting: list[dict[str, Any]] = []
        self._running: dict[str, Child] = {}
        self._events: list[tuple[Opened, tuple[Child, ...]]] = []
        self._watch = OpenWatch(root / "data")
        self._selector = selectors.DefaultSelector()
        self._input_open = True

    def warm(self, modules: list[str]) -> None:
        """Import what is wanted and touch the slow paths of first use; then freeze it for the children.

        The imports see the shell as they would in a cell: pandas asks for it to set its defaults.
        """
        with self._shell.builtin_trap:
            for name in modules:
                with suppress(ImportError):
                    importlib.import_module(name)
            if "matplotlib.pyplot" in sys.modules:
                _draw_one_chart()
        nbformat.reads(_SMALLEST, as_version=4)
        gc.collect()
        gc.freeze()

    def serve(self) -> None:
        """Work until standard input ends and no child is left; tasks run in the order in which they come."""
        os.set_blocking(0, False)
        self._selector.register(0, selectors.EVENT_READ, "input")
        threads = len(os.listdir("/proc/self/task")) if sys.platform == "linux" else 1  # noqa: PTH208
        _say(event="ready", threads=threads, watch=self._watch.available and self._watch.complete)
        typed = b""
        try:
            while self._input_open or self._waiting or self._running:
                self._start_what_fits()
                for key, _ in self._selector.select(_TICK_SECONDS):
                    if key.data == "input":
                        typed = self._take_input(typed)
                self._drain()
                self._keep_limits()
                for child in [child for child in self._running.values() if _ended(child)]:
                    self._finish(child)
        finally:
            for child in self._running.values():
                _kill(child, signal.SIGKILL)

    def _take_input(self, typed: bytes) -> bytes:
        chunk = os.read(0, 1 << 16)
        if not chunk:
            self._input_open = False
            self._selector.unregister(0)
            for child in self._running.values():
                _kill(child, signal.SIGKILL)
            self._waiting.clear()
            return b""
        *lines, rest = (typed + chunk).split(b"\n")
        self._waiting += [json.loads(line) for line in lines if line]
        return rest

    def _start_what_fits(self) -> None:
        """Start tasks in order; one that must be alone waits for the others to end, and they for it."""
        while self._waiting and len(self._running) < self._jobs:
            alone = any(child.task["alone"] for child in self._running.values())
            if alone or (self._waiting[0]["alone"] and self._running):
                return
            self._fork(self._waiting.pop(0))

    def _fork(self, task: dict[str, Any]) -> None:
        self._drain()
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            self._be_child(task, writing)
        os.close(writing)
        os.set_blocking(reading, False)
        child = Child(pid, os.pidfd_open(pid), reading, task, time.monotonic())
        self._running[task["slug"]] = child
        for descriptor in (child.pidfd, reading):
            self._selector.register(descriptor, selectors.EVENT_READ, "child")

    def _be_child(self, task: dict[str, Any], writing: int) -> None:
        """Run in the child, and end there whatever happens."""

        def say(**message: Any) -> None:
            with suppress(OSError):  # a process that the child forked may have closed the pipe
                os.write(writing, json.dumps(message).encode() + b"\n")

        try:
            _die_with_parent()
            run_notebook(self._shell, self._session, task, say)
        except BaseException:  # noqa: BLE001 - nothing may return into the host's loop from here
            with suppress(BaseException):
                say(event="crash", traceback=traceback.format_exc()[-_MOST_TRACEBACK:])
        finally:
            os._exit(0)

    def _drain(self) -> None:
        """Take what the watch saw, then what children said: a child names a file before it opens it."""
        opened = self._watch.opened()
        if opened and self._running:
            self._events.append((opened, tuple(self._running.values())))
        for child in self._running.values():
            self._listen(child)

    def _listen(self, child: Child) -> None:
        with suppress(BlockingIOError):
            while chunk := os.read(child.pipe, 1 << 16):
                child.buffer += chunk
        *lines, child.buffer = child.buffer.split(b"\n")
        for line in lines:
            message = json.loads(line)
            if message["event"] == "read":
                child.read.add(message["path"])
                if message["counts"]:
                    child.counted.add(message["path"])
            elif message["event"] == "cell":
                _say(slug=child.task["slug"], **message)
            else:
                child.end = message

    def _keep_limits(self) -> None:
        now = time.monotonic()
        for child in self._running.values():
            if child.stopped:
                if now - child.stopped_at > _GRACE_SECONDS:
                    _kill(child, signal.SIGKILL)
            elif now - child.began > child.task["timeout"]:
                _stop(child, "timeout")
            elif child.task["memory"] and resident(child.pid) > child.task["memory"]:
                _stop(child, "memory")

    def _finish(self, child: Child) -> None:
        """Reap a child, end what it started, say what became of it and what it read."""
        _kill(child, signal.SIGKILL)  # what it started; its own number is not given away before it is reaped
        _, status, usage = os.wait4(child.pid, 0)
        self._drain()
        for descriptor in (child.pidfd, child.pipe):
            self._selector.unregister(descriptor)
            os.close(descriptor)
        slug = child.task["slug"]
        end = child.end or {"event": "died", "code": os.waitstatus_to_exitcode(status)}
        if child.stopped:
            end = {"event": child.stopped}
        blind = bool(end.get("blind", True))
        files, folders, shared = self._charged(child, blind)
        files = sorted({*files, *self._read_by_its_forks(child, end)})
        del self._running[slug]
        self._events = [event for event in self._events if any(c.task["slug"] in self._running for c in event[1])]
        seconds, peak = time.monotonic() - child.began, usage.ru_maxrss * 1024
        _say(slug=slug, **end, seconds=seconds, peak=peak, opened=files, folders=folders, alone=shared)

    def _read_by_its_forks(self, child: Child, end: dict[str, Any]) -> set[str]:
        """What was announced as read and is not among the child's own reads: processes that it forked read it."""
        if "inputs" not in end:
            return set()
        known = {str(self._root / name) for name in end["inputs"]} | {child.task["notebook"]}
        return {path for path in child.counted - known if is_input(self._root, Path(path)) and path[-4:] != ".pyc"}

    def _charged(self, child: Child, blind: bool) -> tuple[list[str], list[str], bool]:  # noqa: FBT001
        """What the watch saw and no running notebook named is charged to all of them.

        A notebook with libraries that read past Python is charged with everything; the last answer says
        that others ran beside it, so that it should run alone next time for an exact list.
        """
        files: set[str] = set()
        folders: set[str] = set()
        shared = False
        for opened, during in self._events:
            if child not in during:
                continue
            named = set().union(*(other.read for other in during))
            charged = opened.files if blind else opened.files - named
            files |= charged
            folders |= opened.folders if blind else set()
            shared = shared or (bool(charged) and len(during) > 1)
        return sorted(files), sorted(folders), shared


def _draw_one_chart() -> None:
    import matplotlib.pyplot as plt

    plt.switch_backend("module://matplotlib_inline.backend_inline")
    figure, axes = plt.subplots()
    axes.plot([0, 1], [1, 2], label="x")
    axes.legend()
    axes.set_title("Ag 0.1")
    for form in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=form, bbox_inches="tight")
    plt.close("all")
    pandas = sys.modules.get("pandas")
    if pandas is not None:
        table = pandas.read_csv(io.StringIO("a,d\n1,2021-01-01\n2,2021-02-01"), parse_dates=["d"])
        table._repr_html_()
        table.plot.bar(x="d", y="a")
        plt.close("all")
        table.assign(m=table["d"].dt.to_period("M").dt.to_timestamp()).pivot_table(index="m", values="a")


def _ended(child: Child) -> bool:
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _stop(child: Child, why: str) -> None:
    child.stopped, child.stopped_at = why, time.monotonic()
    _kill(child, signal.SIGTERM)


def _kill(child: Child, sign: signal.Signals) -> None:
    """Signal the child's whole session; it may not have made one yet."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, sign)
    with suppress(ProcessLookupError, PermissionError):
        os.kill(child.pid, sign)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the host ends, however it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _say(**message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Serve one project: settings come as JSON in the first argument."""
    settings = json.loads(sys.argv[1])
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the tool decides; closing our input ends everything
    host = Host(Path(settings["root"]), settings["jobs"])
    host.warm(settings["preload"])
    host.serve()


if __name__ == "__main__":
    main()
