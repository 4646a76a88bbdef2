"""`assessment numbers`: every printed number and where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessment.cli import show, show_numbers

_WAIT_SECONDS = 600.0


def numbers(
    project: Annotated[
        Path | None,
        typer.Option("--project", help="The project's folder (default: the nearest parent with a _quarto.yml)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")] = False,
) -> None:
    """List every printed number with the value, the mark or the rule behind it."""
    from assessment.checks.numbers.listing import list_numbers
    from assessment.checks.numbers.printed import TYPED
    from assessment.checks.safeguarding.published import Published
    from assessment.pipeline.build import examine
    from assessment.project.files import hold
    from assessment.project.project import load

    found = load(project)
    with hold(found.build, "assessment numbers", _WAIT_SECONDS, show.say):
        seen = examine(found)
        published = Published(seen.executed.contents, seen.results.values, seen.manuscript)
        listed = list(list_numbers(found, published))
    show_numbers.numbers(listed, as_json)
    if any(number.origin == TYPED for number in listed):
        raise typer.Exit(1)
