"""Nothing to do: decided by asking the file system, before anything else is loaded.

After a build that succeeded, everything it depended on and everything it made is noted with size, times and
inode. The next build of the same kind compares, and says again what the last one said. Whatever differs, or
was written too close to the note to be told apart (git's "racy" rule, settled by digest), goes the long way,
which compares contents.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

_SCHEMA = 2
_RACY_NS = 50_000_000
_TICK_NS = 10_000_000  # file systems stamp changes by a clock that may lag behind by a tick
_PACKAGE = Path(__file__).parent.parent
_ENVIRONMENT = ("SOURCE_DATE_EPOCH", "ASSESSMENT_QUARTO", "PATH", "HOME")


class Told(NamedTuple):
    """What a build depended on (``sources``, variables by name) and made; it ``began`` at a Unix time in ns."""

    sources: tuple[Path, ...]
    outputs: tuple[Path, ...]
    variables: tuple[str, ...]
    began: int


def request(**options: Any) -> dict[str, Any]:
    """What a build was asked, and by whom: two that are equal may share an answer."""
    quarto = os.environ.get("ASSESSMENT_QUARTO") or shutil.which("quarto")
    environment = {name: os.environ.get(name) for name in _ENVIRONMENT}
    options = {name: None if item is None else str(item) for name, item in options.items()}
    return {
        "options": options,
        "environment": environment,
        "python": sys.version,
        "prefix": sys.prefix,
        "quarto": quarto,
    }


def recall(build: Path, asked: dict[str, Any]) -> dict[str, Any] | None:
    """What the last build said, if it was asked the same and everything is as it left it."""
    try:
        state = json.loads((build / "state.json").read_bytes())
        if state["schema"] != _SCHEMA or state["asked"] != asked:
            return None
        if state["variables"] != _variables(state["variables"]):
            return None
        for path, noted in state["noted"].items():
            if not _holds(path, noted):
                return None
        summary: dict[str, Any] = state["summary"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return summary


def remember(build: Path, asked: dict[str, Any], told: Told, summary: dict[str, Any]) -> None:
    """Note everything the build depended on or made: files, folders (by what is in them), absent files, variables.

    A source that changed while the build ran may have been read before or after: then nothing is noted, and the
    next build compares contents.

    Raises:
        OutputError: the note could not be written.
    """
    from assessment.project.files import write_atomically

    place = build / "state.json"
    if any(_changed_since(path, told.began) for path in told.sources):
        place.unlink(missing_ok=True)
        return
    everything = {str(path) for path in (*told.sources, *told.outputs, *_tool(), *_installed(), *_git(build.parent))}
    quarto = asked["quarto"]
    everything |= {str(quarto)} if quarto else set()
    noted = {path: _note(path) for path in sorted(everything)}
    state = {"schema": _SCHEMA, "asked": asked, "variables": _variables(told.variables), "noted": noted}
    write_atomically(place, json.dumps({**state, "summary": summary}).encode())


def _variables(names: Iterable[str]) -> dict[str, str | None]:
    """Variable → digest of what it holds: values may be secrets."""
    held = {name: os.environ.get(name) for name in names}
    return {name: text and hashlib.sha256(os.fsencode(text)).hexdigest() for name, text in held.items()}


def _changed_since(path: Path, began: int) -> bool:
    now = _stat(str(path))
    return now is not None and max(now[1], now[2]) > began - _TICK_NS


def below(folder: Path, *, but: tuple[str, ...] = ()) -> Iterable[Path]:
    """A folder, and all files and folders below it, hidden ones and those named apart."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in but]
        yield Path(here)
        yield from (Path(here, name) for name in files)


def _holds(path: str, noted: Any) -> bool:
    now = _stat(path)
    if noted is None or now is None:
        return noted is now
    return bool(now == noted[0]) and (noted[1] is None or _digest(path) == noted[1])


def _note(path: str) -> list[Any] | None:
    """Size, times and inode; for a file written just now its digest too, as another write might not show."""
    now = _stat(path)
    if now is None:
        return None
    return [now, _digest(path) if now[1] > _clock() - _RACY_NS and not os.path.isdir(path) else None]  # noqa: PTH112


def _stat(path: str) -> list[int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _clock() -> int:
    import time

    return time.time_ns()


def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _tool() -> Iterable[Path]:
    return (path for path in below(_PACKAGE, but=("__pycache__",)) if path.suffix in (".py", ".lua", ".mplstyle"))


def _installed() -> Iterable[Path]:
    return (Path(entry) for entry in sys.path if entry.endswith("-packages"))


def _git(root: Path) -> Iterable[Path]:
    """What tells that another commit is checked out: editions are dated by commits."""
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_file():  # a worktree: the file says where its own part of the repository is
            yield git
            git = folder / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        if git.is_dir():
            yield from (git / "HEAD", git / "packed-refs", git / "logs" / "HEAD")
            with suppress(OSError):
                yield git / (git / "HEAD").read_text(encoding="utf-8").removeprefix("ref:").strip()
            return
