"""Where sources disagree: the dataset named `disagreements`, whose rows name the dataset each concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessment.model import DatasetVersion
from assessment.provenance.graph import Disagreement
from assessment.provenance.rows import Tables

DATASET = "disagreements"


def disagreements_by_dataset(
    versions: Iterable[DatasetVersion], tables: Tables
) -> Mapping[str, tuple[Disagreement, ...]]:
    """Dataset → where its sources disagree, by the version in use of the list; empty where there is no list."""
    found: dict[str, list[Disagreement]] = {}
    for version in versions:
        if version.dataset != DATASET or not version.pinned:
            continue
        for row in tables.rows(version.path):
            one = Disagreement(**{name: row.cells.get(name, "") for name in Disagreement.__dataclass_fields__})
            found.setdefault(one.dataset, []).append(one)
    return {name: tuple(ones) for name, ones in found.items() if name}
