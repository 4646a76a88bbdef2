"""What was last approved, kept so that what comes later can be compared with it.

`reviews/approved/<key>.json` holds the numbers, words and code of a subject as it was when somebody approved it;
the key is the digest of exactly that, so that every sign-off names its own. Pictures stand beside it under their
own digest, drawings compressed. Only the newest approval of a subject is kept: older ones are in git's history.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.project.files import write_atomically
from assessment.project.project import Project
from assessment.reviews.entries import Digests, SignOff
from assessment.reviews.records import folder_of
from assessment.reviews.sentences import Sentence
from assessment.reviews.subjects import Subject

_SCHEMA = 1
_DRAWING = "image/svg+xml"
_ENDINGS = {_DRAWING: "svgz", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_NAME = re.compile(r"[0-9a-f]{32}\.[a-z]{3,4}")
_LARGEST = 64 << 20


@dataclass(frozen=True)
class Picture:
    """A picture's bytes and type."""

    mime: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of the bytes: the name under which it is shown."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Approved:
    """A subject as it was approved."""

    tables: tuple[Mapping[str, Any], ...]
    words: tuple[tuple[str, str], ...]
    sentences: tuple[Sentence, ...]
    markdown: str
    code: str
    inputs: Mapping[str, str]
    pictures: tuple[Picture, ...] = ()


def pictures_of(project: Project, subject: Subject) -> tuple[Picture, ...]:
    """The pictures of a subject as it is now."""
    return tuple(Picture(media.mime, (project.build / media.path).read_bytes()) for media in subject.pictures)


def keep_approved(project: Project, subject: Subject) -> str:
    """Keep a subject as it is; gives the key. Call it while holding the records.

    Raises:
        OutputError: it could not be written.
    """
    names = []
    for picture in pictures_of(project, subject):
        names.append({"file": _file(picture), "mime": picture.mime})
        path = _folder(project) / _file(picture)
        if not path.is_file():
            write_atomically(path, _packed(picture))
    content = {
        "schema": _SCHEMA,
        "id": subject.id,
        "tables": [_table(table) for table in subject.tables],
        "words": [list(words) for words in subject.words],
        "sentences": [[item.path, item.line, item.text] for item in subject.sentences],
        "markdown": subject.markdown,
        "code": subject.code,
        "inputs": dict(subject.inputs or {}),
        "pictures": names,
    }
    path, written = _path(project, subject.digests), json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    write_atomically(path, f"{written}\n".encode())
    return subject.digests.key


def read_approved(project: Project, sign_off: SignOff | None) -> Approved | None:
    """What a sign-off approved, if it is still kept."""
    if sign_off is None:
        return None
    path = _path(project, sign_off.digests)
    if path.is_symlink():  # it may lead out of the project
        return None
    try:
        data = json.loads(path.read_bytes())
        if data["schema"] != _SCHEMA:
            return None
        return Approved(
            tables=tuple(data["tables"]),
            words=tuple((kind, text) for kind, text in data["words"]),
            sentences=tuple(Sentence(path, line, text) for path, line, text in data["sentences"]),
            markdown=data["markdown"],
            code=data["code"],
            inputs=data["inputs"],
            pictures=tuple(_pictures(project, data["pictures"])),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def drop_superseded(project: Project, needed: Iterable[Digests]) -> None:
    """Drop what no sign-off in ``needed`` names, with the pictures only it used. Call it while holding the records."""
    keys = {digests.key for digests in needed}
    used: set[str] = set()
    for path in sorted(_folder(project).glob("[!.]*.json")):
        if path.stem not in keys:
            path.unlink(missing_ok=True)
            continue
        with suppress(OSError, ValueError, TypeError, KeyError):
            used.update(item["file"] for item in json.loads(path.read_bytes())["pictures"])
    for path in sorted(_folder(project).glob("[!.]*")):
        if path.suffix != ".json" and path.name not in used:
            path.unlink(missing_ok=True)


def _folder(project: Project) -> Path:
    return folder_of(project, "approved")


def _path(project: Project, digests: Digests) -> Path:
    return _folder(project) / f"{digests.key}.json"


def _file(picture: Picture) -> str:
    return f"{picture.sha256[:32]}.{_ENDINGS.get(picture.mime, 'bin')}"


def _packed(picture: Picture) -> bytes:
    return gzip.compress(picture.content, mtime=0) if picture.mime == _DRAWING else picture.content


def _pictures(project: Project, named: list[Mapping[str, str]]) -> Iterable[Picture]:
    """Pictures that are what their names say; a file that names another place names nothing."""
    for item in named:
        path = _folder(project) / item["file"]
        if not _NAME.fullmatch(item["file"]) or item["mime"] not in _ENDINGS or path.is_symlink():
            continue
        with suppress(OSError, EOFError):
            content = path.read_bytes()
            if item["mime"] == _DRAWING:
                with gzip.open(path) as packed:
                    content = packed.read(_LARGEST)
            picture = Picture(item["mime"], content)
            if _file(picture) == item["file"]:
                yield picture


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    """What of a table is compared."""
    schema = table.get("schema")
    return {"schema": schema if isinstance(schema, Mapping) else {}, "data": table.get("data")}
