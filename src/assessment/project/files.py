"""Write files so that nobody ever sees half of one, and hold a project for one command at a time."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assessment.errors import InputError, OutputError, ProjectBusyError

_HINTS = {
    errno.ENOSPC: "the disk is full: free some space and run the command again",
    errno.EDQUOT: "the disk quota is used up: free some space and run the command again",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "the folder may not be written to: change its permissions (chmod u+w) or its owner",
    errno.EPERM: "the folder may not be written to: change its permissions (chmod u+w) or its owner",
}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Translate what the system says of a failed write into one clear error.

    Raises:
        OutputError: the write failed; nothing that was good before is lost.
    """
    try:
        yield
    except OSError as exc:
        hint = _HINTS.get(exc.errno or 0, "what was there before stands untouched")
        raise OutputError(f"cannot be written: {exc.strerror or exc}", path=path, hint=hint) from exc


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder. One that may not be listed is an error: to a pattern it would look empty.

    Raises:
        InputError: the folder, or one below it, may not be listed.
    """

    def refuse(exc: OSError) -> None:
        if isinstance(exc, PermissionError):
            raise InputError.of(exc) from exc

    for here, folders, files in os.walk(folder, onerror=refuse):
        folders.sort()
        yield from (Path(here, name) for name in sorted(files))


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it into it.

    Raises:
        OutputError: see :func:`writing`.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def replace_folder(finished: Path, place: Path, aside: Path) -> None:
    """Put a finished folder in the place of another; the old one is kept ``aside`` until the new one stands.

    Raises:
        OutputError: see :func:`writing`; the old folder is put back.
    """
    with writing(place):
        shutil.rmtree(aside, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(aside)
        try:
            finished.rename(place)
        except OSError:
            if aside.exists():
                aside.rename(place)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def recover_folder(place: Path, aside: Path) -> None:
    """Put back a folder that an earlier command, killed between two renames, left aside."""
    if aside.exists() and not place.exists():
        with writing(place):
            aside.rename(place)


@contextmanager
def hold(build: Path, command: str, wait_seconds: float, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Hold the project for one command; another one waits, saying for whom, and then gives up.

    Raises:
        ProjectBusyError: the other command did not end within ``wait_seconds``.
        OutputError: the build folder cannot be written.
    """
    path = build / "lock"
    with writing(build):
        build.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(handle, wait_seconds, on_wait)
        with writing(path):
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps({"pid": os.getpid(), "command": command}).encode(), 0)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, wait_seconds: float, on_wait: Callable[[str], None]) -> None:
    deadline, said = time.monotonic() + wait_seconds, False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            holder = _holder(handle)
            if time.monotonic() > deadline:
                raise ProjectBusyError(
                    f"the project is held by {holder}", hint="wait for it to end, or stop it"
                ) from exc
            if not said:
                on_wait(f"waiting for {holder}")
                said = True
            time.sleep(0.1)
        else:
            return


def _holder(handle: int) -> str:
    try:
        said = json.loads(os.pread(handle, 4096, 0))
    except ValueError:
        return "another command"
    return f"`{said.get('command')}` (process {said.get('pid')})"
