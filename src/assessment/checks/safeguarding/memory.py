"""What was found last time, valid as long as everything published and the rules are what they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict

from assessment.checks.safeguarding.published import RULES, Published
from assessment.editions.identity import tool_digest
from assessment.model import Finding
from assessment.project.files import write_atomically
from assessment.project.project import Project
from assessment.project.root import CONFIG
from assessment.values.variables import VARIABLES


class Memory:
    """The findings of the last run in `_build/safeguarding.json`, under the digest of what was looked at."""

    def __init__(self, project: Project, published: Published, epoch: int) -> None:
        self._path = project.build / "safeguarding.json"
        self._digest = _digest(project, published, epoch)

    def recall(self) -> tuple[Finding, ...] | None:
        """The findings, if nothing has changed since."""
        try:
            memory = json.loads(self._path.read_bytes())
            if memory["inputs"] == self._digest:
                return tuple(Finding(**found) for found in memory["findings"])
        except (OSError, ValueError, TypeError, KeyError):
            pass
        return None

    def keep(self, findings: tuple[Finding, ...]) -> None:
        """Note the findings for the next run.

        Raises:
            OutputError: the build folder cannot be written.
        """
        memory = {"inputs": self._digest, "findings": [asdict(found) for found in findings]}
        write_atomically(self._path, json.dumps(memory, indent=1).encode())


def _digest(project: Project, published: Published, epoch: int) -> str:
    total = hashlib.sha256()
    for part in _inputs(project, published, epoch):
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def _inputs(project: Project, published: Published, epoch: int) -> Iterator[bytes]:
    yield f"{epoch} {tool_digest()} {published.values}".encode()
    for chapter in published.manuscript.chapters:
        yield f"{chapter.source} {chapter.expansion.includes} {chapter.expansion.text}".encode()
    for path in sorted(published.contents):
        yield path.encode()
        yield published.contents[path]
    included = (path for chapter in published.manuscript.chapters for path in chapter.expansion.includes)
    files = [*(project.root / path for path in (RULES, CONFIG, VARIABLES, *project.book.bibliography, *included))]
    for file in (*files, *project.data_files()):
        yield project.relative(file).encode()
        yield file.read_bytes() if file.is_file() else b""
