"""Verify an edition: against its manifest, and against a build of the commit it says it is of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.editions.changes import Difference
from assessment.editions.manifest import Manifest, read_manifest, understood
from assessment.editions.opening import Opened, kept_inside, opened
from assessment.editions.verification import against, differences
from assessment.errors import AssessmentError
from assessment.notebooks.executor import Executor
from assessment.pipeline.build import Work, build
from assessment.pipeline.clones import checked_out
from assessment.project.book import Target
from assessment.project.project import Project


@dataclass(frozen=True)
class Rebuilder:
    """How to build anew: with which executor, how many notebooks at a time, and how a renderer is chosen by name."""

    executor: Executor
    jobs: int
    choose: Any


def verify(path: Path) -> tuple[Difference, ...]:
    """Everything in which the edition at ``path`` differs from its manifest.

    Raises:
        UsageError: there is no edition.
    """
    with opened(path) as edition:
        return differences(edition)


def verify_by_building(path: Path, project: Project, rebuilder: Rebuilder) -> tuple[Difference, ...]:
    """Everything in which the edition differs from its manifest, and from a fresh build of its commit.

    Raises:
        UsageError: there is no edition.
        AssessmentError: its commit is not stated, not known here, or cannot be built.
    """
    with opened(path) as edition:
        stated = _stated(edition)
        found = [] if edition.pdf and edition.manifest is None else list(differences(edition))
        commit = stated.get("commit") or {}
        if not commit.get("id"):
            hint = "only an edition built in a clone, from committed sources, can be built again"
            raise AssessmentError("the edition does not say of which commit it is", path=path, hint=hint)
        if not commit.get("clean"):
            found.append(
                Difference("commit", commit["id"], "the edition was built from changes that were not committed")
            )
        with checked_out(project, commit["id"]) as clone:
            renderer = rebuilder.choose(stated["renderer"]["name"])
            work = Work(
                rebuilder.executor, renderer, rebuilder.jobs, _targets(edition, stated), version=stated["version"]
            )
            rebuilt = _built(clone, work)
            if rebuilt.edition != stated["edition"]:
                detail = f"its commit builds edition {rebuilt.edition} here, this is {stated['edition']}"
                found.append(Difference("edition", path.name, f"{detail}{_why(stated, rebuilt)}"))
            found += against(rebuilt, edition)
    return tuple(dict.fromkeys(found))


def _stated(edition: Opened) -> dict[str, Any]:
    """What the edition says of itself: its manifest, else what its PDF keeps of it."""
    manifest = understood(edition.manifest) if edition.manifest else None
    if manifest:
        renderer = {"name": manifest.renderer.name, "version": manifest.renderer.version}
        parts = {"html": manifest.html, "pdf": manifest.pdf, "lock": manifest.lock, "tool": manifest.tool}
        parts |= {"version": manifest.version}
        return {"edition": manifest.edition, "commit": manifest.commit, "renderer": renderer, **parts}
    inside = kept_inside(edition.pdf) if edition.pdf else None
    if inside is None:
        raise AssessmentError("the edition has no manifest, beside it or inside it", hint="there is nothing to go by")
    return {"version": "", **inside}


def _targets(edition: Opened, stated: dict[str, Any]) -> tuple[Target, ...]:
    if edition.pdf:
        return ("pdf",)
    made: tuple[Target, ...] = ("html", "pdf")
    return tuple(target for target in made if stated.get(target))


def _built(clone: Project, work: Work) -> Manifest:
    done = build(clone, work)
    manifest = read_manifest(clone.output)
    if done.editions is None or manifest is None:
        failed = ", ".join(done.executed.failed)
        raise AssessmentError(f"the commit cannot be built here: {failed} fails", hint="run `assessment build` on it")
    return manifest


def _why(stated: dict[str, Any], rebuilt: Manifest) -> str:
    """What is known to be different about the two builds."""
    version = stated["renderer"]["version"]
    if version != rebuilt.renderer.version:
        return f"; it was rendered with {version}, here with {rebuilt.renderer.version}"
    return "; another version of the tool made it" if stated.get("tool", rebuilt.tool) != rebuilt.tool else ""
