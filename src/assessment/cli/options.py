"""What the modules of commands share: the options every command takes, how long one waits, how one ends."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", help="The project's folder (default: the nearest parent with a _quarto.yml)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]


def leave(code: int) -> None:
    """End a command with an exit code other than 0.

    Raises:
        typer.Exit: the code is not 0.
    """
    if code:
        raise typer.Exit(code)
