"""Put the sources into a page of the web edition: a panel under each figure, a table of its numbers at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from assessment.chapters.links import MADE
from assessment.provenance.graph import Graph
from assessment.rendering.panels.inside import numbers_inside
from assessment.rendering.panels.places import Float, floats_in, with_marked_values, with_panels
from assessment.rendering.panels.sheets import as_csv, sheet_of
from assessment.rendering.panels.views import exhibit_view, page_view
from assessment.rendering.panels.wording import Labels
from assessment.rendering.templates import environment


@dataclass(frozen=True)
class Sourced:
    """A page's markup with its panels, what goes to its end, and files beside it (path from the page → content)."""

    markup: str
    end: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


class Panels:
    """Writes the panels of pages: what a page gets depends on what it shows and on nothing else."""

    def __init__(self, look: Path, labels: Labels, graph: Graph, kept: Path | None = None) -> None:
        """``look`` is the folder of the page templates, ``labels`` are their words; ``kept`` is for byte code."""
        self._labels = labels
        self._lineages = {lineage.id: lineage for lineage in graph.lineages}
        self._numbers = {name for name, lineage in self._lineages.items() if lineage.kind == "value"}
        self._inside = numbers_inside(graph)
        self._template = (
            environment(look, kept, trim=True).get_template("sources.html.jinja").make_module({"labels": labels})
        )

    def of_page(self, markup: str, page: str) -> Sourced:
        """The sources of the page at ``page`` (its path in the edition), whose markup shows figures and numbers."""
        files: dict[str, bytes] = {}
        made = "../" * (len(PurePosixPath(page).parts) - 1) + MADE

        def panel(found: Float) -> str:
            lineage = self._lineages.get(found.id)
            if lineage is None or lineage.kind == "value":
                return ""
            sheet = sheet_of(lineage.data)
            path = f"{PurePosixPath(page).stem}_files/data/{lineage.id}.csv" if sheet else ""
            if sheet:
                files[path] = as_csv(sheet.columns, sheet.rows)
            return str(self._template.panel(exhibit_view(lineage, found.name, quote(path), made, self._labels)))

        places = {name: f"#{found.id}" for found in floats_in(markup) for name in self._inside.get(found.id, ())}
        marked, names = with_marked_values(markup, self._numbers)
        places |= {name: f"#number-{name}" for name in names}
        sourced = with_panels(marked, panel)
        numbers = [(self._lineages[name], places[name]) for name in dict.fromkeys((*names, *places))]
        end = str(self._template.page_end(page_view(numbers, made, self._labels))) if numbers else ""
        return Sourced(sourced, end, files)
