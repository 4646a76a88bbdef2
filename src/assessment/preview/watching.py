"""Watch the inputs of a project: its folders and the files at its root, never what it makes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event, Thread
from typing import Any

_NOT_INPUTS = ("_build", "_book", "_site", "__pycache__", "node_modules", "site_libs")
_STEP_MS = 10
_LONGEST_MS = 150
_BEAT_MS = 250
_PROSE = (".qmd", ".md", ".bib", ".csl")
Changed = Callable[[frozenset[Path]], None]


def is_prose(path: Path) -> bool:
    """Whether a change of this file leaves the notebooks alone, whatever it holds."""
    return path.suffix in _PROSE


def is_input(root: Path, path: Path) -> bool:
    """Whether a file may matter: not hidden, not made by the tool, not an editor's own."""
    parts = path.relative_to(root).parts
    return not any(part.startswith((".", "#")) or part.endswith("~") or part in _NOT_INPUTS for part in parts)


class Watcher:
    """Tells of changes below ``root``, however they are made: written in place, renamed into it, checked out."""

    def __init__(self, root: Path, changed: Changed) -> None:
        self._root = root
        self._changed = changed
        self._ended = Event()
        self._folders_moved = Event()
        self._threads = [
            Thread(target=self._watch_root, name="root", daemon=True),
            Thread(target=self._watch_folders, name="folders", daemon=True),
        ]

    def start(self) -> None:
        """Begin to watch."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()
        self._folders_moved.set()
        for thread in self._threads:
            thread.join(2)

    def _watch_root(self) -> None:
        """The files at the root; where a folder comes or goes there, the folders are watched anew."""
        known = set(_folders(self._root))
        for paths in self._changes([self._root], self._ended, recursive=False):
            now = set(_folders(self._root))
            if now != known or any(path in known for path in paths):
                known = now
                self._folders_moved.set()
            self._tell(paths)

    def _watch_folders(self) -> None:
        missed = False
        while not self._ended.is_set():
            self._folders_moved.clear()
            folders = _folders(self._root)
            if not folders:
                self._folders_moved.wait(1)
                continue
            for paths in self._changes(folders, self._folders_moved, recursive=True):
                if missed:  # between two watches; only now is the second one sure to have begun
                    self._changed(frozenset({self._root}))
                    missed = False
                self._tell(paths)
            missed = True

    def _tell(self, paths: Iterable[Path]) -> None:
        told = frozenset(path for path in paths if is_input(self._root, path))
        if told:
            self._changed(told)

    def _changes(self, folders: list[Path], stop: Event, *, recursive: bool) -> Iterable[set[Path]]:
        """The changes below folders, and nothing now and then; by looking where the system cannot tell of them."""
        from watchfiles import watch

        how: dict[str, Any] = {"debounce": _LONGEST_MS, "step": _STEP_MS, "rust_timeout": _BEAT_MS}
        how |= {"stop_event": stop, "raise_interrupt": False, "watch_filter": None, "ignore_permission_denied": True}
        how |= {"yield_on_timeout": True, "recursive": recursive}
        for polling in (None, True):
            try:
                for changes in watch(*folders, force_polling=polling, **how):
                    yield {Path(path) for _, path in changes}
            except FileNotFoundError:
                return
            except OSError:  # as many watches as the system allows are in use
                continue
            return


def _folders(root: Path) -> list[Path]:
    """The folders at the root that may hold inputs."""
    try:
        with os.scandir(root) as entries:
            found = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(path for path in found if is_input(root, path) and not (path / "pyvenv.cfg").exists())
