"""Commands for books and their editions whichever renderer makes them: `compare`, `adopt`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessment.cli import show_books

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(compare)


def compare(
    first: Annotated[Path, typer.Argument(metavar="EDITION", help="A folder with an edition, or a PDF.")],
    second: Annotated[Path, typer.Argument(metavar="EDITION", help="Another one of the same book.")],
    as_json: JsonOption = False,
) -> None:
    """Say whether two editions say the same, and explain each difference whose reason is known."""
    from assessment.editions.comparison.differences import compare as compare_editions
    from assessment.editions.comparison.known import read_known
    from assessment.editions.comparison.reading import read_edition

    compared = compare_editions(read_edition(first), read_edition(second), read_known())
    show_books.comparison(compared, as_json)
    if compared.unexplained:
        raise typer.Exit(1)
