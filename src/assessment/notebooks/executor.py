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
    source date (Unix time); ``datasets`` maps each declared dataset to the digest of its declaration;
    ``environment`` holds the variables the notebook declares to need; ``memory`` is a limit in bytes (0: none);
    ``network`` lets it reach other hosts; ``alone`` asks that nothing runs beside it.
    """

    root: Path
    notebook: Notebook
    timeout: float
    epoch: int
    datasets: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    memory: int = 0
    network: bool = False
    alone: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Execution:
    """What became of a task.

    ``succeeded``: every cell ran; ``content`` is the executed notebook (nbformat JSON, UTF-8) and
    ``inputs`` what it read (relative path → digest). ``excepted``: a cell raised. ``errored``: the
    machinery failed (no kernel, time limit, dead kernel). The last two carry a finding. ``peak`` is resident
    memory in bytes (0 where unknown); ``alone`` says that what it read is only known exactly when it runs alone.
    """

    slug: str
    state: Literal["succeeded", "excepted", "errored"]
    seconds: float
    content: bytes = b""
    inputs: Mapping[str, str] | None = None
    finding: Finding | None = None
    peak: int = 0
    alone: bool = False
    engine: str = "kernel"


Progress = Callable[[str, int, int], None]
"""Called with slug, cells done, cells in all."""


class Executor(Protocol):
    """Executes tasks, several at a time, and yields each as it ends."""

    def run(self, tasks: Sequence[Task], jobs: int, progress: Progress) -> Iterator[Execution]:
        """Execute all tasks; a failure of one does not stop the others."""
        ...
