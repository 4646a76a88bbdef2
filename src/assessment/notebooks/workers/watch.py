"""See which data files are opened, by whatever library: Linux's inotify, without declarations or rights.

It cannot say who opened a file, so only the data folder is watched: elsewhere editors and other tools read
all the time, and what notebooks read there, Python's audit hook sees.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

_OPEN, _CREATE, _MOVED_TO, _ISDIR = 0x20, 0x100, 0x80, 0x40000000
_NONBLOCK = os.O_NONBLOCK
_HEADER = struct.Struct("iIII")
_MOST_FOLDERS = 4096
_LEFT_OUT = {"_build", "_book", "__pycache__", "node_modules"}


@dataclass
class Opened:
    """Absolute paths of files and folders that some process opened."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.files or self.folders)


class OpenWatch:
    """Watches every folder below ``top``; ``available`` is false where the system has no inotify."""

    def __init__(self, top: Path) -> None:
        self._folders: dict[int, str] = {}
        self.descriptor = -1
        self.complete = False
        if sys.platform != "linux":
            return
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.descriptor = self._libc.inotify_init1(_NONBLOCK)
        if self.descriptor >= 0:
            self.complete = self._watch_below(str(top))

    @property
    def available(self) -> bool:
        """Whether opened files are seen."""
        return self.descriptor >= 0

    def opened(self) -> Opened:
        """What was opened since the last call; new folders are watched from now on."""
        found = Opened()
        while self.available:
            try:
                events = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                break
            position = 0
            while position < len(events):
                watch, mask, _, length = _HEADER.unpack_from(events, position)
                position += _HEADER.size
                name = events[position : position + length].rstrip(b"\0").decode("utf-8", "surrogateescape")
                position += length
                self._note(watch, mask, name, found)
        return found

    def _note(self, watch: int, mask: int, name: str, found: Opened) -> None:
        folder = self._folders.get(watch)
        if folder is None:
            return
        path = os.path.join(folder, name) if name else folder  # noqa: PTH118 - thousands of events
        if not mask & _ISDIR:
            if mask & _OPEN:
                found.files.add(path)
        elif mask & _OPEN:
            found.folders.add(path)
        elif name:
            self._watch_below(path)

    def _watch_below(self, top: str) -> bool:
        for folder, below, _ in os.walk(top):
            below[:] = [name for name in below if not name.startswith(".") and name not in _LEFT_OUT]
            if len(self._folders) >= _MOST_FOLDERS:
                return False
            watch = self._libc.inotify_add_watch(self.descriptor, os.fsencode(folder), _OPEN | _CREATE | _MOVED_TO)
            if watch < 0:
                return False
            self._folders[watch] = folder
        return True
