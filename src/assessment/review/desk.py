"""The reviewers' desk: the project as it is, taken anew whenever a file of it changed, and one door to its records."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assessment.pipeline.build import Assessment, examine
from assessment.pipeline.reviewing import origin_of
from assessment.pipeline.unchanged import below
from assessment.project.files import hold
from assessment.project.project import Project, load
from assessment.provenance.graph import Input
from assessment.reviews.approved import Picture, pictures_of
from assessment.reviews.difference import Difference, difference, queue
from assessment.reviews.entries import Digests, Record, now
from assessment.reviews.records import FOLDER, Shelf, read_records
from assessment.reviews.signing import Entry, say, settle
from assessment.reviews.states import Review, Reviews, take_reviews
from assessment.reviews.subjects import Subject

_WAIT_SECONDS = 30.0
Stamp = Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Opened:
    """Everything a page shows of one subject."""

    review: Review
    difference: Difference
    before: tuple[Picture, ...]
    now: tuple[Picture, ...]
    inputs: tuple[Input, ...]
    caveats: tuple[str, ...]
    ahead: tuple[Review, ...] = field(default=())


class Desk:
    """One project under review. Safe to use from several threads."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._lock = threading.RLock()
        self._stamp: Stamp | None = None
        self._records_stamp: Stamp | None = None
        self._assessment: Assessment | None = None
        self._subjects: tuple[Subject, ...] = ()
        self._shelf = Shelf()
        self._pictures: dict[str, Picture] = {}
        self._told: dict[tuple[str, Digests, Digests | None], Difference] = {}

    def reviews(self) -> Reviews:
        """Every review as it is now.

        Raises:
            AssessmentError: the project cannot be read, or another command holds it.
        """
        with self._lock:
            self._refresh()
            stamp = _stamp(below(self.project.root / FOLDER))
            if stamp != self._records_stamp:
                self._shelf, self._records_stamp = read_records(self.project), stamp
            return take_reviews(self._subjects, self._shelf)

    def stale(self) -> tuple[str, ...]:
        """The notebooks whose results are not fresh, and which are shown as they were accepted."""
        with self._lock:
            self._refresh()
            return tuple(sorted(self._assessment.inventory.stale)) if self._assessment else ()

    def queue(self) -> list[tuple[Review, Difference]]:
        """The reviews in the order in which they want a reviewer."""
        with self._lock:
            return queue(self.project, self.reviews().items, self._tell)

    def open(self, id: str) -> Opened | None:
        """One subject with all that a reviewer looks at; none where there is no such subject."""
        with self._lock:
            reviews = self.reviews()
            review = reviews.of(id)
            if review is None or self._assessment is None:
                return None
            told = self._tell(self.project, review)
            pictures = pictures_of(self.project, review.subject)
            before = told.before.pictures if told.before else ()
            for picture in (*pictures, *before):
                self._pictures[picture.sha256] = picture
            inputs, caveats = origin_of(self._assessment.graph, review.subject)
            ahead = tuple(item for item, _ in queue(self.project, reviews.items, self._tell) if not item.complete)
            return Opened(review, told, before, pictures, inputs, caveats, ahead)

    def picture(self, sha256: str) -> Picture | None:
        """A picture that some page has shown, by its digest."""
        return self._pictures.get(sha256)

    def say(self, entry: Entry) -> Record | None:
        """Write what somebody says of a subject; none where there is no such subject.

        Raises:
            RecordError, OutputError: see :func:`assessment.reviews.signing.say`.
        """
        with self._lock:
            review = self.reviews().of(entry.id)
            return say(self.project, review, entry) if review else None

    def settle(self, id: str, seal: str, name: str) -> Record | None:
        """Settle a comment; none where there is no such subject.

        Raises:
            RecordError, OutputError: see :func:`assessment.reviews.signing.settle`.
        """
        with self._lock:
            review = self.reviews().of(id)
            return settle(self.project, review, seal, name, now()) if review else None

    def _tell(self, project: Project, review: Review) -> Difference:
        """What changed, worked out once as long as neither side does."""
        approved = review.last_approved
        key = (review.subject.id, review.subject.digests, approved.digests if approved else None)
        if key not in self._told:
            self._told[key] = difference(project, review)
        return self._told[key]

    def _refresh(self) -> None:
        """Examine the project again, if a file it is made of changed."""
        if self._stamp is not None and self._stamp == _stamp(self._files()):
            return
        with hold(self.project.build, "assessment review", _WAIT_SECONDS, lambda _: None):
            stamp = _stamp(self._files())
            self.project = load(self.project.root)
            self._assessment = examine(self.project)
        self._told.clear()  # the same sentences may stand on other lines
        self._subjects = tuple(item.subject for item in self._assessment.reviews.items)
        self._stamp = stamp if self._stamp is not None else _stamp(self._files())

    def _files(self) -> Iterator[Path]:
        root = self.project.root
        yield from (root / "_quarto.yml", root / "_variables.yml")
        for folder in (root / "notebooks", root / "data", self.project.build / "notebooks"):
            yield from below(folder, but=("__pycache__",))
        yield from (root / str(entry.path) for entry in self.project.book.files())
        if self._assessment is not None:
            chapters = self._assessment.manuscript.chapters
            yield from (root / path for chapter in chapters for path in chapter.expansion.includes)


def _stamp(paths: Iterable[Path]) -> Stamp:
    found = {}
    for path in paths:
        try:
            told = path.stat()
        except OSError:
            continue
        found[str(path)] = (told.st_size, told.st_mtime_ns, told.st_ino)
    return found
