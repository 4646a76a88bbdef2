"""Numbers in captions and alternative texts: they are read with their figure, wherever it is embedded."""

from __future__ import annotations

from collections.abc import Mapping

from assessment.provenance.graph import Graph


def numbers_inside(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """Figure or table → the numbers that its caption or alternative text quotes."""
    floats = {
        (use.path, use.line): lineage.id
        for lineage in graph.lineages
        if lineage.kind != "value"
        for use in lineage.used_in
        if use.how == "embedded"
    }
    found: dict[str, dict[str, None]] = {}
    for lineage in graph.lineages:
        for use in lineage.used_in:
            if use.how == "in a caption" and (use.path, use.line) in floats:
                found.setdefault(floats[use.path, use.line], {})[lineage.id] = None
    return {name: tuple(numbers) for name, numbers in sorted(found.items())}
