"""The stage of reviews: every figure, table and notebook's values beside what was said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.chapters.manuscript import Manuscript
from assessment.checks.reviews import review_findings
from assessment.datasets.package import DESCRIPTOR, PINS
from assessment.editions.manifest import read_manifest
from assessment.model import Finding
from assessment.notebooks.reading import slug_of
from assessment.notebooks.store import Store
from assessment.project.project import Project
from assessment.reviews.certificate import Certificate, certificate
from assessment.reviews.records import read_records, takes_part
from assessment.reviews.states import Reviews, take_reviews
from assessment.reviews.subjects import Sources, subjects

if TYPE_CHECKING:
    from assessment.pipeline.build import Assessment, Results

_NOT_FRESH = ("N206", "N207", "V403")


def take(project: Project, results: Results, manuscript: Manuscript) -> Reviews:
    """The reviews of results and of the book that shows them."""
    store = Store(project.build)
    inputs = {}
    for notebook in results.notebooks:
        record = store.record(slug_of(notebook.path))
        if record is not None and not record.failure:
            inputs[notebook.path] = {path: sha for path, sha in record.inputs.items() if _is_file_read(path)}
    sources = Sources(results.notebooks, results.figures, results.values, results.variables, manuscript, inputs)
    return take_reviews(subjects(project, sources), read_records(project))


def _is_file_read(name: str) -> bool:
    """Whether a recorded input is a file whose content counts: listings and declarations of data come and go."""
    return ":" not in name and name not in (DESCRIPTOR, PINS)


def findings(project: Project, reviews: Reviews) -> tuple[Finding, ...]:
    """What keeps the reviews from being complete; nothing for a project that keeps none."""
    return review_findings(reviews) if takes_part(project) else ()


def certify(project: Project, assessment: Assessment) -> Certificate:
    """The certificate of a project that was examined."""
    reviewed = {item.subject.id for item in assessment.reviews.items}
    labels = assessment.manuscript.labels.values()
    typed = [
        label.id for label in labels if label.kind in ("fig", "tbl") and not _of(label.parent or label.id, reviewed)
    ]
    not_fresh = {finding.path for finding in assessment.findings if finding.code in _NOT_FRESH and finding.path}
    manifest = read_manifest(project.output)
    edition = manifest.edition if manifest else ""
    return certificate(project.book.title, edition, assessment.reviews, typed, not_fresh)


def _of(label: str, reviewed: set[str]) -> bool:
    """Whether a label is a reviewed figure or a numbered part of one."""
    return label in reviewed or label.rpartition("-")[0] in reviewed
