"""Answers of pandoc, kept by what was asked: the same question of the same pandoc has the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from assessment.chapters.pandoc import pandoc, pandoc_version
from assessment.project.files import write_atomically


class KeptPandoc:
    """Asks pandoc, or the answers in `_build/pandoc/`; an answer whose digest does not hold is asked again."""

    def __init__(self, build: Path) -> None:
        self._folder = build / "pandoc"

    def __call__(self, arguments: Sequence[str | Path], stdin: str, *, depends: str = "") -> str:
        """The answer; ``depends`` is the digest of files that the arguments name.

        Raises:
            ProgramFailedError: pandoc ended with an error, which is not kept.
            OutputError: the answer could not be kept.
        """
        names = [argument if isinstance(argument, str) else argument.name for argument in arguments]
        asked = json.dumps([pandoc_version(), names, depends, stdin])
        path = self._folder / hashlib.sha256(asked.encode()).hexdigest()
        kept = _kept(path)
        if kept is None:
            kept = pandoc(arguments, stdin)
            write_atomically(path, f"{_digest(kept)}\n{kept}".encode())
        return kept


def _kept(path: Path) -> str | None:
    try:
        digest, _, answer = path.read_bytes().decode("utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return answer if digest == _digest(answer) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
