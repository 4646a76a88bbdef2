"""The interface of executing notebooks, whatever engine serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from assessment.model import Finding, Notebook


@dataclass(frozen=True)
class Task:
    """One notebook to execute.

    ``timeout`` and ``seconds`` (how long it took last time, 0 where unknown) are seconds; ``epoch`` is the
    source date (Unix time); ``datasets`` maps each declared dataset to the digest of its declaration.
    """

    root: Path
    notebook: Notebook
    timeout: float
    epoch: int
    datasets: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True)
class Execution:
    """What became of a task.

    ``succeeded``: every cell ran; ``content`` is the executed notebook (nbformat JSON, UTF-8) and
    ``inputs`` what it read (relative path → digest). ``excepted``: a cell raised. ``errored``: the
    machinery failed (no kernel, time limit, dead kernel). The last two carry a finding.
    """

    slug: str
    state: Literal["succeeded", "excepted", "errored"]
    seconds: float
    content: bytes = b""
    inputs: Mapping[str, str] | None = None
    finding: Finding | None = None


Progress = Callable[[str, int, int], None]
"""Called with slug, cells done, cells in all."""


class Executor(Protocol):
    """Executes tasks, several at a time, and yields each as it ends."""

    def run(self, tasks: Sequence[Task], jobs: int, progress: Progress) -> Iterator[Execution]:
        """Execute all tasks; a failure of one does not stop the others."""
        ...
