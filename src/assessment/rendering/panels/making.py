"""What the page "How this edition was made" says: the edition, the way it was made, and everything it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from assessment.chapters.manuscript import Label, Manuscript
from assessment.provenance.graph import Graph, Lineage
from assessment.rendering.base import Order, Stamp, pdf_name
from assessment.rendering.panels import wording
from assessment.rendering.panels.views import View, file_view
from assessment.rendering.panels.wording import Labels
from assessment.rendering.templates import KEPT, environment

MANIFEST = "manifest.json"
_SECTIONS = ("edition", "steps", "check", "data", "exhibits", "notebooks")


def making_body(order: Order, look: Path, labels: Labels) -> str:
    """The markup of the page's body; ``look`` is the folder of the page templates."""
    template = environment(look, order.project.build / KEPT, trim=True).get_template("made.html.jinja")
    return str(template.render(labels=labels, edition=_edition(order, labels)))


def making_contents(body: str, labels: Labels) -> list[dict[str, Any]]:
    """The headings of the page, as the shell lists them."""
    present = [name for name in _SECTIONS if f'<section id="{name}"' in body]
    return [{"id": name, "number": "", "title_html": labels[f"made_{name}"], "children": []} for name in present]


def _edition(order: Order, labels: Labels) -> View:
    graph, used = order.graph, _used(order.graph)
    exhibits = [it for it in used if it.kind != "value"]
    return {
        "facts": list(_facts(order.stamp, labels)),
        "steps": list(_steps(order, labels)),
        "manifest": MANIFEST,
        "pdf": quote(pdf_name(order.project.book)) if "pdf" in order.targets else "",
        "example": exhibits[0].id if exhibits else used[0].id if used else "ID",
        "files": [file_view(item, "", labels) for item in wording.merged(used)],
        "exhibits": list(_exhibits(exhibits, order.manuscript, labels)),
        "notebooks": list(_notebooks(graph, labels)),
    }


def _used(graph: Graph) -> list[Lineage]:
    return [lineage for lineage in graph.lineages if lineage.used_in]


def _facts(stamp: Stamp, labels: Labels) -> Iterator[View]:
    said = {
        "made_id": stamp.edition,
        "made_status": f"{labels[f'mode_{stamp.mode}']} {stamp.version}".strip(),
        "made_date": stamp.date,
        "made_renderer": stamp.renderer,
    }
    return ({"name": labels[key], "value": value} for key, value in said.items() if value)


def _steps(order: Order, labels: Labels) -> Iterator[str]:
    used = _used(order.graph)
    kinds = {kind: sum(it.kind == kind for it in used) for kind in ("figure", "table", "value")}
    read = wording.merged(used)
    counts = {
        "files": len(read),
        "datasets": len({item.dataset for item in read if item.dataset}),
        "notebooks": len({it.notebook for it in order.graph.lineages}),
        "figures": kinds["figure"],
        "tables": kinds["table"],
        "numbers": kinds["value"],
        "findings": order.stamp.findings,
    }
    steps = ("data", "notebooks", "results", "prose", "editions", "checks") if used else ("prose", "editions", "checks")
    return (labels[f"made_step_{step}"].format(**counts) for step in steps)


def _exhibits(exhibits: Iterable[Lineage], manuscript: Manuscript, labels: Labels) -> Iterator[View]:
    """Figures and tables in the order of the book."""
    by_id = {it.id: it for it in exhibits}
    for name, label in manuscript.labels.items():
        if (it := by_id.get(name)) is not None:
            data = wording.data_of(it)
            yield {
                "name": _name(label, manuscript.names),
                "title": wording.first_sentence(label.title),
                "href": f"{quote(str(PurePosixPath(label.chapter).with_suffix('.html')))}#{name}",
                "files": [
                    {"title": wording.title(item, labels), "href": f"#data-{wording.anchor(item)}"}
                    for item in wording.shown(data)
                ],
                "further": wording.further(data, labels),
                "computed": labels["sources_cell"].format(notebook=it.notebook, cell=it.cell),
            }


def _name(label: Label, names: Mapping[str, str]) -> str:
    return f"{names.get(label.kind, '')}\N{NO-BREAK SPACE}{label.number}".strip()


def _notebooks(graph: Graph, labels: Labels) -> Iterator[View]:
    for path in dict.fromkeys(sorted(it.notebook for it in graph.lineages)):
        given = list(graph.from_notebook(path))
        numbers = sum(it.kind == "value" for it in given)
        gives = labels["made_gives_said"].format(exhibits=len(given) - numbers, numbers=numbers)
        yield {"path": path, "gives": gives, "sha256": given[0].code_sha256}
