"""What the graph is made of: where each figure, table and value comes from, and where it is used.

A *lineage* is the way of one of them through the project, from the dataset versions that were read, over the
notebook and the cell that computed it, to the lines and sentences of prose that print it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assessment.model import Media, Value

Kind = Literal["figure", "table", "value"]
How = Literal["embedded", "referred to", "quoted", "in a caption"]


@dataclass(frozen=True)
class Source:
    """A published source of a dataset; ``page`` is where in it the numbers stand, as far as that is known."""

    publisher: str = ""
    title: str = ""
    address: str = ""
    year: str = ""
    page: str = ""
    bibkey: str = ""


@dataclass(frozen=True)
class Licence:
    """Under what terms a dataset may be used."""

    name: str = ""
    title: str = ""
    address: str = ""


@dataclass(frozen=True)
class Break:
    """Where a series changes its meaning: numbers before and after ``at`` (a period) do not compare."""

    series: str
    at: str
    note: str = ""


@dataclass(frozen=True)
class Disagreement:
    """Two sources that say different things of one matter, and what the report makes of it."""

    id: str
    topic: str
    dataset: str
    version_a: str
    source_a: str
    version_b: str
    source_b: str
    verdict: str


@dataclass(frozen=True)
class Input:
    """A file that was read; ``dataset`` and ``version`` are none where the data package does not declare it.

    ``sources`` are those of the dataset, or of the rows alone where the rows are known. ``caveats`` are what the
    data package and the rows concerned say that a reader has to know.
    """

    path: str
    sha256: str
    dataset: str | None = None
    version: str | None = None
    title: str = ""
    description: str = ""
    retrieved: str = ""
    sources: tuple[Source, ...] = ()
    licences: tuple[Licence, ...] = ()
    caveats: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, order=True)
class Use:
    """A line of prose that uses something: ``sentence`` is the text of the sentence as it is printed."""

    path: str
    line: int
    how: How
    sentence: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a dataset that a value rests on: the file, its line, its cells by column."""

    path: str
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Lineage:
    """The way of a figure, table or value through the project.

    ``cell`` is the cell's name, ``code`` its source; ``sha256`` is the digest of what was computed,
    ``code_sha256`` of the notebook's code, ``media`` of each picture. ``text`` is the caption, or the number as it
    is printed. ``data`` is the Frictionless table behind a figure or table. ``value`` (of values alone) carries
    unit, display format, population, period, source, evidence and caveat, from the notebook where it states them,
    else from the one row that holds the number. ``rows`` are those it rests on: ``declared`` by the notebook, else
    found because that one row holds the very number. ``caveats`` gathers those of the thing, its rows and its series.
    """

    id: str
    kind: Kind
    notebook: str
    cell: str
    code: str
    sha256: str
    code_sha256: str
    text: str = ""
    media: tuple[Media, ...] = ()
    inputs: tuple[Input, ...] = ()
    caveats: tuple[str, ...] = ()
    data: Mapping[str, Any] | None = None
    value: Value | None = None
    rows: tuple[Row, ...] = ()
    declared: bool = False
    used_in: tuple[Use, ...] = ()

    @property
    def undeclared(self) -> tuple[str, ...]:
        """The files read that the data package does not declare."""
        return tuple(item.path for item in self.inputs if item.dataset is None)

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Where a series behind it changes its meaning."""
        return tuple(dict.fromkeys(one for item in self.inputs for one in item.breaks))

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where sources disagree on the data behind it."""
        return tuple(dict.fromkeys(one for item in self.inputs for one in item.disagreements))


@dataclass(frozen=True)
class Graph:
    """Every lineage of a project in order of kind and id, and what each notebook read (path → file → digest)."""

    lineages: tuple[Lineage, ...] = ()
    reads: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, name: str) -> Lineage | None:
        """The lineage of a figure, table or value by its id."""
        return next((lineage for lineage in self.lineages if lineage.id == name), None)

    def from_notebook(self, path: str) -> Iterator[Lineage]:
        """Everything a notebook gives."""
        return (lineage for lineage in self.lineages if lineage.notebook == path)

    def used_in(self, chapter: str) -> Iterator[Lineage]:
        """Everything a chapter (or a file it includes) embeds, quotes or refers to."""
        return (lineage for lineage in self.lineages if any(use.path == chapter for use in lineage.used_in))
