"""How much memory a process uses, from Linux's own account of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

_TICK_SECONDS = 0.1
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def resident(pid: int) -> int:
    """Resident memory in bytes; 0 where it cannot be asked."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
    except (OSError, ValueError, IndexError):
        return 0


class MemoryWatch:
    """Looks at a process that is not ours to wait for: keeps its ``peak``, and calls ``stop_it`` over the limit.

    A ``limit`` of 0 bytes is none. Where memory cannot be asked, the peak stays 0.
    """

    def __init__(self, limit: int, stop_it: Callable[[], object]) -> None:
        self.peak = 0
        self.exceeded = False
        self._limit = limit
        self._stop_it = stop_it
        self._done = threading.Event()

    def start(self, pid: int) -> None:
        """Look from now on, until :meth:`stop`."""
        threading.Thread(target=self._look, args=(pid,), daemon=True).start()

    def stop(self) -> None:
        """Look no longer."""
        self._done.set()

    def _look(self, pid: int) -> None:
        while True:
            now = resident(pid)
            self.peak = max(self.peak, now)
            if self._limit and now > self._limit:
                self.exceeded = True
                self._stop_it()
                return
            if self._done.wait(_TICK_SECONDS):
                return
