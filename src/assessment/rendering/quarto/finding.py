"""Find a Quarto: named on the command line, by ASSESSMENT_QUARTO, by the `quarto` extra, or on PATH."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import ProcessError, RendererError
from assessment.process import run

DRAFT = (1, 9, 18)
RELEASE = (1, 10, 0)
_HINT = (
    "install Quarto 1.10 or later (the `quarto` extra, or the vendor's site), name it with --quarto or "
    "ASSESSMENT_QUARTO, or use --renderer embedded"
)


@dataclass(frozen=True)
class FoundQuarto:
    """A Quarto that answers: where it is and its version."""

    path: Path
    version: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version as numbers, for comparing."""
        return tuple(int(part) for part in re.findall(r"\d+", self.version)[:3])


def find_quarto(named: Path | None) -> FoundQuarto:
    """The first Quarto there is, checked to be new enough for a draft.

    Raises:
        RendererError: there is none, it does not answer, or it is too old.
    """
    for path in _candidates(named):
        found = FoundQuarto(path, _version(path))
        if found.numbers < DRAFT:
            needed = ".".join(map(str, DRAFT))
            raise RendererError(
                f"Quarto {found.version} ({path}) is too old; a draft needs {needed} or later", hint=_HINT
            )
        return found
    raise RendererError("Quarto is not installed", hint=_HINT)


def find_suitable_quarto(named: Path | None) -> FoundQuarto | None:
    """A Quarto new enough for a release, or none; an unsuitable one that was named is still an error.

    Raises:
        RendererError: the Quarto named on the command line does not serve.
    """
    try:
        found = find_quarto(named)
    except RendererError:
        if named is not None:
            raise
        return None
    return found if found.numbers >= RELEASE else None


def _candidates(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield named
        return
    declared = os.environ.get("ASSESSMENT_QUARTO")
    if declared:
        yield Path(declared)
        return
    beside = Path(sys.executable).with_name("quarto")
    if beside.is_file():
        yield beside
    on_path = shutil.which("quarto")
    if on_path:
        yield Path(on_path)


def _version(path: Path) -> str:
    try:
        said = run([path, "--version"], timeout=60).stdout.strip()
    except ProcessError as exc:
        raise RendererError(f"Quarto at {path} does not answer: {exc.message}", hint=_HINT) from exc
    if not re.match(r"\d+\.\d+", said):
        raise RendererError(f"Quarto at {path} gives no version ({said[:80]!r})", hint=_HINT)
    return said.splitlines()[-1]
