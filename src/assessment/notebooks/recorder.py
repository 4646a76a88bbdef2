"""Runs inside the kernel: notes which files of the project a notebook reads, and keeps it off the network.

A kernel gets it as text before the first cell, so it imports nothing of ours. It sees what Python's audit
hook sees: every `open`, every folder listing, every import. It does not see reads by libraries that open
files in compiled code, nor by other programs; it says when one of those was in play (``blind``), so that
whoever asks can count more as read than it saw. pandas loads pyarrow wherever it is installed, so pyarrow
counts only where its readers were loaded or the code of the project names it.

`assessment.notebook.dataset` names the declared dataset it looks up and pauses the recorder for that
look-up: a notebook depends on what the data package says of *its* datasets, not on the whole descriptor.
"""

from __future__ import annotations

import os
import re
import sys
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, ExtensionFileLoader, FileFinder, SourceFileLoader

_BLIND = (
    *("duckdb", "polars", "h5py", "netCDF4", "tables", "rasterio", "fiona", "pyogrio", "osgeo"),
    *("pyarrow._fs", "pyarrow._parquet", "pyarrow._dataset", "pyarrow._feather", "pyarrow._csv"),
    *("pyarrow._json", "pyarrow._orc"),
)
_ARROW = "pyarrow"
_PROGRAMS = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork", "os.forkpty", "pty.spawn")
_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
_HERE = ("localhost", "127.0.0.1", "::1", "", None)


class _FreshLoader(SourceFileLoader):
    """Compiles the project's modules from their source: a stored compilation may be of another second's text."""

    names_arrow = False

    def get_code(self, fullname: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
        path = self.get_filename(fullname)
        source = self.get_data(path)
        if _ARROW.encode() in source:
            _FreshLoader.names_arrow = True
        return self.source_to_code(source, path)


def _importing() -> bool:
    """Whether Python's import system asks: it lists every folder of its path, whatever is imported."""
    asks = sys._getframe(2).f_code.co_filename
    return asks.startswith("<frozen importlib") or "importlib" in asks.replace("\\", "/").split("/")


class Recorder:
    """Collects paths below ``root``; install once per process.

    ``announce`` is called with each path before it is opened the first time, and whether it counts as read.
    Files that the notebook itself writes are in ``written``; ``sources`` are its cells, for what they name.
    """

    def __init__(self, root: str, announce=None) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        self.roots = tuple({os.path.join(path, "") for path in (os.path.abspath(root), os.path.realpath(root))})
        self.installed = tuple({os.path.join(path, "") for path in (sys.prefix, sys.base_prefix, sys.exec_prefix)})
        self.read: set[str] = set()
        self.listed: set[str] = set()
        self.written: set[str] = set()
        self.datasets: set[str] = set()
        self.programs = False
        self.paused = False
        self.block_network = True
        self.sources: list[str] = []
        self._announce = announce
        self._announced: set[tuple[str, bool]] = set()
        self._folder = os.getcwd()
        sys.path_hooks.insert(0, self._fresh_finder)
        sys.path_importer_cache.clear()
        sys.addaudithook(self._hear)

    def report(self) -> dict[str, object]:
        """What was read so far: files, listed folders, imported modules; whether some reading went unseen."""
        modules = set()
        for module in list(sys.modules.values()):
            path = getattr(module, "__file__", None)
            if isinstance(path, str) and path.endswith(".py") and self._below(os.path.abspath(path)):
                modules.add(os.path.abspath(path))
        if "matplotlib" in sys.modules:
            # It looks for this file, without opening it where there is none.
            self.read.add(os.path.join(self._folder, "matplotlibrc"))
        named = _FreshLoader.names_arrow or any(_ARROW in source for source in self.sources)
        if self.programs:
            for source in self.sources:
                self._note_words(source)
        return {
            "read": sorted(self.read),
            "listed": sorted(self.listed),
            "written": sorted(self.written),
            "modules": sorted(modules),
            "datasets": sorted(self.datasets),
            "blind": self.programs or (named and _ARROW in sys.modules) or any(name in sys.modules for name in _BLIND),
        }

    def _fresh_finder(self, path: str) -> FileFinder:
        if not self._below(os.path.join(os.path.abspath(path or "."), "")):
            raise ImportError("not a folder of the project")
        return FileFinder(path, (ExtensionFileLoader, EXTENSION_SUFFIXES), (_FreshLoader, SOURCE_SUFFIXES))

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            writes = isinstance(mode, str) and any(letter in mode for letter in "wax")
            only_writes = mode is None and isinstance(flags, int) and flags & 3 == os.O_WRONLY
            self._note(path, self.written if writes or only_writes else self.read)
        elif event in ("os.listdir", "os.scandir"):
            if not _importing():
                self._note(args[0] if args[0] is not None else ".", self.listed)
        elif event == "sqlite3.connect":
            self._note(args[0], self.read)
        elif event in _PROGRAMS:
            self.programs = True
            if event == "subprocess.Popen" and isinstance(args[1], (list, tuple)):
                for argument in args[1]:
                    self._note_words(argument)
        elif event in _NETWORK and self.block_network:
            self._refuse(event, args)

    def _note_words(self, text: object) -> None:
        """A file of the project that a command names, such as a script, is read by it."""
        for word in re.split(r"[\s\"'(),;=<>|&!]+", os.fsdecode(text) if isinstance(text, (str, bytes)) else ""):
            full = os.path.join(self._folder, word)
            if word and os.path.isfile(full):
                self._note(full, self.read)

    def _note(self, path: object, seen: set[str]) -> None:
        if isinstance(path, int) or path is None:
            return
        try:
            full = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return
        if not self._below(os.path.join(full, "")) and not full.startswith((*self.installed, "/proc/", "/dev/")):
            full = os.path.realpath(full)  # a link elsewhere may lead into the project
        if not self._below(os.path.join(full, "")):
            return
        counts = seen is self.read and not self.paused
        if self._announce is not None and (full, counts) not in self._announced:
            self._announced.add((full, counts))
            self._announce(full, counts)
        if not self.paused:
            seen.add(full)

    def _below(self, path: str) -> bool:
        return path.startswith(self.roots) and not path.startswith(self.installed)

    def _refuse(self, event: str, args: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.sendto"):
            address = args[1] if len(args) > 1 else None
            host = address[0] if isinstance(address, tuple) else None  # a path is a socket of this machine
        else:
            host = args[0]
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if name not in _HERE:
            raise PermissionError(
                f"the network is blocked for notebooks (asked for {name}): put the data into data/, or allow it with "
                '"assessment": {"network": true} in the notebook\'s metadata'
            )
