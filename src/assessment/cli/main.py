"""The commands of `assessment`."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from assessment.cli import books, chores, numbers, preview, provenance, release, review, show
from assessment.cli.options import WAIT_SECONDS, JsonOption, ProjectOption, leave
from assessment.errors import AssessmentError, UsageError
from assessment.project.book import Target

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(review.app, name="review")

_INTERRUPTED = 130
_TARGETS: dict[str, tuple[Target, ...]] = {"all": ("html", "pdf"), "html": ("html",), "pdf": ("pdf",)}


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
    import time

    from assessment.pipeline import unchanged
    from assessment.project.root import project_root

    began = time.monotonic()
    if to not in _TARGETS:
        raise UsageError(f"--to {to}: there are html, pdf and all")
    if renderer not in ("auto", "quarto", "embedded"):
        raise UsageError(f"--renderer {renderer}: there are auto, quarto and embedded")
    asked = unchanged.request(to=to, renderer=renderer, quarto=quarto)
    before = unchanged.recall(project_root(project) / "_build", asked)
    if before is None:
        where = _Where(jobs or os.cpu_count() or 1, cluster)
        summary = _build(project, asked, _TARGETS[to], where, quiet=as_json)
    else:
        summary = show.unchanged(before, time.monotonic() - began)
    show.build(summary, as_json)
    leave(1 if summary["edition"] is None or show.has_errors(summary["findings"]) else 0)


class _Where(NamedTuple):
    """Where notebooks run: so many at a time on this machine, or on the cluster at an address."""

    jobs: int
    cluster: str


def _build(
    folder: Path | None, asked: dict[str, Any], targets: tuple[Target, ...], where: _Where, *, quiet: bool
) -> dict[str, Any]:
    """The long way: compare contents, do what is stale, note the outcome for the next build."""
    from assessment.notebooks.engines import cluster_executor, default_executor
    from assessment.pipeline import unchanged
    from assessment.pipeline.build import Work
    from assessment.pipeline.build import build as run_build
    from assessment.pipeline.runlog import add_to_log
    from assessment.project.files import hold
    from assessment.project.project import load
    from assessment.rendering.selection import choose

    project = load(folder)
    quarto = asked["options"]["quarto"]
    chosen = choose(asked["options"]["renderer"], Path(quarto) if quarto else None)
    with show.Progress(quiet=quiet) as progress, hold(project.build, "assessment build", WAIT_SECONDS, show.say):
        executor = cluster_executor(where.cluster, show.say) if where.cluster else default_executor(show.say)
        work = Work(executor, chosen, where.jobs, targets, progress.notebook, progress.render)
        done = run_build(project, work)
        summary = show.build_summary(done, chosen.info)
        add_to_log(project.build, summary)
        if done.told is not None and not done.executed.remarks:
            unchanged.remember(project.build, asked, done.told, summary)
    return summary


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
    """Run the command line; every error of ours becomes one clear message and its exit code."""
    try:
        result: Any = app(standalone_mode=True)
    except AssessmentError as exc:
        show.error(exc, "--json" in sys.argv)
        sys.exit(exc.exit_code)
    except (KeyboardInterrupt, SystemExit) as ended:
        code = ended.code if isinstance(ended, SystemExit) else _INTERRUPTED
        if code == _INTERRUPTED:  # Typer makes a silent exit of an interrupt
            show.say("interrupted; what was there before stands untouched")
        sys.exit(code)
    except BrokenPipeError:
        sys.exit(_INTERRUPTED)
    except Exception:  # noqa: BLE001 - the last border: a mistake of ours must not look like findings (exit 1)
        traceback.print_exc()
        hint = "please report the lines above; what was there before stands untouched"
        show.error(AssessmentError("a mistake in the program", hint=hint), "--json" in sys.argv)
        sys.exit(AssessmentError.exit_code)
    sys.exit(result or 0)
