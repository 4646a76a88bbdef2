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
_ANSWER_SECONDS = 60
_VERSION = re.compile(r"^v?(\d+\.\d+\S*)$", re.MULTILINE)
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
        """The version as three numbers, for comparing."""
        numbers = [int(part) for part in re.findall(r"\d+", self.version)[:3]]
        return tuple([*numbers, 0, 0][:3])

    @property
    def serves_releases(self) -> bool:
        """Whether its PDF can meet every standard a release needs."""
        return self.numbers >= RELEASE


def find_quarto(named: Path | None) -> FoundQuarto:
    """The first Quarto there is that is new enough for a draft.

    Raises:
        RendererError: there is none; or, of those there are, the first does not answer or is too old.
    """
    refused: RendererError | None = None
    for path in _candidates(named):
        try:
            return _checked(path)
        except RendererError as exc:
            refused = refused or exc
    raise refused or RendererError("Quarto is not installed", hint=_HINT)


def find_suitable_quarto(named: Path | None) -> FoundQuarto | None:
    """A Quarto new enough for a release, or none; one that was named and does not serve at all is an error.

    Raises:
        RendererError: the Quarto named on the command line does not answer or is too old.
    """
    if named is not None:
        found = find_quarto(named)
        return found if found.serves_releases else None
    for path in _candidates(None):
        try:
            found = _checked(path)
        except RendererError:
            continue
        if found.serves_releases:
            return found
    return None


def _candidates(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield _located(named)
        return
    declared = os.environ.get("ASSESSMENT_QUARTO")
    if declared:
        yield _located(Path(declared))
        return
    beside = Path(sys.executable).with_name("quarto")
    if beside.is_file():
        yield beside
    on_path = shutil.which("quarto")
    if on_path:
        yield Path(on_path).absolute()


def _located(path: Path) -> Path:
    """The absolute path of a program as a person names it; links stay, since launchers look at their own name."""
    return Path(shutil.which(path.expanduser()) or path.expanduser()).absolute()


def _checked(path: Path) -> FoundQuarto:
    found = FoundQuarto(path, _version(path))
    if found.numbers < DRAFT:
        needed = ".".join(map(str, DRAFT))
        message = f"Quarto {found.version} ({path}) is too old; a draft needs {needed} or later, a release 1.10"
        raise RendererError(message, hint=_HINT)
    return found


def _version(path: Path) -> str:
    try:
        said = run([path, "--version"], timeout=_ANSWER_SECONDS).stdout.strip()
    except ProcessError as exc:
        raise RendererError(f"Quarto at {path} does not answer: {exc.message}", hint=_HINT) from exc
    versions = _VERSION.findall(said)
    if not versions:
        raise RendererError(f"Quarto at {path} gives no version ({said[:80]!r})", hint=_HINT)
    return str(versions[-1])
