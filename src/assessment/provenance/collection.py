"""Collect the graph from what the stages before rendering gave."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from assessment.chapters.manuscript import Chapter, Manuscript
from assessment.chapters.shortcodes import Place
from assessment.chapters.source import ChapterSource, read_source
from assessment.model import DatasetVersion, Figure, Notebook, Value
from assessment.notebooks.fingerprint import code_digest
from assessment.project.project import Project
from assessment.provenance.graph import Graph, Input, Kind, Lineage, Use
from assessment.provenance.inputs import Inputs, narrowed, of_shown
from assessment.provenance.rows import Tables, described, of_declared
from assessment.provenance.sentences import Finder, Prose

_VARIABLE = re.compile(r"\{\{<\s*var\s+(\S+)\s*>\}\}")
_KINDS: Mapping[str, Kind] = {"fig": "figure", "tbl": "table"}


@dataclass(frozen=True)
class Material:
    """What the graph is collected from: what the data package declares, what notebooks gave, the manuscript.

    ``figures`` maps the path of a notebook to its figures by label; ``variables`` is the tree that prose quotes.
    """

    versions: tuple[DatasetVersion, ...]
    notebooks: tuple[Notebook, ...]
    figures: Mapping[str, Mapping[str, Figure]]
    values: tuple[Value, ...]
    variables: Mapping[str, Any]
    manuscript: Manuscript


def collect(project: Project, material: Material) -> Graph:
    """The graph of a project: every labelled figure and table, and every value."""
    tables = Tables(project.root)
    inputs = Inputs(project, material.versions, tables)
    collector = _Collector(project, material, inputs, tables)
    lineages = [*collector.figures(), *collector.values()]
    reads = {notebook.path: inputs.reads(notebook) for notebook in material.notebooks}
    return Graph(tuple(sorted(lineages, key=lambda one: (one.kind, one.id))), reads)


def value_digest(value: Value) -> str:
    """The digest of a value: its number, its unit, how it is printed."""
    return hashlib.sha256(f"{value.value!r} {value.unit} {value.text}".encode()).hexdigest()


class _Collector:
    def __init__(self, project: Project, material: Material, inputs: Inputs, tables: Tables) -> None:
        self._material = material
        self._inputs = inputs
        self._tables = tables
        self._notebooks = {notebook.path: notebook for notebook in material.notebooks}
        self._code = {path: code_digest(notebook) for path, notebook in self._notebooks.items()}
        self._cells = {(n.path, cell.name): cell for n in material.notebooks for cell in n.cells}
        self._uses = _Uses(project, material)

    def figures(self) -> Iterator[Lineage]:
        for labelled in self._material.figures.values():
            for figure in labelled.values():
                kind = _KINDS.get(figure.label.partition("-")[0])
                if kind:
                    yield self._of_figure(figure, kind)

    def values(self) -> Iterator[Lineage]:
        return (self._of_value(value) for value in self._material.values)

    def _of_figure(self, figure: Figure, kind: Kind) -> Lineage:
        cell = self._cells[figure.notebook, figure.cell]
        return Lineage(
            id=figure.label,
            kind=kind,
            notebook=figure.notebook,
            cell=figure.cell,
            code=cell.source,
            sha256=figure.sha256,
            code_sha256=self._code[figure.notebook],
            text=self._uses.caption(figure),
            media=figure.media,
            inputs=of_shown(self._inputs.of_cell(self._notebooks[figure.notebook], figure.cell), figure),
            caveats=_texts(cell.options.get("caveat")),
            data=figure.data,
            used_in=self._uses.of_figure(figure),
        )

    def _of_value(self, value: Value) -> Lineage:
        inputs = self._inputs.of_cell(self._notebooks[value.notebook], value.cell)
        data = {(item.dataset, str(item.version)): item.path for item in inputs if item.dataset}
        declared = self._tables.declared(value, data)
        holding = () if declared else self._tables.holding(value, data.values())
        full = of_declared(value, declared) if declared else described(value, holding)
        rows = declared or (holding if len(holding) == 1 else ())
        return Lineage(
            id=value.id,
            kind="value",
            notebook=value.notebook,
            cell=value.cell,
            code=self._cells[value.notebook, value.cell].source,
            sha256=value_digest(value),
            code_sha256=self._code[value.notebook],
            text=value.text,
            inputs=_of_rows(inputs, full, [row.path for row in rows]),
            caveats=(full.caveat,) if full.caveat else (),
            value=full,
            rows=rows,
            declared=bool(declared),
            used_in=self._uses.of_value(value),
        )


class _Uses:
    """Where the prose uses figures, tables and values."""

    def __init__(self, project: Project, material: Material) -> None:
        self._material = material
        self._prose = Prose(project, material.variables, material.manuscript.labels)
        self._sources = cache(partial(_source, material.manuscript, project.root))
        self._quoted = _by_name(place for chapter in self._chapters for place in chapter.expansion.quoted)
        self._embedded = _by_name(place for chapter in self._chapters for place in chapter.expansion.embedded)

    @property
    def _chapters(self) -> tuple[Chapter, ...]:
        return self._material.manuscript.chapters

    def caption(self, figure: Figure) -> str:
        """The caption as it is printed."""
        return self._prose.printed(figure.caption, ChapterSource(figure.notebook))

    def of_figure(self, figure: Figure) -> tuple[Use, ...]:
        """Where it is embedded and referred to."""
        places = self._embedded.get(f"{figure.notebook}#{figure.label}", [])
        uses = [Use(place.path, place.line, "embedded", self.caption(figure)) for place in places]
        pattern = re.compile(rf"(?<![\w])@{re.escape(figure.label)}(?![\w-])")
        find = _places_of(pattern)
        for source in self._all_sources():
            for line in source.lines_of(pattern) if f"@{figure.label}" in source.body else ():
                uses += [Use(source.path, line, "referred to", text) for text in self._holding(source, line, find)]
        return tuple(sorted(set(uses)))

    def of_value(self, value: Value) -> tuple[Use, ...]:
        """Where it is quoted, in prose and in captions."""
        find = _places_of(_VARIABLE, value.id)
        uses: set[Use] = set()
        for place in self._quoted.get(value.id, []):
            if place.within:
                uses |= {Use(place.path, place.line, "in a caption", text) for text in self._texts_of(place, find)}
                continue
            source = self._sources(place.path)
            uses |= {Use(place.path, place.line, "quoted", text) for text in self._holding(source, place.line, find)}
        return tuple(sorted(uses))

    def _holding(self, source: ChapterSource, line: int, find: Finder) -> tuple[str, ...]:
        return self._prose.holding(source, line, find) or ("",)

    def _texts_of(self, place: Place, find: Finder) -> tuple[str, ...]:
        """The caption or alternative text of an embedded figure that quotes a value."""
        notebook, _, label = place.within.partition("#")
        figure = self._material.figures.get(notebook, {}).get(label)
        texts = [figure.caption, figure.alt, *figure.subcaptions, *figure.subalts] if figure else []
        source = ChapterSource(place.path)
        return tuple(self._prose.printed(text, source) for text in texts if find(text)) or ("",)

    def _all_sources(self) -> Iterator[ChapterSource]:
        paths = [path for chapter in self._chapters for path in (chapter.path, *chapter.expansion.includes)]
        for path in dict.fromkeys(paths):
            yield self._sources(path)


def _source(manuscript: Manuscript, root: Path, path: str) -> ChapterSource:
    """A chapter as it was read with its places, whatever happened to its file since; or a file that one includes."""
    chapter = next((one for one in manuscript.chapters if one.path == path), None)
    return chapter.source if chapter else read_source(root, path)


def _places_of(pattern: re.Pattern[str], name: str = "") -> Finder:
    """Finds what matches a pattern; of a pattern with a group what has this ``name`` there."""
    return lambda text: [match.start() for match in pattern.finditer(text) if not name or match[1] == name]


def _by_name(places: Iterable[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.name, []).append(place)
    return found


def _of_rows(inputs: tuple[Input, ...], value: Value, paths: list[str]) -> tuple[Input, ...]:
    """The inputs of a value, those that hold its rows with the sources of the rows alone."""
    if not value.source:
        return inputs
    caveats = (value.caveat,) if value.caveat else ()
    keys = value.source.split(";")
    return tuple(narrowed(item, keys, caveats) if not paths or item.path in paths else item for item in inputs)


def _texts(said: object) -> tuple[str, ...]:
    return tuple(str(item) for item in said) if isinstance(said, list) else (str(said),) if said else ()
