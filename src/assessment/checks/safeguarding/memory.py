"""What was found last time, valid as long as everything published and the rules are what they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from assessment.checks.safeguarding.published import RULES, Published
from assessment.editions.identity import tool_digest
from assessment.model import Finding
from assessment.project.files import write_atomically
from assessment.project.project import Project
from assessment.project.root import CONFIG
from assessment.values.variables import VARIABLES


class Memory:
    """The findings of the last run in a file, under the digest of what was looked at."""

    def __init__(self, path: Path, inputs: Iterable[bytes]) -> None:
        self._path = path
        self._digest = _digest(inputs)

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


def _digest(inputs: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in inputs:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def every_input(project: Project, published: Published, epoch: int) -> Iterator[bytes]:
    """All that the checks of care look at: the edition's date, the texts, the rules, the bibliography, the data."""
    yield f"{epoch}".encode()
    yield from text_inputs(project, published)
    for file in (*(project.root / path for path in project.book.bibliography), *project.data_files()):
        yield from _file(project, file)


def text_inputs(project: Project, published: Published) -> Iterator[bytes]:
    """The tool, the values, the chapters, the notebooks with their outputs, the settings and the rules."""
    yield f"{tool_digest()} {published.values}".encode()
    for chapter in published.manuscript.chapters:
        yield f"{chapter.source} {chapter.expansion.includes} {chapter.expansion.text}".encode()
    for path in sorted(published.contents):
        yield path.encode()
        yield published.contents[path]
    included = (path for chapter in published.manuscript.chapters for path in chapter.expansion.includes)
    for path in (RULES, CONFIG, VARIABLES, *included):
        yield from _file(project, project.root / path)


def _file(project: Project, file: Path) -> Iterator[bytes]:
    yield project.relative(file).encode()
    yield file.read_bytes() if file.is_file() else b""
