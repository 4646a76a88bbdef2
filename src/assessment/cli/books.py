"""Commands for books and their editions whichever renderer makes them: `compare`, `adopt`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessment.cli import show, show_books
from assessment.cli.options import JsonOption, leave
from assessment.cli.waiting import WAIT_SECONDS


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(compare)
    app.command()(adopt)


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
    leave(1 if compared.unexplained else 0)


def adopt(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a Quarto book.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Add nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at an existing Quarto book: say what is supported and what is not, and add only what it needs."""
    from assessment.pipeline import adoption
    from assessment.project.files import hold
    from assessment.project.project import load

    project = load(folder)
    with hold(project.build, "assessment adopt", WAIT_SECONDS, show.say):
        found = adoption.look_at(project)
        if not dry_run:
            adoption.add(project, found)
    show_books.adoption(found, as_json, added=not dry_run)
    leave(1 if found.unsupported else 0)
