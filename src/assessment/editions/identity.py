"""What makes an edition the one it is: the digest of everything that goes in, and its date."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from assessment.chapters.manuscript import Manuscript
from assessment.errors import ProcessError
from assessment.look import look_folder
from assessment.model import RendererInfo
from assessment.notebooks.fingerprint import results_digest
from assessment.process import run
from assessment.project.project import Project
from assessment.project.root import CONFIG

_WITHOUT_GIT = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
_SHORT = 16
_TOLD_OF = ("requirements.lock", "safeguarding.yml", "reviews")  # the manifest tells of them; they date nothing


def source_epoch(project: Project) -> int:
    """The source date as Unix time, which dates an edition.

    SOURCE_DATE_EPOCH, else the last commit that touched an input, else the book's own date, else 2000-01-01.
    """
    declared = os.environ.get("SOURCE_DATE_EPOCH", "")
    if declared.isdigit():
        return int(declared)
    try:
        said = run(
            ["git", "log", "-1", "--format=%ct", "--", *_places(project)], cwd=project.root, timeout=30
        ).stdout.strip()
    except ProcessError:
        said = ""
    return int(said) if said.isdigit() else _book_date(project.book.date)


def source_commit(project: Project, inputs: Iterable[str]) -> dict[str, Any] | None:
    """The last commit that touched an input, and whether the inputs are as it has them; none without git."""
    places = sorted({*_places(project), *_TOLD_OF, *inputs})
    git = ("git", "--literal-pathspecs")
    try:
        found = run([*git, "log", "-1", "--format=%H", "--", *places], cwd=project.root, timeout=30).stdout.strip()
        changed = run([*git, "status", "--porcelain", "--", *places], cwd=project.root, timeout=30).stdout.strip()
    except ProcessError:
        return None
    return {"id": found, "clean": not changed} if found else None


def day(epoch: int) -> str:
    """The date of a Unix time, in UTC, as ISO text."""
    return datetime.fromtimestamp(epoch, UTC).date().isoformat()


def _places(project: Project) -> list[str]:
    """The files and folders whose commits date an edition."""
    fixed = [CONFIG, "_variables.yml", "notebooks", "data", "_extensions"]
    book = project.book
    return [*fixed, *(str(e.path) for e in book.files()), *book.bibliography, *([book.csl] if book.csl else [])]


def _book_date(text: str) -> int:
    try:
        written = date.fromisoformat(text)
    except ValueError:
        return _WITHOUT_GIT
    return int(datetime(written.year, written.month, written.day, tzinfo=UTC).timestamp())


def inputs_of(project: Project, manuscript: Manuscript, notebooks: Mapping[str, bytes]) -> dict[str, str]:
    """Relative path → SHA-256 of every source of an edition; of notebooks, their code and the results used."""
    found = {path: results_digest(content) for path, content in notebooks.items()}
    for path in _source_files(project, manuscript):
        if path.is_file():
            found.setdefault(project.relative(path), _digest(path.read_bytes()))
    return dict(sorted(found.items()))


def edition_id(project: Project, manuscript: Manuscript, inputs: Mapping[str, str], renderer: RendererInfo) -> str:
    """The id of an edition: sources, data, results, environment lock, look, renderer and its version."""
    facts = {
        "inputs": dict(inputs),
        "conversions": [chapter.conversion.digest for chapter in manuscript.chapters],
        "look": folder_digest(look_folder(project.root)),
        "renderer": [renderer.name, renderer.version],
    }
    return _digest(json.dumps(facts, sort_keys=True).encode())[:_SHORT]


@cache
def tool_digest() -> str:
    """The digest of our own modules: a changed tool renders anew, even where its version stayed."""
    return folder_digest(Path(__file__).parent.parent, (".py", ".lua", ".yml"))


def _source_files(project: Project, manuscript: Manuscript) -> Iterator[Path]:
    root = project.root
    for name in (
        CONFIG,
        "requirements.lock",
        *project.book.bibliography,
        *([project.book.csl] if project.book.csl else []),
    ):
        yield root / name
    yield from project.data_files()
    for chapter in manuscript.chapters:
        yield root / chapter.path
        yield from (root / path for path in chapter.expansion.includes)
        yield from (root / item["file"] for item in chapter.conversion.index["files"])


def folder_digest(folder: Path, endings: tuple[str, ...] = ("",)) -> str:
    """The digest of the names and contents of all files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name.endswith(endings))
    return _digest(json.dumps([[p.relative_to(folder).as_posix(), _digest(p.read_bytes())] for p in files]).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
