"""The stage of reviews: every figure, table and notebook's values beside what was said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.chapters.manuscript import Manuscript
from assessment.checks.reviews import review_findings
from assessment.editions.manifest import read_manifest
from assessment.model import Finding
from assessment.notebooks.reading import slug_of
from assessment.notebooks.store import Store
from assessment.project.project import Project
from assessment.provenance.graph import Graph, Input, Lineage
from assessment.reviews.certificate import Certificate, certificate
from assessment.reviews.records import read_records, takes_part
from assessment.reviews.states import Reviews, take_reviews
from assessment.reviews.subjects import Sources, Subject, subjects, values_id

if TYPE_CHECKING:
    from assessment.pipeline.build import Assessment, Results

_NOT_FRESH = ("N206", "N207", "V403")


def take(project: Project, results: Results, manuscript: Manuscript, graph: Graph) -> Reviews:
    """The reviews of results and of the book that shows them; the graph says what each was computed from."""
    inputs: dict[str, dict[str, str]] = {}
    store = Store(project.build)
    for notebook in results.notebooks:
        record = store.record(slug_of(notebook.path))
        if record is None or record.failure:
            continue  # it is not known what it reads
        modules = {path: sha for path, sha in record.inputs.items() if path.endswith(".py") and ":" not in path}
        for lineage in graph.from_notebook(notebook.path):
            of = inputs.setdefault(subject_of(lineage), dict(modules))
            of.update((item.path, item.sha256) for item in lineage.inputs)
    sources = Sources(results.notebooks, results.figures, results.values, results.variables, manuscript, inputs)
    return take_reviews(subjects(project, sources), read_records(project))


def subject_of(lineage: Lineage) -> str:
    """Under which id something is reviewed: a value together with the others of its notebook."""
    return values_id(lineage.notebook) if lineage.kind == "value" else lineage.id


def origin_of(graph: Graph, subject: Subject) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """The files a subject was computed from, and what a reader of it has to know; of values for all of them."""
    lineages = [found for found in graph.from_notebook(subject.notebook) if subject_of(found) == subject.id]
    inputs = {item.path: item for found in lineages for item in found.inputs}
    caveats = dict.fromkeys(caveat for found in lineages for caveat in found.caveats)
    return tuple(inputs[path] for path in sorted(inputs)), tuple(caveats)


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
