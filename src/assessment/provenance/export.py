"""The graph as plain objects, for the manifest: every thing once, by name, without code and data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assessment.provenance.graph import Graph, Input, Lineage, Use


def as_object(graph: Graph) -> dict[str, Any]:
    """Datasets with their sources, notebooks with what they read, and the lineages that name both by path."""
    inputs = {item.path: item for lineage in graph.lineages for item in lineage.inputs}
    code = {lineage.notebook: lineage.code_sha256 for lineage in graph.lineages}
    return {
        "datasets": [_dataset(inputs[path]) for path in sorted(inputs) if inputs[path].dataset],
        "notebooks": [
            {"path": path, "code": code.get(path), "reads": dict(sorted(graph.reads[path].items()))}
            for path in sorted(graph.reads)
        ],
        "lineages": [_lineage(lineage) for lineage in graph.lineages],
    }


def _dataset(item: Input) -> dict[str, Any]:
    return {
        "dataset": item.dataset,
        "version": item.version,
        "path": item.path,
        "sha256": item.sha256,
        "title": item.title,
        "retrieved": item.retrieved,
        "licences": [asdict(licence) for licence in item.licences],
        "breaks": [asdict(one) for one in item.breaks],
        "disagreements": [one.id for one in item.disagreements],
    }


def _lineage(lineage: Lineage) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": lineage.id,
        "kind": lineage.kind,
        "notebook": lineage.notebook,
        "cell": lineage.cell,
        "sha256": lineage.sha256,
        "text": lineage.text,
        "inputs": [item.path for item in lineage.inputs],
        "sources": sorted({source.bibkey for item in lineage.inputs for source in item.sources if source.bibkey}),
        "caveats": list(lineage.caveats),
        "used_in": [_use(use) for use in lineage.used_in],
    }
    if lineage.media:
        said["media"] = {media.path: media.sha256 for media in lineage.media}
    if lineage.value:
        value = lineage.value
        said |= {"value": value.value, "unit": value.unit, "base": value.base, "population": value.population}
        said |= {"period": value.period, "evidence": value.evidence}
        said["rows"] = [{"path": row.path, "line": row.line, "declared": lineage.declared} for row in lineage.rows]
    return said


def _use(use: Use) -> dict[str, Any]:
    """A use; where a figure is embedded, its sentence would be the caption, which is said already."""
    place = {"path": use.path, "line": use.line, "how": use.how}
    return place if use.how == "embedded" else {**place, "sentence": use.sentence}
