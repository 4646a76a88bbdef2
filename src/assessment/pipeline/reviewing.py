"""The reviews of a project as it is: every figure, table and notebook's values beside what was said of them."""

from __future__ import annotations

from assessment.chapters.manuscript import Manuscript
from assessment.notebooks.reading import slug_of
from assessment.notebooks.store import Store
from assessment.pipeline.build import Assessment, Results, examine
from assessment.project.project import Project
from assessment.reviews.records import read_records
from assessment.reviews.states import Reviews, take_reviews
from assessment.reviews.subjects import Sources, subjects


def reviews(project: Project) -> Reviews:
    """Take stock of the reviews, executing and rendering nothing; call it while holding the project."""
    return reviews_of(project, examine(project))


def reviews_of(project: Project, assessment: Assessment) -> Reviews:
    """The reviews of a project that was examined already."""
    return reviews_from(project, assessment.results, assessment.manuscript)


def reviews_from(project: Project, results: Results, manuscript: Manuscript) -> Reviews:
    """The reviews of results and the book that shows them."""
    store = Store(project.build)
    inputs = {}
    for notebook in results.notebooks:
        record = store.record(slug_of(notebook.path))
        if record is not None and not record.failure:
            inputs[notebook.path] = {path: sha for path, sha in record.inputs.items() if ":" not in path}
    sources = Sources(results.notebooks, results.figures, results.values, results.variables, manuscript, inputs)
    return take_reviews(subjects(project, sources), read_records(project))
