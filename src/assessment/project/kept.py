"""Small answers kept in one file by the digest of what was asked; sealed, so that a spoilt file is asked anew.

What everything depends on, such as the code that answers, is part of the seal: when it changes, nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assessment.copies import beside
from assessment.project.files import write_atomically


class Kept:
    """Answers (JSON) in the file ``path``, good as long as ``depends`` is what it was; those not used are dropped."""

    def __init__(self, path: Path, depends: str) -> None:
        self._path = path
        self._depends = depends
        self._before = self._read()
        self._now: dict[str, Any] = {}

    def answer(self, asked: str, make: Callable[[], Any]) -> Any:
        """What was answered before, or is answered now by ``make``."""
        key = _digest(asked)
        if key not in self._now:
            self._now[key] = self._before[key] if key in self._before else make()
        return self._now[key]

    @contextmanager
    def beside(self, asked: Sequence[str], make: Callable[[int], Any]) -> Iterator[Callable[[], list[Any]]]:
        """Have what was not answered before answered by ``make``, which is told the place of the question.

        That is done in copies of this process while the block is carried out, which is given what waits for all
        answers.
        """
        keys = list(map(_digest, asked))
        new = [place for place, key in enumerate(keys) if key not in self._now and key not in self._before]
        with beside(make, new) as made:

            def answers() -> list[Any]:
                fresh = {keys[place]: answer for place, answer in zip(new, made(), strict=True)}
                known = {**self._before, **self._now, **fresh}
                self._now |= {key: known[key] for key in keys}
                return [known[key] for key in keys]

            yield answers

    def keep(self) -> None:
        """Note what was used, for the next run.

        Raises:
            OutputError: the file could not be written.
        """
        if self._now.keys() != self._before.keys():
            told = json.dumps(self._now, ensure_ascii=False)
            write_atomically(self._path, f"{self._seal(told)}\n{told}".encode())

    def _read(self) -> dict[str, Any]:
        try:
            seal, _, told = self._path.read_bytes().decode("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return {}
        answers: dict[str, Any] = json.loads(told) if seal == self._seal(told) else {}
        return answers

    def _seal(self, told: str) -> str:
        return _digest(f"{self._depends}\n{told}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
