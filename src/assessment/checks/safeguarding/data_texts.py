"""The texts of the data: headings and cells of each file, and what the data package says of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assessment.checks.safeguarding.markdown import Source, plain_text, read_markdown
from assessment.checks.safeguarding.passages import Link, Passage, Place, Texts
from assessment.datasets.package import DESCRIPTOR, PackageError, read_descriptor
from assessment.project.project import Project

_ADDRESS = re.compile(r"[a-z][a-z+]*://[^\s;,\"<>]+", re.IGNORECASE)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_LETTERS = re.compile(r"[^\W\d_]")
# identifiers, and the names of sources: the title of a work is not ours to change
_NAMES = {"sources", "licenses", "hash", "path", "name", "dataset", "bibkey", "pattern", "profile", "$schema"}


def read_package(project: Project) -> Mapping[str, Any]:
    """The data package; empty where it is absent or cannot be read, which D109 says."""
    try:
        return read_descriptor(project.root)
    except PackageError:
        return {}


def dataset_names(package: Mapping[str, Any]) -> dict[str, str]:
    """The path of each declared file and its dataset."""
    return {f"data/{item.get('path')}": str(item.get("dataset", "")) for item in package.get("resources", ())}


def data_texts(project: Project) -> Iterator[Texts]:
    """Every text of the project's data files and of its data package."""
    package = read_package(project)
    datasets = dataset_names(package)
    for path in map(project.relative, project.data_files()):
        if path.endswith((".csv", ".tsv")):
            yield _table(project, path, datasets.get(path, ""))
        elif path.endswith((".md", ".txt")):
            text = (project.root / path).read_text(encoding="utf-8", errors="replace")
            yield read_markdown(text, Source(Place(path)))
    if package:
        yield _package(project, package)


def read_rows(project: Project, path: str) -> list[tuple[int, list[str]]]:
    """The rows of a data file with the line on which each ends; the first is the header."""
    text = (project.root / path).read_text(encoding="utf-8", errors="replace")
    reader = csv.reader(io.StringIO(text), delimiter="\t" if path.endswith(".tsv") else ",")
    return [(reader.line_num, row) for row in reader if row]


def _table(project: Project, path: str, dataset: str) -> Texts:
    """Each text of a table, once a column, at the first line that holds it."""
    texts, known = Texts(), set()
    rows = read_rows(project, path)
    header = rows[0][1] if rows else []
    for line, row in rows:
        for column, item in zip(header, row, strict=False):
            if (column, item) not in known and _LETTERS.search(item):
                known.add((column, item))
                _add(texts, item, "data", Place(path, None, column, dataset), line)
    return texts


def _package(project: Project, package: Mapping[str, Any]) -> Texts:
    texts = Texts()
    lines = _string_lines((project.root / DESCRIPTOR).read_text(encoding="utf-8"))
    for key, dataset, text in dict.fromkeys(_strings(package, "", "")):
        place = Place(DESCRIPTOR, None, key, dataset)
        _add(texts, text, "data package", place, lines.get(text, 1), name=key in _NAMES)
    return texts


def _string_lines(written: str) -> dict[str, int]:
    """The first line of each string of a JSON text."""
    lines: dict[str, int] = {}
    for number, line in enumerate(written.split("\n"), 1):
        for literal in _STRING.findall(line):
            lines.setdefault(json.loads(literal), number)
    return lines


def _strings(item: Any, key: str, dataset: str) -> Iterator[tuple[str, str, str]]:
    """Every string with the key it stands under; all that is said of a source or licence counts as a name."""
    if isinstance(item, dict):
        dataset = str(item.get("dataset", dataset))
        for name, below in item.items():
            yield from _strings(below, key if key in ("sources", "licenses") else name, dataset)
    elif isinstance(item, list):
        for below in item:
            yield from _strings(below, key, dataset)
    elif isinstance(item, str):
        yield key, dataset, item


def _add(texts: Texts, text: str, kind: str, place: Place, line: int, *, name: bool = False) -> None:
    texts.links += [Link(address, place, line) for address in _ADDRESS.findall(text)]
    if not name:
        texts.passages.append(Passage(kind, plain_text(text), place, ((0, line),), authored=False))
