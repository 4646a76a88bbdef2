"""Is every published value used? One that nobody quotes is a number nobody checks."""

from __future__ import annotations

from collections.abc import Iterator

from assessment.model import Finding, finding
from assessment.provenance.graph import Graph


def unused_values(graph: Graph) -> Iterator[Finding]:
    """Each value that neither prose nor a caption quotes, at the cell that publishes it."""
    hint = "quote it with {{< var name >}}, or take it out of the notebook"
    for lineage in graph.lineages:
        if lineage.kind == "value" and not lineage.used_in:
            message = f"the value {lineage.id!r} is published and used nowhere"
            yield finding("V404", message, path=lineage.notebook, cell=lineage.cell, hint=hint)
