"""Compare the project as it is with one of its earlier commits, each by its stored or fresh results; nothing runs."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.chapters.source import read_source
from assessment.errors import UsageError
from assessment.pipeline.build import Assessment, examine
from assessment.pipeline.clones import checked_out, commit_of
from assessment.pipeline.comparison import differences
from assessment.project.project import Project
from assessment.releases.redline import Prose, redline
from assessment.releases.since import Changes, Moved, MovedSentence, Pictures, Shown, moved_data, moved_recommendations
from assessment.reviews.sentences import every_sentence, printed


@dataclass(frozen=True)
class _Side:
    """One of the two: what was examined, its figures, and its prose."""

    examined: Assessment
    shown: dict[str, Shown]
    prose: Prose

    @property
    def pictures(self) -> dict[str, tuple[bytes, ...]]:
        """The pictures alone."""
        return {label: shown.pictures for label, shown in self.shown.items()}


def known_commit(project: Project, revision: str) -> str:
    """The whole id of a commit, a branch or a tag.

    Raises:
        UsageError: there is no such commit.
    """
    commit = commit_of(project, revision)
    if commit is None:
        raise UsageError(f"there is no commit {revision}", hint="name a commit, a branch or a tag: git tag --list")
    return commit


def changes_since(project: Project, revision: str, called: str = "") -> Changes:
    """What changed since a commit, branch or tag; ``called`` is how readers know it.

    Raises:
        UsageError: there is no such commit.
        AssessmentError: it cannot be read by this version of the pipeline.
    """
    commit = known_commit(project, revision)
    with checked_out(project, commit) as clone:
        before, now = _side(clone), _side(project)
    found = differences(before.examined.graph, now.examined.graph, before.pictures, now.pictures)
    return Changes(
        title=project.book.title,
        since=called or revision,
        commit=commit,
        values=tuple(Moved(value.id, value.old, value.new) for value in found.values),
        sentences=tuple(MovedSentence(s.path, s.line, s.old, s.text) for s in found.sentences),
        figures=tuple(
            Pictures(label, before.shown.get(label, Shown()), now.shown.get(label, Shown()))
            for label in sorted(found.pictures)
        ),
        tables=found.tables,
        data=moved_data(before.examined.data.versions, now.examined.data.versions),
        prose=redline(before.prose, now.prose),
        recommendations=moved_recommendations(before.examined.graph, now.examined.graph),
    )


def _side(project: Project) -> _Side:
    examined = examine(project)
    variables = examined.results.variables
    figures = [figure for found in examined.results.figures.values() for figure in found.values() if figure.media]
    shown = {
        figure.label: Shown(
            tuple((project.build / media.path).read_bytes() for media in figure.media),
            tuple(printed(text, variables) for text in figure.subalts or (figure.alt,)),
            printed(figure.caption, variables),
        )
        for figure in figures
    }
    chapters = examined.manuscript.chapters
    included = sorted({path for chapter in chapters for path in chapter.expansion.includes})
    sources = [*(chapter.source for chapter in chapters), *(read_source(project.root, path) for path in included)]
    return _Side(examined, shown, Prose(every_sentence(sources), variables))
