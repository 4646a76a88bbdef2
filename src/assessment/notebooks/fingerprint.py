"""What a notebook's results depend on, as digests: its code, what it read, the environment it ran in."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from assessment.model import Notebook, Reason, StaleKind
from assessment.notebooks.reading import load_json

ABSENT = "absent"
_ENGINE = "1"  # raise when the same inputs may give other outputs than before
_LISTING = "listing:"
_DATASET = "dataset:"
_OURS = ("_build", "_book", ".git", ".venv", ".quarto", "__pycache__", ".ipynb_checkpoints")


def digest(content: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def code_digest(notebook: Notebook) -> str:
    """The digest of what the kernel is given: code cells in order, tags that steer them, the kernel's name.

    Markdown cells, cell ids, stored outputs and counts do not matter.
    """
    cells = [[cell.source, sorted(cell.tags)] for cell in notebook.cells]
    return digest(json.dumps([notebook.kernel, cells]).encode())


def results_digest(content: bytes) -> str:
    """The digest of an executed notebook's code and outputs, which is what editions take from it.

    Raises:
        NotebookError: it is not a notebook.
    """
    cells = [cell for cell in load_json(content)["cells"] if cell.get("cell_type") == "code"]
    return digest(json.dumps([[cell["source"], cell.get("outputs")] for cell in cells]).encode())


@cache
def environment_digest(root: Path) -> str:
    """The digest of everything installed where notebooks run: Python, distributions with versions, this engine."""
    installed: set[str] = set()
    for folder in map(Path, sys.path):
        if folder.name in ("site-packages", "dist-packages") and folder.is_dir():
            installed.update(p.name for p in folder.glob("*.dist-info"))
    lock = root / "requirements.lock"
    facts = [_ENGINE, version("assessment"), platform.python_version(), sys.platform, sorted(installed)]
    return digest(json.dumps(facts).encode() + (lock.read_bytes() if lock.is_file() else b""))


def is_input(root: Path, path: Path) -> bool:
    """Whether a file below the project can be an input: not one of our own outputs, not a tool's folder."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return False
    return bool(parts) and not any(part in _OURS for part in parts)


def input_digests(
    root: Path, files: Iterable[Path], folders: Iterable[Path] = (), datasets: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Input → digest now: files by content (an absent one as ``absent``), folders by the names in them,
    ``datasets`` (name → digest) by what the data package and the pins say of them."""
    found = {p.relative_to(root).as_posix(): _file_digest(p) for p in files if is_input(root, p)}
    for folder in folders:
        if is_input(root, folder):
            found[_LISTING + folder.relative_to(root).as_posix()] = _listing_digest(folder)
    found.update({_DATASET + name: described for name, described in (datasets or {}).items()})
    return dict(sorted(found.items()))


def input_path(name: str) -> str:
    """The file or folder that a recorded input names, relative to the project; empty for what is no path."""
    return "" if name.startswith(_DATASET) else name.removeprefix(_LISTING)


def changed_inputs(root: Path, recorded: Mapping[str, str], datasets: Mapping[str, str]) -> tuple[Reason, ...]:
    """Which recorded inputs differ from what is on disk, and declared (``datasets``), now."""
    reasons = []
    for name, before in recorded.items():
        now = (
            datasets.get(name.removeprefix(_DATASET), ABSENT) if name.startswith(_DATASET) else _digest_now(root, name)
        )
        if now != before:
            kind: StaleKind = "module" if name.endswith(".py") else "data"
            place = "_quarto.yml#" if name.startswith(f"{_DATASET}@") else "data/datapackage.json#"
            reasons.append(Reason(kind, name.removeprefix(_LISTING).replace(f"{_DATASET}@", place).replace(_DATASET, place)))
    return tuple(sorted(set(reasons)))


def fingerprint(code: str, environment: str, inputs: Mapping[str, str]) -> str:
    """The key of a result: the digest of everything that can change it."""
    return digest(json.dumps([code, environment, sorted(inputs.items())]).encode())


def _digest_now(root: Path, name: str) -> str:
    if name.startswith(_LISTING):
        return _listing_digest(root / name.removeprefix(_LISTING))
    return _file_digest(root / name)


def _file_digest(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return ABSENT


def _listing_digest(folder: Path) -> str:
    try:
        names = sorted(p.name for p in folder.iterdir() if p.name not in _OURS)
    except OSError:
        return ABSENT
    return digest("\n".join(names).encode())
