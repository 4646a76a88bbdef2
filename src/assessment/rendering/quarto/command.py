"""Run Quarto: in an environment of its own, heard line by line, its failures told in its own words."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assessment.chapters.manuscript import Manuscript
from assessment.errors import ProgramFailedError, ProgramTimeoutError, RendererError
from assessment.process import run
from assessment.project.files import writing
from assessment.project.root import CONFIG
from assessment.rendering.quarto.places import written
from assessment.rendering.quarto.transcript import TYPESETTING, Position, unadorned

# Of the caller's environment, only where programs are; conda's Quarto finds its own parts through its QUARTO_….
_PARTS = ("SHARE_PATH", "DENO", "PANDOC", "TYPST", "ESBUILD", "DART_SASS", "CONDA_PREFIX")
_KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "DENO_DOM_PLUGIN", *(f"QUARTO_{part}" for part in _PARTS))
_PLACE = re.compile(r"(?:in file|chapter|processing) '?([^\s',]+\.q?md)")
_LABEL = re.compile(r"label `<(?:ref-)?([^>`]+)>`")
_ERRORS = tuple(map(re.compile, (r"(?:^|\.\.\.|^ERROR: )error: ", r"^ERROR:? ", r"^FATAL ", r"^Error ")))
_ORNAMENT = re.compile(r"^(?:ERROR: |\[typst\]: Compiling .*?\.\.\.)?(?:error: )?")
_EXCERPT = re.compile(r"^\s*(?:┌─|│|\d+ │)")
_SAID_LINES = 6


class Listener:
    """Hears Quarto's lines as they come: passes progress on, remembers where Quarto is."""

    def __init__(self, progress: Callable[[str], None], edition: str) -> None:
        self._position = Position()
        self._progress = progress
        self._edition = edition

    @property
    def chapter(self) -> str | None:
        """The chapter Quarto is at."""
        return self._position.chapter

    def __call__(self, line: str) -> None:
        """One line of standard error."""
        text = unadorned(line).strip()
        if self._position.hear(text):
            self._progress(f"{self.chapter} ({self._edition})")
        elif TYPESETTING.match(text):
            self._progress("typesetting the PDF")


@dataclass(frozen=True)
class Command:
    """`quarto render` on a staged book; ``limit`` is in seconds."""

    program: Path
    stage: Path
    environment: Mapping[str, str]
    limit: float

    def render(self, form: str, hear: Listener) -> str:
        """Render to one format; gives what Quarto said on standard error.

        Raises:
            ProgramFailedError: Quarto failed.
            RendererError: Quarto did not end in time and was killed with its children.
            ProgramMissingError: Quarto cannot be started any more.
        """
        command: list[str | Path] = [self.program, "render", ".", "--to", form]
        try:
            return run(command, cwd=self.stage, env=self.environment, timeout=self.limit, on_line=hear).stderr
        except ProgramTimeoutError as exc:
            message = f"Quarto did not end within {self.limit:g} seconds; it was stopped with everything it had started"
            hint = "raise `assessment: quarto-timeout:` in _quarto.yml, or use --renderer embedded"
            raise RendererError(message, path=hear.chapter or CONFIG, hint=hint) from exc


def own_environment(cache: Path, epoch: int) -> dict[str, str]:
    """The whole environment of a run: no proxies, no settings of the caller's; caches and scratch below ``cache``.

    Raises:
        OutputError: the folders cannot be made.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    folders = {
        "XDG_CACHE_HOME": cache / "cache",
        "XDG_DATA_HOME": cache / "data",
        "XDG_CONFIG_HOME": cache / "config",
        "DENO_DIR": cache / "deno",
        "TMPDIR": cache / "tmp",
    }
    with writing(cache):
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
    return {
        **kept,
        **{name: str(folder) for name, folder in folders.items()},
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
        "SOURCE_DATE_EPOCH": str(epoch),
        "QUARTO_PYTHON": sys.executable,
        "TYPST_IGNORE_SYSTEM_FONTS": "true",
    }


def failure(exc: ProgramFailedError, stage: Path, chapter: str | None, manuscript: Manuscript) -> RendererError:
    """Quarto's failure as an error of ours: its own message, and where it was as far as that is known."""
    output = unadorned(exc.output).replace(f"{stage}{os.sep}", "").replace(str(stage), ".")
    said = "\n".join(_own_words(output)) or f"it ended with code {exc.returncode} and said nothing"
    named, label = _PLACE.search(said), _LABEL.search(said)
    places = written(manuscript, re.escape(label[1])) if label else ()
    path, line = places[0] if places else (named[1] if named else chapter, None)
    hint = "mend what it names and build again; `--renderer embedded` renders without Quarto"
    return RendererError(f"Quarto failed: {said}", path=path, line=line, hint=hint)


def _own_words(output: str) -> Iterator[str]:
    """The lines that say what went wrong: from the error on, without traces of the program's own code."""
    lines = [line.rstrip() for line in output.splitlines()]
    first = next((i for error in _ERRORS for i, line in enumerate(lines) if error.search(line)), None)
    if first is None:
        yield from [line for line in lines if line][-_SAID_LINES:]
        return
    for line in lines[first : first + _SAID_LINES]:
        if not line or re.match(r"(?i)stack trace", line):
            return
        if not _EXCERPT.match(line):
            yield _ORNAMENT.sub("", line, count=1)
