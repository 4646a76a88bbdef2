"""The results of notebooks: written beside and renamed, checked by digest when read.

`_build/notebooks/` holds the current result of each notebook and a record of what it depended on. The record is
written last; a result whose digest differs from its record does not count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assessment.model import Notebook, Reason
from assessment.notebooks.fingerprint import changed_inputs, code_digest, digest
from assessment.notebooks.reading import with_outputs
from assessment.project.files import write_atomically

_SCHEMA = 1


@dataclass(frozen=True)
class Record:
    """What a stored result depended on; ``failure`` is the message of a notebook that failed, else empty.

    ``source`` is the digest of the notebook's file as it was executed; ``seconds`` and ``peak`` (bytes of
    resident memory) are what it cost; ``alone`` asks to run it alone next time.
    """

    code: str
    environment: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    result: str = ""
    source: str = ""
    seconds: float = 0.0
    failure: str = ""
    peak: int = 0
    alone: bool = False
    engine: str = "kernel"
    schema: int = _SCHEMA


class Store:
    """The results of one project."""

    def __init__(self, build: Path) -> None:
        self._folder = build / "notebooks"

    def path(self, slug: str) -> Path:
        """Where the executed notebook of ``slug`` stands."""
        return self._folder / f"{slug}.ipynb"

    def record(self, slug: str) -> Record | None:
        """The record of a notebook; none if it never ran or the record cannot be read."""
        try:
            return Record(**sealed_content(self._record_path(slug).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def content(self, slug: str) -> bytes | None:
        """The executed notebook, if it is there and is what the record says."""
        record = self.record(slug)
        if record is None or record.schema != _SCHEMA or record.failure:
            return None
        try:
            content = self.path(slug).read_bytes()
        except OSError:
            return None
        return content if digest(content) == record.result else None

    def is_corrupt(self, slug: str) -> bool:
        """Whether something stands in the place of a result that is not what the record says, or no record is."""
        if not self._record_path(slug).is_file():
            return False
        record = self.record(slug)
        if record is None:
            return True
        return not record.failure and self.path(slug).is_file() and self.content(slug) is None

    def content_for(self, root: Path, notebook: Notebook) -> bytes | None:
        """The notebook as it is on disk with the outputs of its result: prose and metadata may have changed since."""
        content, record = self.content(notebook.slug), self.record(notebook.slug)
        if content is None or record is None:
            return None
        source = (root / notebook.path).read_bytes()
        return content if digest(source) == record.source else with_outputs(source, content)

    def keep(self, slug: str, content: bytes, record: Record) -> None:
        """Store a result and its record.

        Raises:
            OutputError: the disk is full or the folder cannot be written.
        """
        write_atomically(self.path(slug), content)
        write_atomically(self._record_path(slug), _as_json(record))

    def keep_failure(self, slug: str, record: Record) -> None:
        """Note that a notebook failed, so that `status` can say so; the last good result is dropped.

        Raises:
            OutputError: as :meth:`keep`.
        """
        write_atomically(self._record_path(slug), _as_json(record))

    def reasons(
        self, root: Path, notebook: Notebook, environment: str, datasets: Mapping[str, str]
    ) -> tuple[Reason, ...]:
        """Why the stored result does not stand for the notebook as it is now; empty when it does."""
        record = self.record(notebook.slug)
        if record is None or record.schema != _SCHEMA:
            return (Reason("missing", notebook.path),)
        reasons = list(changed_inputs(root, record.inputs, datasets))
        if record.code != code_digest(notebook):
            reasons.insert(0, Reason("code", notebook.path))
        if record.environment != environment:
            reasons.append(Reason("environment", "the installed packages"))
        if not reasons and self.content(notebook.slug) is None:
            reasons.append(Reason("missing", notebook.path))
        return tuple(reasons)

    def _record_path(self, slug: str) -> Path:
        return self._folder / f"{slug}.json"


def _as_json(record: Record) -> bytes:
    return sealed(asdict(record))


def sealed(content: Any) -> bytes:
    """JSON with the digest of what it holds."""
    return (json.dumps({"content": content, "sha256": _seal(content)}, indent=1, sort_keys=True) + "\n").encode()


def sealed_content(raw: bytes) -> Any:
    """What sealed JSON holds.

    Raises:
        ValueError: it is not what was sealed.
    """
    found = json.loads(raw)
    if not isinstance(found, dict) or found.get("sha256") != _seal(found.get("content")):
        raise ValueError("not what was written")
    return found["content"]


def _seal(content: Any) -> str:
    return digest(json.dumps(content, sort_keys=True).encode())
