"""The command `build`, without the command line's library: loading that would take as long as much of the work."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from assessment.cli import show
from assessment.cli.waiting import WAIT_SECONDS
from assessment.errors import AssessmentError, InputError, UsageError

_INTERRUPTED = 130
_TARGETS: dict[str, tuple[Any, ...]] = {"all": ("html", "pdf"), "html": ("html",), "pdf": ("pdf",)}


class Asked(NamedTuple):
    """The options of a build that decide what is made and how it is told."""

    project: Path | None = None
    to: str = "all"
    renderer: str = "auto"
    quarto: Path | None = None
    as_json: bool = False


class Where(NamedTuple):
    """Where notebooks run: so many at a time (0: one a core) on this machine, or on the cluster at an address."""

    jobs: int = 0
    cluster: str = ""


def build(asked: Asked, where: Where) -> int:
    """Bring the editions up to date and say what was done; gives the exit code.

    Raises:
        AssessmentError: it cannot go on.
    """
    from assessment.pipeline import unchanged
    from assessment.project.root import project_root

    began = time.monotonic()
    if asked.to not in _TARGETS:
        raise UsageError(f"--to {asked.to}: there are html, pdf and all")
    if asked.renderer not in ("auto", "quarto", "embedded"):
        raise UsageError(f"--renderer {asked.renderer}: there are auto, quarto and embedded")
    request = unchanged.request(to=asked.to, renderer=asked.renderer, quarto=asked.quarto)
    before = unchanged.recall(project_root(asked.project) / "_build", request)
    summary = _build(asked, request, where) if before is None else show.unchanged(before, time.monotonic() - began)
    show.build(summary, asked.as_json)
    return 1 if summary["edition"] is None or show.has_errors(summary["findings"]) else 0


def _build(asked: Asked, request: dict[str, Any], where: Where) -> dict[str, Any]:
    """The long way: compare contents, do what is stale, note the outcome for the next build."""
    from assessment.notebooks.engines import cluster_executor, default_executor
    from assessment.pipeline import unchanged
    from assessment.pipeline.build import Work
    from assessment.pipeline.build import build as run_build
    from assessment.pipeline.runlog import add_to_log
    from assessment.project.files import hold
    from assessment.project.project import load
    from assessment.rendering.selection import choose

    project = load(asked.project)
    chosen = choose(asked.renderer, asked.quarto)
    with (
        show.Progress(quiet=asked.as_json) as progress,
        hold(project.build, "assessment build", WAIT_SECONDS, show.say),
    ):
        executor = cluster_executor(where.cluster, show.say) if where.cluster else default_executor(show.say)
        jobs = where.jobs or os.cpu_count() or 1
        work = Work(executor, chosen, jobs, _TARGETS[asked.to], progress.notebook, progress.render)
        done = run_build(project, work)
        summary = show.build_summary(done, chosen.info)
        add_to_log(project.build, summary)
        if done.told is not None and not done.executed.remarks:
            unchanged.remember(project.build, request, done.told, summary)
    return summary


@contextmanager
def clear_errors() -> Iterator[None]:
    """Every error of ours becomes one clear message and its exit code.

    Raises:
        SystemExit: whatever came to this border.
    """
    try:
        yield
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
    except Exception as exc:  # noqa: BLE001 - the last border: a mistake of ours must not look like findings (exit 1)
        if isinstance(exc, PermissionError) and exc.filename:  # of any file that is read; many places read some
            show.error(InputError.of(exc), "--json" in sys.argv)
            sys.exit(InputError.exit_code)
        traceback.print_exc()
        hint = "please report the lines above; what was there before stands untouched"
        show.error(AssessmentError("a mistake in the program", hint=hint), "--json" in sys.argv)
        sys.exit(AssessmentError.exit_code)
