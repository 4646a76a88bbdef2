"""Pandoc kept running: what it reads for its first chapter, citeproc's tables above all, serves the next ones too."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Self

from assessment.chapters.pandoc import PATIENCE_SECONDS, pandoc, pandoc_environment, pandoc_path
from assessment.errors import ProcessError
from assessment.process import Dialogue


@dataclass(frozen=True)
class _Program:
    """A pandoc that waits for the next line."""

    arguments: tuple[str, ...]
    dialogue: Dialogue
    answers: Iterator[str]


class RunningPandoc:
    """Asks pandoc as :func:`pandoc` does, for scripts that answer each line of their input with a line.

    As many run as are asked at once; each is asked again as long as its arguments are asked for.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._free: list[_Program] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, arguments: Sequence[str | Path], stdin: str) -> str:
        """The answer to one line. Where a running pandoc fails, a new one is asked, which says why.

        Raises:
            ProgramFailedError: pandoc ended with an error.
            ProgramTimeoutError: it took longer than two minutes.
        """
        wanted = tuple(str(argument) for argument in arguments)
        try:
            program = self._take(wanted) or _started(wanted)
        except ProcessError:
            return pandoc(arguments, stdin)
        answer = _answer(program, stdin)
        if answer is None:
            program.dialogue.close()
            return pandoc(arguments, stdin)
        with self._lock:
            self._free.append(program)
        return answer

    def close(self) -> None:
        """End those that wait."""
        with self._lock:
            programs, self._free = self._free, []
        for program in programs:
            program.dialogue.close()

    def _take(self, arguments: tuple[str, ...]) -> _Program | None:
        """One that waits for such a question; those that wait for others are ended."""
        with self._lock:
            others = [program for program in self._free if program.arguments != arguments]
            ours = [program for program in self._free if program.arguments == arguments]
            chosen = ours.pop() if ours else None
            self._free = ours
        for program in others:
            program.dialogue.close()
        return chosen


def _started(arguments: tuple[str, ...]) -> _Program:
    dialogue = Dialogue([pandoc_path(), *arguments], pandoc_environment(), Path(os.devnull), Path.cwd())
    return _Program(arguments, dialogue, dialogue.answers())


def _answer(program: _Program, line: str) -> str | None:
    """What it answers; nothing where it ends instead, or where our patience does."""
    alarm = Timer(PATIENCE_SECONDS, program.dialogue.stop)
    alarm.start()
    try:
        with suppress(ProcessError):
            program.dialogue.tell(line)
            return next(program.answers, None)
        return None
    finally:
        alarm.cancel()
