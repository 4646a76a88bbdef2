"""The commands of `assessment`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assessment.cli import books, building, chores, numbers, preview, provenance, release, review, show
from assessment.cli.options import JsonOption, ProjectOption, leave
from assessment.cli.waiting import WAIT_SECONDS
from assessment.errors import AssessmentError, UsageError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(review.app, name="review")


@app.command()
def build(
    project: ProjectOption = None,
    to: Annotated[str, typer.Option(help="html, pdf or all.")] = "all",
    renderer: Annotated[str, typer.Option(help="auto, quarto or embedded.")] = "auto",
    quarto: Annotated[Path | None, typer.Option(help="The Quarto program to use.")] = None,
    jobs: Annotated[int, typer.Option(help="Notebooks at a time (default: one a core).", min=0)] = 0,
    cluster: Annotated[str, typer.Option(help="Address of a Dask cluster.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Bring both editions up to date, doing only what is stale."""
    asked = building.Asked(project, to, renderer, quarto, as_json)
    leave(building.build(asked, building.Where(jobs, cluster)))


@app.command()
def status(project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """Say what is stale and why, without running anything."""
    from assessment.pipeline.status import take_status
    from assessment.project.project import load

    taken = take_status(load(project))
    show.status(taken, as_json)
    leave(0 if taken.clean else 1)


@app.command()
def check(
    project: ProjectOption = None,
    as_json: JsonOption = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="Print the findings as SARIF 2.1.0.")] = False,
) -> None:
    """Run every check, rendering nothing."""
    from assessment.pipeline.build import examine
    from assessment.project.files import hold
    from assessment.project.project import load

    if as_json and sarif:
        raise UsageError("--json and --sarif exclude each other")
    found = load(project)
    with hold(found.build, "assessment check", WAIT_SECONDS, show.say):
        findings = examine(found).findings
    show.findings(findings, as_json, sarif)
    leave(1 if show.has_errors(finding.as_json() for finding in findings) else 0)


@app.command()
def accept(
    notebooks: Annotated[list[str] | None, typer.Argument(help="Notebooks to accept (default: all).")] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write fresh outputs into the notebooks and fresh values into _variables.yml; show what moves first."""
    from assessment.notebooks.reading import slug_of
    from assessment.pipeline import acceptance
    from assessment.project.files import hold
    from assessment.project.project import load
    from assessment.suggestions import did_you_mean

    found = load(project)
    slugs = tuple(notebooks or ())
    known = {slug_of(found.relative(path)) for path in found.notebooks()}
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        hint = did_you_mean(unknown[0], known, f"there are: {', '.join(sorted(known))}")
        raise UsageError(f"there is no notebook {', '.join(unknown)}", hint=hint)
    with hold(found.build, "assessment accept", WAIT_SECONDS, show.say):
        prepared = acceptance.prepare(found, slugs)
        if prepared.stale:
            hint = "run `assessment build` first: only fresh results can be accepted"
            raise AssessmentError(f"stale: {', '.join(prepared.stale)}", hint=hint)
        show.moves(prepared, as_json)
        written = acceptance.write(found, prepared)
    show.accepted(prepared, written, as_json)


@app.command()
def doctor(project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """Say whether everything is there that the pipeline needs."""
    from assessment.pipeline.doctor import examine_installation

    parts = tuple(examine_installation(project))
    show.parts(parts, as_json)
    leave(0 if all(part.well or not part.needed for part in parts) else 3)


app.command()(numbers.numbers)
app.command()(preview.preview)
provenance.register(app)
books.register(app)
release.register(app)
chores.register(app)


def main() -> None:
    """Run the command line."""
    with building.clear_errors():
        result: Any = app(standalone_mode=True)
    sys.exit(result or 0)
