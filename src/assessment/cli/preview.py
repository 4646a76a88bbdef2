"""The command `assessment preview`."""

from __future__ import annotations

from typing import Annotated

import typer

from assessment.cli import show
from assessment.cli.options import ProjectOption


def preview(
    project: ProjectOption = None,
    port: Annotated[
        int | None,
        typer.Option(help="The port on this machine (default: the first free one from 4848).", min=1, max=65535),
    ] = None,
) -> None:
    """Show both editions in a browser, live while the book is written."""
    from assessment.preview.serving import serve
    from assessment.project.root import project_root

    serve(project_root(project), port, show_address)


def show_address(address: str) -> None:
    """Where the preview is, and how to end it."""
    show.say(f"Preview: {address}  (the PDF: {address}_preview/pdf)")
    show.say("It follows what you save. End it with Ctrl-C.")
