"""Build a commit twice, in two folders, by two processes with other clocks and other hash seeds.

The two time zones never have the same calendar day, so a build that asks the clock for the date gives itself away.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assessment.errors import AssessmentError, ProgramFailedError
from assessment.model import Finding, finding_from_json
from assessment.pipeline.clones import checked_out
from assessment.process import run
from assessment.project.files import write_atomically
from assessment.project.project import Project, load

_ELSEWHERE = ({"TZ": "EAST-14", "PYTHONHASHSEED": "1"}, {"TZ": "WEST+11", "PYTHONHASHSEED": "2"})
_TOLD = "release-build.json"


@dataclass(frozen=True)
class Making:
    """How a release is built: its version, the renderer's name and program, and notebooks at a time."""

    version: str
    renderer: str
    quarto: str = ""
    jobs: int = 1


@dataclass(frozen=True)
class Twins:
    """Two clones of one commit; ``findings`` say why a notebook failed, and then there are no editions."""

    first: Project
    second: Project
    findings: tuple[Finding, ...] = ()


@contextmanager
def built_twice(project: Project, commit: str, making: Making) -> Iterator[Twins]:
    """Both builds, as long as the block lasts; the second one is left out where the first fails.

    Raises:
        AssessmentError: the commit cannot be checked out, or a build could not go on.
    """
    with checked_out(project, commit) as first, checked_out(project, commit) as second:
        findings: tuple[Finding, ...] = ()
        for clone, where in zip((first, second), _ELSEWHERE, strict=True):
            findings = findings or _build(clone, making, where)
        yield Twins(first, second, findings)


def _build(clone: Project, making: Making, where: dict[str, str]) -> tuple[Finding, ...]:
    """Build in a process of its own; gives what is to be said of notebooks that failed."""
    kept = {name: value for name, value in os.environ.items() if name != "ASSESSMENT_STORE"}
    command: list[str | Path] = [sys.executable, "-m", __name__, clone.root, json.dumps(asdict(making))]
    told = clone.build / _TOLD
    try:
        run(command, cwd=clone.root, env={**kept, **where})
    except ProgramFailedError as exc:
        raise AssessmentError(f"the release could not be built: {exc.message}", hint="see what it says") from exc
    said = json.loads(told.read_bytes())
    told.unlink()
    if said["error"]:
        raise AssessmentError(f"the release could not be built: {said['error']}", hint=said["hint"])
    return tuple(map(finding_from_json, said["failed"]))


def main(root: Path, making: Making) -> None:
    """What the other process does; it leaves word of how it went in a file of the clone."""
    from assessment.notebooks.engines import default_executor
    from assessment.pipeline.build import Work, build
    from assessment.rendering.selection import choose

    project = load(root)
    project = replace(project, settings=replace(project.settings, store=""))  # nothing from other builds
    said: dict[str, object] = {"failed": [], "error": "", "hint": ""}
    try:
        renderer = choose(making.renderer, Path(making.quarto) if making.quarto else None)
        work = Work(default_executor(lambda _: None), renderer, making.jobs, version=making.version)
        executed = build(project, work).executed
        said["failed"] = [found.as_json() for found in executed.findings] if executed.failed else []
    except AssessmentError as exc:
        said |= {"error": str(exc).partition("\n")[0], "hint": exc.hint}
    write_atomically(project.build / _TOLD, json.dumps(said).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Making(**json.loads(sys.argv[2])))
