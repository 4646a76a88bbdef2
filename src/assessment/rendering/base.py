"""The interface of renderers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assessment.chapters.manuscript import Manuscript
from assessment.model import Finding, RendererInfo
from assessment.project.book import Book, Target
from assessment.project.project import Project
from assessment.provenance.graph import Graph

_UNSAFE = re.compile(r"[ <>()|:&;#?*'\\/]")


@dataclass(frozen=True)
class Stamp:
    """What an edition says of itself: its id, draft or release, its date (ISO), open findings, renderer.

    ``version`` is that of a released edition, and empty for a draft.
    """

    edition: str
    mode: str
    date: str
    findings: int
    renderer: str
    version: str = ""


@dataclass(frozen=True)
class Order:
    """What to render: ``targets`` into the empty folder ``destination``; ``epoch`` is the source date (Unix time).

    ``notebooks`` maps the path of each notebook to its executed content, ``variables`` is the tree that
    prose quotes from: renderers that read the project anew get fresh results through them. ``graph`` says where
    each figure, table and value comes from; ``inputs`` is the input side of the manifest, to be kept in the PDF.
    ``finished`` may be told of each web page that is written as it stays.
    """

    project: Project
    manuscript: Manuscript
    targets: tuple[Target, ...]
    destination: Path
    stamp: Stamp
    epoch: int
    notebooks: Mapping[str, bytes] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    progress: Callable[[str], None] = lambda _: None
    graph: Graph = field(default_factory=Graph)
    inputs: bytes = b""
    finished: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class Rendering:
    """What a renderer made, as paths relative to the destination, and what it remarked.

    ``pages`` maps chapters to digests of what their pages show, the stamp apart; a renderer that cannot tell
    leaves them out, and all its pages count as changed.
    """

    html: str | None = None
    pdf: str | None = None
    findings: tuple[Finding, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)


class Renderer(Protocol):
    """Makes editions."""

    @property
    def info(self) -> RendererInfo:
        """Its name and version."""
        ...

    def render(self, order: Order) -> Rendering:
        """Render an edition into the order's destination.

        Raises:
            RendererError: it failed; the destination is then worthless.
        """
        ...


def pdf_name(book: Book) -> str:
    """The PDF's file name, as Quarto makes it: from `output-file`, else from the title."""
    return _UNSAFE.sub("-", book.output_file or book.title) + ".pdf"
