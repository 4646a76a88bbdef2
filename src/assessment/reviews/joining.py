"""Join the records that git could not merge: both sides' entries, each once.

Two reviewers who sign the same new figure on two branches both add its file, and git has no common text to start
from. A record is a set of entries, so joining two needs no decision: it is read from both sides of the index.
"""

from __future__ import annotations

from assessment.process import run
from assessment.project.project import Project
from assessment.reviews.entries import Record, RecordError, merged
from assessment.reviews.record import read_record
from assessment.reviews.records import FOLDER, holding, write_record

_SECONDS = 60
_SIDES = ("2", "3")  # stages of git's index: ours and theirs


def join(project: Project) -> tuple[str, ...]:
    """Join every record in conflict and mark it as resolved; gives their paths.

    Raises:
        RecordError: a side is no record; the others before it are joined.
        ProcessError: git is absent, or this is no repository.
        OutputError: a record could not be written.
    """
    joined = []
    with holding(project):
        for path, sides in _conflicts(project).items():
            records = [_side(project, path, blob) for blob in sides]
            write_record(project, merged(records, records[0].id))
            run(["git", "add", "--", path], cwd=project.root, timeout=_SECONDS)
            joined.append(path)
    return tuple(joined)


def _conflicts(project: Project) -> dict[str, list[str]]:
    """Path → blobs of both sides, of every record that git left unmerged."""
    listed = run(["git", "ls-files", "-u", "-z", "--", FOLDER], cwd=project.root, timeout=_SECONDS).stdout
    found: dict[str, list[str]] = {}
    for entry in filter(None, listed.split("\0")):
        facts, _, path = entry.partition("\t")
        _, blob, stage = facts.split(" ")
        if path.endswith(".yml") and stage in _SIDES:
            found.setdefault(path, []).append(blob)
    return found


def _side(project: Project, path: str, blob: str) -> Record:
    text = run(["git", "cat-file", "blob", blob], cwd=project.root, timeout=_SECONDS).stdout
    try:
        return read_record(text)
    except RecordError as exc:
        raise RecordError(f"{path}: one side of the merge is no record: {exc}", exc.line) from exc
