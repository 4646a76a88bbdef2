"""The annex of a release on what changed: one page that stands for itself, and the same as a tagged PDF."""

from __future__ import annotations

from assessment.editions.identity import day, source_epoch
from assessment.errors import AssessmentError
from assessment.notebooks.engines import default_executor
from assessment.pipeline.build import Work, build
from assessment.pipeline.since import changes_since
from assessment.project.project import Project, load
from assessment.releases.annex import write_annex
from assessment.releases.since import Changes
from assessment.rendering.embedded.renderer import EmbeddedRenderer

PAGE, PDF = "changes.html", "changes.pdf"


def annex_since(project: Project, revision: str, called: str, version: str) -> dict[str, bytes]:
    """Both forms of the annex by their names, of a project that was built.

    Raises:
        UsageError: there is no such commit.
        AssessmentError: one of the two cannot be read, or the annex cannot be made.
    """
    changes = changes_since(project, revision, called)
    return {PAGE: changes.as_html().encode(), PDF: changes_as_pdf(project, changes, version)}


def changes_as_pdf(project: Project, changes: Changes, version: str = "") -> bytes:
    """What changed as a PDF that meets the standards of the report's own; ``version`` is the released one.

    Raises:
        AssessmentError: it cannot be made.
    """
    folder = project.build / "annex"
    write_annex(folder, project, changes, day(source_epoch(project)))
    book = load(folder)
    work = Work(default_executor(lambda _: None), EmbeddedRenderer(), 1, targets=("pdf",), version=version)
    made = build(book, work)
    if made.editions is None or made.editions.pdf is None:
        raise AssessmentError("the annex on what changed could not be made", hint="release without --since")
    return (folder / made.editions.pdf).read_bytes()
