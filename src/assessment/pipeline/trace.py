"""Walk from a figure, table or value back to its cell, data and sources, and on to where it is printed."""

from __future__ import annotations

from assessment.pipeline.build import examine
from assessment.project.project import Project
from assessment.provenance.graph import Graph, Lineage


def trace(project: Project, name: str) -> Lineage | None:
    """The lineage of a figure, table or value by its id; none where nothing has that id."""
    return graph(project).of(name)


def known_ids(project: Project) -> list[str]:
    """Every id that can be traced."""
    return sorted(lineage.id for lineage in graph(project).lineages)


def graph(project: Project) -> Graph:
    """The graph as the results stand, without executing anything."""
    return examine(project).graph
