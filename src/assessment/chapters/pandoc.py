"""The packaged pandoc, found without importing its package (which probes the system on import)."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from assessment.errors import ProgramMissingError
from assessment.process import run

PATIENCE_SECONDS = 120.0


@cache
def pandoc_path() -> Path:
    """Where the packaged binary is.

    Raises:
        ProgramMissingError: the installation is broken.
    """
    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations if spec else None) or []:
        binary = Path(folder) / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
        if binary.is_file():
            return binary
    raise ProgramMissingError("pandoc is not there", hint="install the package again: pip install pypandoc-binary")


def pandoc(arguments: Sequence[str | Path], stdin: str, cwd: Path | None = None) -> str:
    """Run pandoc on a text and return what it writes.

    Raises:
        ProgramFailedError: pandoc ended with an error.
        ProgramTimeoutError: it took longer than two minutes.
    """
    return run(
        [pandoc_path(), *arguments], stdin=stdin, cwd=cwd, env=pandoc_environment(), timeout=PATIENCE_SECONDS
    ).stdout


def pandoc_environment() -> dict[str, str]:
    """What pandoc sees of our environment: nothing that changes what it writes."""
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}


@cache
def pandoc_version() -> str:
    """The version of pandoc, as it prints it."""
    return pandoc(["--version"], "").split("\n", 1)[0].removeprefix("pandoc ")
