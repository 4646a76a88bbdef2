"""What a worker of a cluster does: lay out the project's files, run its notebooks as on any machine, send results back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assessment.notebooks.engines import default_executor
from assessment.notebooks.executor import Execution, Task
from assessment.notebooks.fingerprint import digest, installed


@dataclass(frozen=True)
class Files:
    """Every file of a project that a notebook could read (path → digest), and its folders, empty ones too."""

    digests: Mapping[str, str]
    folders: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What became of a notebook, with the digest that its content had where it was made, and what was said."""

    execution: Execution
    sha256: str
    said: tuple[str, ...] = ()


def run_tasks(
    tasks: Sequence[Task], files: Files, contents: Mapping[str, bytes], environment: list[str]
) -> list[Answer]:
    """Run notebooks one after the other on a copy of the project; ``contents`` are by digest.

    Raises:
        ValueError: another environment is installed here, or a file did not arrive as it was sent.
    """
    if installed() != environment:
        raise ValueError("the environment of this worker is another one")
    with tempfile.TemporaryDirectory(prefix="assessment-") as scratch:
        root = Path(scratch).resolve()
        _lay_out(root, files, contents)
        said: list[str] = []
        here = [replace(task, root=root, alone=False) for task in tasks]
        done = list(default_executor(said.append).run(here, 1, lambda *_: None))
        return [
            Answer(replace(execution, engine="cluster", alone=False), digest(execution.content), tuple(said))
            for execution in done
        ]


def _lay_out(root: Path, files: Files, contents: Mapping[str, bytes]) -> None:
    for folder in files.folders:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for path, sha256 in files.digests.items():
        content = contents[sha256]
        if digest(content) != sha256:
            raise ValueError(f"{path} did not arrive as it was sent")
        (root / path).write_bytes(content)
