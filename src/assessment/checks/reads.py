"""Declared against discovered: what notebooks were seen to read, and the data package does not declare.

Files below `data/` are compared with the package wherever they are read (D111). This looks for data elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from assessment.model import Finding, finding
from assessment.notebooks.fingerprint import ABSENT, input_path

_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".xml", ".yml", ".yaml", ".txt", ".xlsx", ".xls", ".ods", ".sav", ".dta")
_BINARY = (".parquet", ".feather", ".arrow", ".orc", ".avro", ".h5", ".hdf5", ".nc", ".npy", ".npz", ".pkl", ".rds")
_STORES = (".sqlite", ".db", ".duckdb", ".geojson", ".gpkg", ".shp", ".gz", ".bz2", ".zip", ".xz", ".zst")
_DATA = frozenset((*_TABLES, *_BINARY, *_STORES))
_NOT_DATA = ("data", "_extensions")
_OURS = ("_quarto.yml", "_variables.yml", "corrections.yml", "links.yml", "safeguarding.yml")


def undeclared_reads(inputs: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """A finding for each data file that a notebook (path → what it read) takes from outside `data/`."""
    for notebook, read in inputs.items():
        for name, known in read.items():
            path = PurePosixPath(input_path(name))
            listed = input_path(name) != name
            if listed or known == ABSENT or path.suffix.lower() not in _DATA:
                continue
            if path.parts[0] not in _NOT_DATA and str(path) not in _OURS:
                hint = "move it below data/ and declare it in data/datapackage.json with its source and licence"
                yield finding(
                    "D114", f"reads {path}, which the data package does not declare", path=notebook, hint=hint
                )
