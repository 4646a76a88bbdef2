"""The commands that follow numbers and figures: trace, impact, verify, data update."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessment.cli import show, show_provenance
from assessment.cli.options import JsonOption, ProjectOption, leave
from assessment.cli.waiting import WAIT_SECONDS
from assessment.errors import UsageError

if TYPE_CHECKING:
    from assessment.pipeline.impact import Impact
    from assessment.pipeline.trial import Change
    from assessment.project.project import Project

data = typer.Typer(no_args_is_help=True, help="The datasets of the project.")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(trace)
    app.command()(impact)
    app.command()(verify)
    app.add_typer(data, name="data")


def trace(
    id: Annotated[str, typer.Argument(help="A figure, table or value.")],
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a figure, table or value back to its cell, data and sources, and on to where it is printed."""
    from assessment.pipeline.trace import known_ids
    from assessment.pipeline.trace import trace as find
    from assessment.project.files import hold
    from assessment.project.project import load

    found = load(project)
    with hold(found.build, "assessment trace", WAIT_SECONDS, show.say):
        traced = find(found, id)
        known = [] if traced else known_ids(found)
    if traced is None:
        show.unknown(id, known, as_json)
        leave(1)
    else:
        show_provenance.trace(traced, as_json)


def impact(
    paths: Annotated[list[str] | None, typer.Argument(help="Data files, modules, notebooks, folders.")] = None,
    with_: Annotated[str, typer.Option("--with", help="A file in place of one, or DATASET@VERSION: try it.")] = "",
    project: ProjectOption = None,
    jobs: Annotated[int, typer.Option(help="Notebooks at a time (default: one a core).", min=0)] = 0,
    as_json: JsonOption = False,
) -> None:
    """Say what may change with a file; with --with, try a change in a copy of the project and say what it does."""
    from assessment.pipeline.impact import may_change, project_path
    from assessment.pipeline.trial import understood
    from assessment.project.files import hold
    from assessment.project.project import load

    found, named = load(project), list(paths or ())
    if not with_:
        if not named:
            raise UsageError("impact of what?", hint="name files or folders, or try a change: --with FILE")
        with hold(found.build, "assessment impact", WAIT_SECONDS, show.say):
            show_provenance.impact(may_change(found, named), tried=False, as_json=as_json)
        return
    if len(named) > 1:
        raise UsageError("--with puts one file in the place of one", hint="name at most one path")
    change = understood(found, with_, project_path(found, named[0]) if named else None)
    for place in change.writes:
        show.say(f"trying {with_} in the place of {place}" if "@" not in with_ else f"trying {with_}")
    show_provenance.impact(_tried(found, change, jobs, quiet=as_json), tried=True, as_json=as_json)


def verify(
    edition: Annotated[Path, typer.Argument(help="An edition: its folder, its PDF, or a bundle (zip) of it.")],
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Also build its commit anew and compare bytes.")] = False,
    project: ProjectOption = None,
    jobs: Annotated[int, typer.Option(help="Notebooks at a time (default: one a core).", min=0)] = 0,
    as_json: JsonOption = False,
) -> None:
    """Hold an edition against its manifest, and name what differs in terms of the report."""
    from assessment.pipeline import verify as proof

    if rebuild:
        from assessment.notebooks.engines import default_executor
        from assessment.project.project import load
        from assessment.rendering.selection import choose

        show.say("building its commit anew, from nothing: this takes as long as a first build")
        rebuilder = proof.Rebuilder(default_executor(show.say), jobs or os.cpu_count() or 1, choose)
        found = proof.verify_by_building(edition, load(project), rebuilder)
    else:
        found = proof.verify(edition)
    show_provenance.verified(found, rebuild, as_json)
    leave(1 if found else 0)


@data.command()
def update(
    wanted: Annotated[str, typer.Argument(metavar="DATASET@VERSION", help="The version to use from now on.")],
    project: ProjectOption = None,
    jobs: Annotated[int, typer.Option(help="Notebooks at a time (default: one a core).", min=0)] = 0,
    as_json: JsonOption = False,
) -> None:
    """Move a pin in data/pins.yml to another version of a dataset, after showing what that changes."""
    from assessment.datasets.package import PINS
    from assessment.pipeline.trial import Change, pinned
    from assessment.project.files import write_atomically
    from assessment.project.project import load

    found = load(project)
    dataset, at, version = wanted.partition("@")
    if not (dataset and at and version):
        raise UsageError(f"{wanted} is not of the form DATASET@VERSION")
    text = pinned(found, dataset, version)
    done = _tried(found, Change({PINS: text}), jobs, quiet=as_json)
    path = found.root / PINS
    written = not done.failed and (not path.is_file() or path.read_bytes() != text)
    if not as_json:
        show_provenance.impact(done, tried=True, as_json=False)
    if written:
        write_atomically(path, text)
    show_provenance.updated(done, wanted, PINS if written else None, as_json)
    leave(1 if done.failed else 0)


def _tried(project: Project, change: Change, jobs: int, *, quiet: bool) -> Impact:
    """Try a change; the figures before and after are left in `_build/impact/` to be looked at."""
    from assessment.notebooks.engines import default_executor
    from assessment.pipeline.pictures import write_comparison
    from assessment.pipeline.trial import Trier, does_change
    from assessment.project.files import hold

    with (
        show.Progress(quiet=quiet) as progress,
        hold(project.build, "assessment impact", WAIT_SECONDS, show.say),
    ):
        trier = Trier(default_executor(show.say), jobs or os.cpu_count() or 1, progress.notebook)
        done = does_change(project, change, trier)
        page = write_comparison(project.build / "impact", done)
    if page and not quiet:
        show.say(f"figures before and after: {_shown(page)}")
    return done


def _shown(path: Path) -> str:
    return os.path.relpath(path)
