"""The commands of released editions: release, changes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessment.cli import show, show_release
from assessment.cli.options import JsonOption, ProjectOption, leave
from assessment.cli.waiting import WAIT_SECONDS
from assessment.errors import UsageError

if TYPE_CHECKING:
    from assessment.project.project import Project

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(release)
    app.command()(changes)


def release(
    version: Annotated[str, typer.Argument(help="The version it bears, such as 1.0.")],
    renderer: Annotated[str, typer.Option(help="quarto or embedded: a release names its renderer.")],
    project: ProjectOption = None,
    quarto: Annotated[Path | None, typer.Option(help="The Quarto program to use.")] = None,
    jobs: Annotated[int, typer.Option(help="Notebooks at a time (default: one a core).", min=0)] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask every gate, and write nothing.")] = False,
    tag: Annotated[bool, typer.Option("--tag", help="Tag the commit as vVERSION.")] = False,
    check_links: Annotated[bool, typer.Option("--check-links", help="First try every link; asks the network.")] = False,
    since: Annotated[str, typer.Option(help="Add an annex on what changed since this commit or tag.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Make the released edition of the commit checked out, where every gate passes."""
    from assessment.pipeline.release import Wanted
    from assessment.pipeline.release import release as make
    from assessment.pipeline.twins import Making
    from assessment.project.files import hold
    from assessment.project.project import load

    if not _VERSION.fullmatch(version):
        raise UsageError(f"{version!r} is no version", hint="letters, digits, dots, + and -, such as 1.0")
    if renderer not in ("quarto", "embedded"):
        raise UsageError(f"--renderer {renderer}: a release names its renderer: quarto or embedded")
    found = load(project)
    making = Making(version, renderer, str(quarto.absolute()) if quarto else "", jobs or os.cpu_count() or 1)
    with hold(found.build, "assessment release", WAIT_SECONDS, show.say):
        if check_links:
            _try_links(found)
        outcome = make(found, Wanted(making, dry_run, tag, show.say, _annexes(found, since, version)))
    show_release.outcome(outcome, as_json)
    leave(1 if outcome.refused else 0)


def changes(
    revision: Annotated[str, typer.Argument(metavar="REV", help="A commit, a branch or a tag.")],
    project: ProjectOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The page, or a .pdf (default: _build/changes.html).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what changed since an earlier commit, for readers: here, and as one page that stands for itself."""
    from assessment.pipeline.annex import changes_as_pdf
    from assessment.pipeline.since import changes_since
    from assessment.project.files import hold, write_atomically
    from assessment.project.project import load

    found = load(project)
    with hold(found.build, "assessment changes", WAIT_SECONDS, show.say):
        changed = changes_since(found, revision)
        page = output.absolute() if output else found.build / "changes.html"
        printed = page.suffix.lower() == ".pdf"
        write_atomically(page, changes_as_pdf(found, changed) if printed else changed.as_html().encode())
    show_release.changes(changed, page, as_json)


def _annexes(project: Project, since: str, version: str) -> Callable[[Project], dict[str, bytes]]:
    """What makes the annex on changes, where one is asked for; the commit is looked up before anything is built."""
    from assessment.pipeline.since import known_commit

    if not since:
        return lambda _: {}
    commit = known_commit(project, since)

    def annexes(built: Project) -> dict[str, bytes]:
        from assessment.pipeline.annex import annex_since

        return annex_since(built, commit, since, version)

    return annexes


def _try_links(project: Project) -> None:
    """Try every address of the editions last built, and write down how it went; a person commits the list."""
    from assessment.pipeline.linking import try_links

    links = try_links(project, show.say)
    show.say(f"{len(links)} addresses tried: look at links.yml, and commit it")
