"""What a notebook's results depend on, as digests: its code, what it read, the environment it ran in."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from assessment.model import Notebook, Reason, StaleKind
from assessment.notebooks.kernelspecs import OURS, kernel_digest
from assessment.notebooks.reading import load_json
from assessment.project.root import CONFIG

ABSENT = "absent"
CHANGED = "changed while it was read"
_ENGINE = "2"  # raise when the same inputs may give other outputs than before
_LISTING = "listing:"
_DATASET = "dataset:"
_VARIABLE = "environment:"
_SETTLED_NS = 1_000_000_000
_DIGESTS: dict[tuple[str, int, int, int, int], str] = {}
_CLOCK_NS = 10_000_000  # file systems stamp changes by a clock that may lag behind by a tick
_OURS = ("_build", "_book", ".git", ".venv", ".quarto", "__pycache__", ".ipynb_checkpoints")


def digest(content: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def code_digest(notebook: Notebook) -> str:
    """The digest of what the kernel is given: code cells in order, tags that steer them, the kernel's name, leave
    to use the network, variables of the environment by name.

    Markdown cells, cell ids, stored outputs and counts do not matter.
    """
    cells = [[cell.source, sorted(cell.tags)] for cell in notebook.cells]
    given = [*declared_variables(notebook), *(["network"] if notebook.own.get("network") else [])]
    return digest(json.dumps([notebook.kernel, cells, *([given] if given else [])]).encode())


def declared_variables(notebook: Notebook) -> list[str]:
    """The variables of the user's environment that a notebook says it needs."""
    names = notebook.own.get("environment", ())
    return sorted(map(str, names)) if isinstance(names, (list, tuple)) else []


def variable_digests(notebook: Notebook) -> dict[str, str]:
    """Input → digest of the declared variables as they are now."""
    return {_VARIABLE + name: _variable_digest(name) for name in declared_variables(notebook)}


def variable_name(name: str) -> str:
    """The variable that a recorded input names; empty for what is none."""
    return name.removeprefix(_VARIABLE) if name.startswith(_VARIABLE) else ""


def results_digest(content: bytes) -> str:
    """The digest of an executed notebook's code and outputs, which is what editions take from it.

    Raises:
        NotebookError: it is not a notebook.
    """
    cells = [cell for cell in load_json(content)["cells"] if cell.get("cell_type") == "code"]
    return digest(json.dumps([[cell["source"], cell.get("outputs")] for cell in cells]).encode())


@cache
def environment_digest(root: Path, kernel: str = "") -> str:
    """The digest of everything installed where notebooks of a kernel run, and of the project's lock file."""
    lock = root / "requirements.lock"
    elsewhere = [] if kernel in OURS else [kernel_digest(kernel)]
    return digest(json.dumps([*installed(), *elsewhere]).encode() + (lock.read_bytes() if lock.is_file() else b""))


def installed() -> list[str]:
    """What is installed here: Python, the system, this engine, distributions with their versions."""
    found: set[str] = set()
    for folder in map(Path, sys.path):
        if folder.name in ("site-packages", "dist-packages") and folder.is_dir():
            found.update(p.name.removesuffix(".dist-info") for p in folder.glob("*.dist-info"))
    python = f"Python {platform.python_version()} on {sys.platform}"
    return [f"engine {_ENGINE}", f"assessment {version('assessment')}", python, *sorted(found)]


def is_input(root: Path, path: Path) -> bool:
    """Whether a file or folder of the project can be an input: not one of our own outputs, not a tool's folder."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return False
    return not any(part in _OURS for part in parts)


@dataclass(frozen=True)
class Read:
    """What a notebook read: ``files``, listed ``folders``, ``datasets`` (name → digest of what is declared of it).

    What changed after ``since`` (Unix time in ns), other than by the notebook's own hand (``written``), has no
    digest that its result could be known by.
    """

    files: Iterable[Path] = ()
    folders: Iterable[Path] = ()
    datasets: Mapping[str, str] = field(default_factory=dict)
    written: Collection[Path] = ()
    since: int = 0


def input_digests(root: Path, read: Read) -> dict[str, str]:
    """Input → digest now: files by content (an absent one as ``absent``), folders by the names in them, datasets by
    what the data package and the pins say of them."""
    found = {}
    for path in read.files:
        if path != root and is_input(root, path):
            late = read.since and path not in read.written and _changed_since(path, read.since)
            found[path.relative_to(root).as_posix()] = CHANGED if late else _file_digest(path)
    for folder in read.folders:
        if is_input(root, folder):
            found[_LISTING + folder.relative_to(root).as_posix()] = _listing_digest(folder)
    found.update({_DATASET + name: described for name, described in read.datasets.items()})
    return dict(sorted(found.items()))


def input_path(name: str) -> str:
    """The file or folder that a recorded input names, relative to the project; empty for what is no path."""
    return "" if name.startswith((_DATASET, _VARIABLE)) else name.removeprefix(_LISTING)


def changed_inputs(root: Path, recorded: Mapping[str, str], datasets: Mapping[str, str]) -> tuple[Reason, ...]:
    """Which recorded inputs differ from what is on disk, and declared (``datasets``), now."""
    reasons = [_reason(name) for name, before in recorded.items() if _digest_now(root, name, datasets) != before]
    return tuple(sorted(set(reasons)))


def _reason(name: str) -> Reason:
    if name.startswith(_VARIABLE):
        return Reason("environment", variable_name(name))
    kind: StaleKind = "module" if name.endswith(".py") else "data"
    return Reason(kind, input_name(name))


def input_name(name: str) -> str:
    """How messages name a recorded input."""
    return variable_name(name) or name.removeprefix(_LISTING).replace(_DATASET, "data/datapackage.json#")


def fingerprint(code: str, environment: str, inputs: Mapping[str, str]) -> str:
    """The key of a result: the digest of everything that can change it."""
    return digest(json.dumps([code, environment, sorted(inputs.items())]).encode())


def _digest_now(root: Path, name: str, datasets: Mapping[str, str]) -> str:
    if name.startswith(_DATASET):
        return datasets.get(name.removeprefix(_DATASET), ABSENT)
    if name.startswith(_VARIABLE):
        return _variable_digest(variable_name(name))
    if name.startswith(_LISTING):
        return _listing_digest(root / name.removeprefix(_LISTING))
    return _file_digest(root / name)


def _variable_digest(name: str) -> str:
    value = os.environ.get(name)
    return ABSENT if value is None else digest(os.fsencode(value))


def _changed_since(path: Path, since: int) -> bool:
    try:
        return path.stat().st_ctime_ns > since - _CLOCK_NS
    except OSError:
        return False


def _file_digest(path: Path) -> str:
    """The digest of a file; one that was digested before, and is settled since, is not read again."""
    try:
        stat = path.stat()
        known = (str(path), stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        if known not in _DIGESTS:
            found = digest(path.read_bytes())
            if time.time_ns() - stat.st_ctime_ns < _SETTLED_NS:
                return found
            _DIGESTS[known] = found
        return _DIGESTS[known]
    except OSError:
        return ABSENT


def _listing_digest(folder: Path) -> str:
    """The digest of the names in a folder, our own outputs apart; in the project's own also what tools hide there."""
    hidden = "." if (folder / CONFIG).is_file() else _OURS
    try:
        names = sorted(p.name for p in folder.iterdir() if p.name not in _OURS and not p.name.startswith(hidden))
    except OSError:
        return ABSENT
    return digest("\n".join(names).encode())
