"""The plain facts that stages hand to each other: frozen, comparable, free of behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assessment.codes import CODES, REPAIRS, Severity


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong with the content: a code, a place, a message, a repair.

    ``path`` is relative to the project. A finding in a notebook names ``cell`` (its label or
    number) in place of a line; one in a table may name ``column`` beside the line (its row).
    """

    path: str | None
    line: int | None
    code: str
    message: str
    hint: str = ""
    cell: str | None = None
    column: str | None = None

    @property
    def severity(self) -> Severity:
        """How much it weighs: ``error`` stops a release, ``warning`` and ``note`` do not."""
        return CODES[self.code][0]

    def as_json(self) -> dict[str, Any]:
        """The object of the command-line contract."""
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.path,
            "line": self.line,
            "cell": self.cell,
            "column": self.column,
            "message": self.message,
            "hint": self.hint,
        }


def finding(
    code: str,
    message: str,
    *,
    path: str | None = None,
    line: int | None = None,
    hint: str = "",
    cell: str | None = None,
    column: str | None = None,
) -> Finding:
    """Make a finding; without a hint it gets its code's repair. An unknown code is a mistake of ours: ``KeyError``."""
    if code not in CODES:
        raise KeyError(code)
    return Finding(path, line, code, message, hint or REPAIRS.get(code, ""), cell, column)


def finding_from_json(said: Mapping[str, Any]) -> Finding:
    """A finding from the object of the command-line contract."""
    place = {name: said[name] for name in ("path", "line", "hint", "cell", "column")}
    return finding(said["code"], said["message"], **place)


def in_order(findings: list[Finding] | tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Each finding once, in a stable order: by place, then code; those alike in all of these as they were found."""
    found = dict.fromkeys(findings)  # a set would order them by chance
    return tuple(sorted(found, key=lambda f: (f.path or "", f.line or 0, f.code, f.message)))


@dataclass(frozen=True)
class DatasetVersion:
    """One version of a dataset as the data package declares it.

    ``path`` is relative to the project; ``pinned`` says whether notebooks get this version; ``retrieved`` is the
    day (ISO) its numbers were taken from their sources; ``breaks`` are where a series changes its meaning.
    """

    dataset: str
    version: str
    path: str
    sha256: str
    title: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()
    licences: tuple[Mapping[str, Any], ...] = ()
    pinned: bool = False
    description: str = ""
    retrieved: str = ""
    breaks: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Cell:
    """A code cell of a notebook with its Quarto options and its outputs (nbformat dictionaries)."""

    index: int
    id: str
    source: str
    options: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    outputs: tuple[Mapping[str, Any], ...] = ()

    @property
    def label(self) -> str | None:
        """The label of the cell (``#| label: fig-…``), if it has one."""
        label = self.options.get("label")
        return str(label) if label else None

    @property
    def name(self) -> str:
        """How messages name the cell: its label, or its number counted from 1 over all cells."""
        return self.label or f"cell {self.index + 1}"


@dataclass(frozen=True)
class Notebook:
    """A notebook as read from disk; ``path`` is relative to the project."""

    path: str
    slug: str
    kernel: str | None
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def own(self) -> Mapping[str, Any]:
        """What its metadata tells this pipeline (`"assessment": {…}`); empty where that is no mapping."""
        own = self.metadata.get("assessment")
        return own if isinstance(own, dict) else {}


StaleKind = Literal[
    "code", "data", "module", "environment", "missing",
    "text", "notebook", "figure", "value", "numbering", "sources", "contents", "filter", "look",
]  # fmt: skip


@dataclass(frozen=True, order=True)
class Reason:
    """Why a result or a page is stale: the kind of thing that differs, and which.

    Results of notebooks depend on the first five kinds, pages of chapters on text and on those after it.
    """

    kind: StaleKind
    path: str


@dataclass(frozen=True)
class Media:
    """A picture of a figure as a file of its own: ``path`` below the project's `_build/`."""

    path: str
    mime: str
    sha256: str


@dataclass(frozen=True)
class Figure:
    """A figure or table harvested from a notebook cell.

    ``caption`` and ``alt`` are Quarto markdown and may hold shortcodes. A figure has ``media``;
    a table has ``markdown`` or ``html``. ``data`` is the Frictionless table behind it, if any.
    ``subcaptions`` name the parts of a figure with several pictures.
    """

    label: str
    kind: Literal["figure", "table", "text"]
    notebook: str
    cell: str
    caption: str = ""
    alt: str = ""
    media: tuple[Media, ...] = ()
    subcaptions: tuple[str, ...] = ()
    subalts: tuple[str, ...] = ()
    columns: int = 1
    markdown: str = ""
    html: str = ""
    data: Mapping[str, Any] | None = None
    sha256: str = ""


@dataclass(frozen=True)
class Value:
    """A named number published by a notebook: the number, its unit, how it is printed, and what a percentage is of.

    ``digits`` and ``scale`` are its display format. ``population`` says of
    whom or what, ``period`` of when, ``source`` names keys of the bibliography, ``evidence`` is the status of the
    rows it rests on, ``caveat`` what a reader has to know beside it; each is empty where nothing is known.
    ``rows`` are those that the notebook declares it rests on: dataset, version, and which record, counted from one.
    """

    id: str
    value: float | int
    unit: str
    text: str
    notebook: str
    cell: str
    base: str = ""
    digits: int = 0
    scale: str = ""
    population: str = ""
    period: str = ""
    source: str = ""
    evidence: str = ""
    caveat: str = ""
    rows: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class RendererInfo:
    """Which renderer made an edition."""

    name: str
    version: str
