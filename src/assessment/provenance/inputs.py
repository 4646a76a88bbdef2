"""What notebooks and their cells read, each file with what the data package says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from assessment.datasets.package import DESCRIPTOR, PINS
from assessment.model import DatasetVersion, Figure, Notebook
from assessment.notebooks.store import Record, Store
from assessment.project.project import Project
from assessment.provenance.disagreements import disagreements_by_dataset
from assessment.provenance.graph import Break, Input, Licence, Source
from assessment.provenance.rows import Tables
from assessment.provenance.slices import Drawn, drawn_on

_DATASET = "dataset:"


class Inputs:
    """What each notebook and each of its cells read."""

    def __init__(self, project: Project, versions: Iterable[DatasetVersion], tables: Tables) -> None:
        self._store = Store(project.build)
        self._tables = tables
        self._declared = {version.path: version for version in versions}
        self._disputed = disagreements_by_dataset(self._declared.values(), tables)
        self._known: dict[tuple[str, str], Input] = {}
        self._read: dict[str, Mapping[str, str]] = {}
        self._cells: dict[str, Mapping[str, Drawn]] = {}

    def reads(self, notebook: Notebook) -> Mapping[str, str]:
        """File → digest of every file of data that a notebook read."""
        if notebook.path not in self._read:
            record = self._store.record(notebook.slug)
            self._read[notebook.path] = _data_read(record, self._declared, notebook) if record else {}
        return self._read[notebook.path]

    def of_cell(self, notebook: Notebook, cell: str) -> tuple[Input, ...]:
        """The files whose content can have reached a cell."""
        read = self.reads(notebook)
        if notebook.path not in self._cells:
            record = self._store.record(notebook.slug)
            self._cells[notebook.path] = drawn_on(notebook, record.inputs if record else ())
        drawn = self._cells[notebook.path].get(cell, Drawn(whole=True))
        chosen = [path for path in read if self._reaches(path, drawn, self._cells[notebook.path])]
        return tuple(self._input(path, read[path]) for path in chosen or read)

    def _reaches(self, path: str, drawn: Drawn, cells: Mapping[str, Drawn]) -> bool:
        """Whether a file reaches a cell: it is named there, or the code does not say where it is named."""
        version = self._declared.get(path)
        if drawn.whole or version is None or version.dataset in drawn.datasets:
            return True
        if any(version.dataset in other.datasets for other in cells.values()):
            return False
        name = PurePosixPath(path).name
        named = [any(name in text for text in other.texts) for other in cells.values()]
        return not any(named) or any(name in text for text in drawn.texts)

    def _input(self, path: str, sha256: str) -> Input:
        if (path, sha256) not in self._known:
            self._known[path, sha256] = self._described(path, sha256)
        return self._known[path, sha256]

    def _described(self, path: str, sha256: str) -> Input:
        version = self._declared.get(path)
        if version is None:
            return Input(path, sha256)
        pages = self._tables.pages(path)
        return Input(
            path=path,
            sha256=sha256,
            dataset=version.dataset,
            version=version.version,
            title=version.title,
            description=version.description,
            retrieved=version.retrieved,
            sources=tuple(_source(source, pages) for source in version.sources),
            licences=tuple(_licence(licence) for licence in version.licences),
            breaks=tuple(_break(item) for item in version.breaks),
            disagreements=self._disputed.get(version.dataset, ()),
        )


def narrowed(item: Input, keys: Iterable[str], caveats: tuple[str, ...]) -> Input:
    """An input with the sources and caveats of the rows concerned alone, in that order, as far as it has them."""
    wanted = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    known = [source for source in item.sources if source.bibkey in wanted]
    sources = tuple(sorted(known, key=lambda source: wanted[source.bibkey]))
    return replace(item, sources=sources, caveats=caveats) if sources else item


def of_shown(inputs: Iterable[Input], figure: Figure) -> tuple[Input, ...]:
    """The inputs of a figure or table, those whose rows its notebook declares with the sources of these rows alone."""
    keys: dict[str, list[str]] = {}
    for source in (figure.data or {}).get("sources", ()):
        keys.setdefault(source.get("dataset", ""), []).append(source.get("bibkey", ""))
    return tuple(narrowed(item, keys.get(item.dataset or "", ()), item.caveats) for item in inputs)


def _data_read(record: Record, declared: Mapping[str, DatasetVersion], notebook: Notebook) -> dict[str, str]:
    """The data among what a record lists.

    The descriptor and the pins count where the notebook asks for the list of datasets; `dataset` looks into them for
    everybody. A record that is not exact lists files that others read at the same time: of those only what the
    notebook asked for by name counts.
    """
    files = {path: sha for path, sha in record.inputs.items() if path.startswith("data/")}
    asked = {name.removeprefix(_DATASET) for name in record.inputs if name.startswith(_DATASET)}
    code = "\n".join(cell.source for cell in notebook.cells)

    def named(path: str) -> bool:
        version = declared.get(path)
        return (version is not None and version.dataset in asked) or PurePosixPath(path).name in code

    listed = {path: sha for path, sha in files.items() if path in (DESCRIPTOR, PINS)}
    rest = {path: sha for path, sha in files.items() if path not in listed}
    sure = {path: sha for path, sha in rest.items() if named(path)} if record.alone else rest
    lists = {path: sha for path, sha in listed.items() if "datasets(" in code or named(path)}
    return dict(sorted({**(sure or rest), **lists}.items()))


def _source(said: Mapping[str, Any], pages: Mapping[str, str]) -> Source:
    key = str(said.get("bibkey", ""))
    return Source(
        publisher=str(said.get("publisher", "")),
        title=str(said.get("title", "")),
        address=str(said.get("path", "")),
        year=str(said.get("year", "")),
        page=str(said.get("page", "") or pages.get(key, "")),
        bibkey=key,
    )


def _licence(said: Mapping[str, Any]) -> Licence:
    return Licence(str(said.get("name", "")), str(said.get("title", "")), str(said.get("path", "")))


def _break(said: Mapping[str, Any]) -> Break:
    return Break(str(said.get("series", "")), str(said.get("at", "")), str(said.get("note", "")))
