"""The folder of records: read as a whole, written one at a time, each write under a lock and by renaming."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from assessment.errors import OutputError
from assessment.project.files import files_below, hold, write_atomically
from assessment.project.project import Project
from assessment.reviews.entries import Record, RecordError
from assessment.reviews.record import as_yaml, read_record

FOLDER = "reviews"
_WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Broken:
    """A file that is no record: its path, what is wrong, and the line."""

    path: str
    message: str
    line: int | None


@dataclass(frozen=True)
class Shelf:
    """Every record by its id, and the files that are none."""

    records: Mapping[str, Record] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()


def takes_part(project: Project) -> bool:
    """Whether a project is reviewed: it has a folder of records."""
    return (project.root / FOLDER).is_dir()


def path_of(project: Project, id: str) -> Path:
    """Where the record of a subject stands: whatever the id holds, it is one file in the folder."""
    return project.root / file_of(id)


def file_of(id: str) -> str:
    """The same, relative to the project."""
    return f"{FOLDER}/{quote(id, safe='')}.yml"


def read_records(project: Project) -> Shelf:
    """Read every record.

    Raises:
        InputError: the folder may not be listed.
    """
    records: dict[str, Record] = {}
    broken: list[Broken] = []
    folder = folder_of(project)
    found = (path for path in files_below(folder) if path.parent == folder and not path.name.startswith("."))
    for path in sorted(path for path in found if path.suffix == ".yml"):
        place = project.relative(path)
        try:
            _refuse_link(path)
            record = read_record(path.read_text(encoding="utf-8"))
        except RecordError as exc:
            broken.append(Broken(place, str(exc), exc.line))
        except (OSError, UnicodeDecodeError) as exc:
            broken.append(Broken(place, getattr(exc, "strerror", None) or "not UTF-8", None))
        else:
            if path == path_of(project, record.id):
                records[record.id] = record
            else:
                broken.append(Broken(place, f"it is the record of {record.id}", 2))
    return Shelf(records, tuple(broken))


def read_one(project: Project, id: str) -> Record:
    """The record of one subject; an empty one where there is none.

    Raises:
        RecordError: the file is no record.
    """
    path = path_of(project, id)
    folder_of(project)
    _refuse_link(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Record(id)
    except (OSError, UnicodeDecodeError) as exc:
        raise RecordError(f"{project.relative(path)} cannot be read: {exc}") from exc
    record = read_record(text)
    if record.id != id:
        raise RecordError(f"{project.relative(path)} is the record of {record.id}")
    return record


def write_record(project: Project, record: Record) -> None:
    """Put a record in its place; call it while :func:`holding`.

    Raises:
        OutputError: it could not be written; what was there before stands.
    """
    folder_of(project)
    write_atomically(path_of(project, record.id), as_yaml(record))


def sweep(project: Project) -> None:
    """Take away what a writer that was killed left half-written; call it while :func:`holding`, when nobody writes."""
    for left in folder_of(project).rglob(".*.new"):
        left.unlink(missing_ok=True)


def drop_record(project: Project, id: str) -> None:
    """Take away the record of a subject whose entries another record has taken over."""
    path_of(project, id).unlink(missing_ok=True)


@contextmanager
def holding(project: Project, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold the folder of records for one change; others wait.

    Raises:
        ProjectBusyError: somebody held it for a minute.
        OutputError: the build folder cannot be written.
    """
    with hold(project.build / FOLDER, "a change of the reviews", _WAIT_SECONDS, on_wait):
        yield


def folder_of(project: Project, below: str = "") -> Path:
    """The folder of records, or one below it, which lies in the project: nothing outside is read or written.

    Raises:
        OutputError: it is a link that leads out.
    """
    folder = project.root / FOLDER / below
    if not folder.resolve().is_relative_to(project.root):
        raise OutputError("leads out of the project", path=folder, hint="make it a folder of the project's own")
    return folder


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise RecordError("a record is a file, not a link")
