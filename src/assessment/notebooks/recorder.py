"""Runs inside the kernel: notes which files of the project a notebook reads.

Sent to the kernel as text before the first cell, so it imports nothing of ours. It sees what Python's
audit hook sees: every `open`, every folder listing, every import. It does not see reads by libraries
that open files in compiled code, nor by other programs; it says when one of those was in play
(``opaque``), and the caller then counts all data as read.

`assessment.notebook.dataset` names the declared dataset it looks up and pauses the recorder for that
look-up: a notebook depends on what the data package says of *its* datasets, not on the whole descriptor.
"""

from __future__ import annotations

import os
import sys

_BLIND = ("pyarrow", "duckdb", "polars", "h5py", "netCDF4", "tables", "rasterio", "fiona", "pyogrio", "osgeo")
_PROGRAMS = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork")


def _importing() -> bool:
    """Whether Python's import system asks: it lists every folder of its path, whatever is imported."""
    asks = sys._getframe(2).f_code.co_filename
    return asks.startswith("<frozen importlib") or "importlib" in asks.replace("\\", "/").split("/")


class Recorder:
    """Collects paths below ``root``; install once per process."""

    def __init__(self, root: str) -> None:
        self.root = os.path.join(os.path.realpath(root), "")
        self.read: set[str] = set()
        self.listed: set[str] = set()
        self.datasets: set[str] = set()
        self.programs = False
        self.paused = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if self.paused:
            return
        if event == "open":
            path, mode, flags = args
            writes = isinstance(mode, str) and any(letter in mode for letter in "wax")
            only_writes = mode is None and isinstance(flags, int) and flags & 3 == os.O_WRONLY
            if not writes and not only_writes:
                self._note(path, self.read)
        elif event in ("os.listdir", "os.scandir") and not _importing():
            self._note(args[0] if args[0] is not None else ".", self.listed)
        elif event in _PROGRAMS:
            self.programs = True

    def _note(self, path: object, seen: set[str]) -> None:
        if isinstance(path, int) or path is None:
            return
        try:
            full = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return
        real = os.path.realpath(full) if not full.startswith(self.root) else full
        if (real + os.sep).startswith(self.root):
            seen.add(real)

    def report(self) -> dict[str, object]:
        """What was read so far: files, listed folders, imported modules, and whether some reading went unseen."""
        modules = set()
        for module in list(sys.modules.values()):
            path = getattr(module, "__file__", None)
            if isinstance(path, str) and path.endswith(".py") and os.path.abspath(path).startswith(self.root):
                modules.add(os.path.abspath(path))
        blind = [name for name in _BLIND if name in sys.modules]
        return {
            "read": sorted(self.read),
            "listed": sorted(self.listed),
            "modules": sorted(modules),
            "datasets": sorted(self.datasets),
            "opaque": bool(blind) or self.programs,
        }
