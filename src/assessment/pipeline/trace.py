"""Walk from a figure, table or value back to its cell, data and sources, and on to where it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.pipeline.build import examine
from assessment.pipeline.reviewing import subject_of
from assessment.project.project import Project
from assessment.provenance.graph import Graph, Lineage
from assessment.reviews.states import Review


@dataclass(frozen=True)
class Trace:
    """The lineage of something, and its review; that of a value is the review of its notebook's values."""

    lineage: Lineage
    review: Review | None


def trace(project: Project, name: str) -> Trace | None:
    """The lineage of a figure, table or value by its id, with its review; none where nothing has that id."""
    assessment = examine(project)
    lineage = assessment.graph.of(name)
    if lineage is None:
        return None
    return Trace(lineage, assessment.reviews.of(subject_of(lineage)))


def known_ids(project: Project) -> list[str]:
    """Every id that can be traced."""
    return sorted(lineage.id for lineage in graph(project).lineages)


def graph(project: Project) -> Graph:
    """The graph as the results stand, without executing anything."""
    return examine(project).graph
