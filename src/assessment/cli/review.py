"""The commands of review: the page, and what serves without it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessment.cli import show, show_review
from assessment.cli.options import JsonOption, ProjectOption, leave
from assessment.cli.waiting import WAIT_SECONDS
from assessment.errors import AssessmentError, UsageError

if TYPE_CHECKING:
    from assessment.pipeline.build import Assessment
    from assessment.project.project import Project

app = typer.Typer(invoke_without_command=True, no_args_is_help=False, rich_markup_mode=None)

_FORMS = ("md", "html", "json")
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write (default: print it).")]


@app.callback()
def review(
    context: typer.Context,
    project: ProjectOption = None,
    port: Annotated[int, typer.Option(help="The port to serve on (default: any free one).", min=0, max=65535)] = 0,
) -> None:
    """Review figures, tables and values: without a further command, in a page that only this machine can open."""
    if context.invoked_subcommand is not None:
        context.obj = project
        return
    from assessment.project.project import load
    from assessment.review.serving import serve

    serve(load(project), port, show.say)


@app.command()
def status(context: typer.Context, project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """Say how every figure, table and set of values stands; exit code 1 where something wants a reviewer."""
    from assessment.reviews.difference import queue

    found, examined = _examined(project or context.obj, "assessment review status")
    items = [item for item, _ in queue(found, examined.reviews.items)]
    show_review.status(examined.reviews, items, as_json)
    leave(0 if examined.reviews.complete else 1)


@app.command()
def packet(
    context: typer.Context,
    project: ProjectOption = None,
    output: OutputOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is approved already.")] = False,
) -> None:
    """Make one HTML file for a reviewer without tools: pictures, numbers, and a form that saves answers."""
    from assessment.project.files import write_atomically
    from assessment.review.packet import make_packet

    found, examined = _examined(project or context.obj, "assessment review packet")
    place = output or found.build / "review-packet.html"
    write_atomically(place.absolute(), make_packet(found, examined, everything=everything).encode())
    show_review.written(str(place))


@app.command("import")
def take(
    context: typer.Context,
    answers: Annotated[list[Path], typer.Argument(help="Files that reviewers saved from a packet.")],
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take in the answers of a packet; exit code 1 where one could not be taken as it is."""
    from assessment.reviews.answers import read_answers, take_answers

    contents = [_read(path) for path in answers]
    found, examined = _examined(project or context.obj, "assessment review import")
    outcomes = []
    for path, content in zip(answers, contents, strict=True):
        try:
            entries = read_answers(content)
        except ValueError as exc:
            hint = "nothing of this file was taken: ask the reviewer to save the answers again"
            raise AssessmentError(str(exc), path=path, hint=hint) from exc
        outcomes += list(take_answers(found, examined.reviews, entries))
    show_review.imported(outcomes, as_json)
    leave(1 if any(outcome.result in ("old", "refused") for outcome in outcomes) else 0)


@app.command()
def merge(context: typer.Context, project: ProjectOption = None) -> None:
    """After a git merge: join the records that both sides added to."""
    from assessment.project.project import load
    from assessment.reviews.joining import join

    try:
        joined = join(load(project or context.obj))
    except ValueError as exc:
        hint = "restore that side from its branch, and merge again"
        raise AssessmentError(str(exc), hint=hint) from exc
    show_review.joined(joined)


@app.command()
def summary(context: typer.Context, project: ProjectOption = None) -> None:
    """Print what wants a reviewer, and what changed, as Markdown for a pull request."""
    from assessment.reviews.summary import summary as summarise

    found, examined = _examined(project or context.obj, "assessment review summary")
    show_review.text(summarise(found, examined.reviews))


@app.command()
def certificate(
    context: typer.Context,
    project: ProjectOption = None,
    form: Annotated[str, typer.Option("--format", help="md, html or json.")] = "md",
    output: OutputOption = None,
) -> None:
    """Say who checked what, how and when, and what was not checked."""
    import json

    from assessment.pipeline.reviewing import certify
    from assessment.project.files import write_atomically

    if form not in _FORMS:
        raise UsageError(f"--format {form}: there are {', '.join(_FORMS)}")
    found, examined = _examined(project or context.obj, "assessment review certificate")
    made = certify(found, examined)
    if form == "json":
        content = json.dumps(made.as_json(), indent=1, ensure_ascii=False) + "\n"
    else:
        content = made.as_html() if form == "html" else made.as_markdown()
    if output is None:
        show_review.text(content)
    else:
        write_atomically(output.absolute(), content.encode())
        show_review.written(str(output))


def _read(path: Path) -> bytes:
    """The content of a file of answers.

    Raises:
        UsageError: it cannot be read.
    """
    from assessment.reviews.answers import LARGEST

    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as exc:
        raise UsageError(f"{path} cannot be read: {exc.strerror}") from exc


def _examined(folder: Path | None, command: str) -> tuple[Project, Assessment]:
    from assessment.pipeline.build import examine
    from assessment.project.files import hold
    from assessment.project.project import load

    found = load(folder)
    with hold(found.build, command, WAIT_SECONDS, show.say):
        return found, examine(found)
