"""What the PDF is told of its sources: lines, annex and attachments, in a file that the book's template reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assessment.provenance.graph import Graph, Input, Lineage
from assessment.rendering.panels import wording
from assessment.rendering.panels.inside import numbers_inside
from assessment.rendering.panels.sheets import as_csv, sheet_of
from assessment.rendering.panels.wording import Labels

PROVENANCE = "provenance.json"
INPUTS = "edition-inputs.json"
_FOLDER = "attachments"
_CSV = "text/csv"


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF; ``relationship`` says what it is to the document, in the words of PDF/A-3."""

    name: str
    content: bytes
    mime: str
    relationship: str
    description: str


def printed_files(graph: Graph, inputs: bytes, labels: Labels, book: Iterable[str] = ()) -> dict[str, bytes]:
    """The files to stage beside the book (path → content): :data:`PROVENANCE` and everything to attach.

    ``inputs`` is the input side of the manifest; empty where there is none to attach. ``book`` names figures and
    tables in the order of the book, in which the template lists them. A book in which nothing comes from a notebook
    has no such files.
    """
    used = [lineage for lineage in graph.lineages if lineage.used_in]
    attached = list(attachments(used, labels))
    if inputs:
        attached.append(Attachment(INPUTS, inputs, "application/json", "supplement", labels["sources_inputs"]))
    if not attached:
        return {}
    told = _told(_in_order(used, book), labels) | {
        "inside": numbers_inside(graph),
        "attachments": [_attached(file) for file in attached],
    }
    files = {f"{_FOLDER}/{file.name}": file.content for file in attached}
    return {PROVENANCE: json.dumps(told, ensure_ascii=False).encode(), **files}


def attachments(used: Iterable[Lineage], labels: Labels) -> Iterator[Attachment]:
    """The data of each figure and table, and one list each of figures and tables, numbers and datasets."""
    used = list(used)
    exhibits = [lineage for lineage in used if lineage.kind != "value"]
    for lineage in exhibits:
        if sheet := sheet_of(lineage.data):
            said = labels["sources_table"].format(title=lineage.id)
            yield Attachment(f"{lineage.id}.csv", as_csv(sheet.columns, sheet.rows), _CSV, "data", said)
    numbers = [lineage for lineage in used if lineage.kind == "value"]
    lists = (
        ("sources-of-figures-and-tables.csv", "sources_list_exhibits", _exhibit_rows(exhibits)),
        ("sources-of-numbers.csv", "sources_list_numbers", _number_rows(numbers)),
        ("data.csv", "sources_list_data", _data_rows(used)),
    )
    for name, words, (header, *rows) in lists:
        if rows:
            yield Attachment(name, as_csv(header, rows), _CSV, "supplement", labels[words])


def _in_order(used: Iterable[Lineage], book: Iterable[str]) -> list[Lineage]:
    place = {name: at for at, name in enumerate(book)}
    return sorted(used, key=lambda lineage: place.get(lineage.id, len(place)))


def _attached(file: Attachment) -> dict[str, str]:
    return {
        "name": file.name,
        "path": f"{_FOLDER}/{file.name}",
        "mime-type": file.mime,
        "relationship": file.relationship,
        "description": file.description,
    }


def _told(used: Iterable[Lineage], labels: Labels) -> dict[str, Any]:
    used = list(used)
    exhibits = [lineage for lineage in used if lineage.kind != "value"]
    numbers = [lineage for lineage in used if lineage.kind == "value"]
    data = wording.merged(used)
    return {
        "intro": labels["sources_annex_intro"],
        "lines": {it.id: wording.line(it, labels) for it in exhibits},
        "exhibits": {it.id: _origin(it, labels) for it in exhibits},
        "values": {
            it.id: {"text": it.text, "what": wording.what_it_counts(it, labels), **_origin(it, labels)}
            for it in numbers
        },
        "datasets": {wording.anchor(item): _dataset(item, labels) for item in data},
        "licences": sorted({(one.name, one.title) for item in data for one in item.licences if one.name and one.title}),
    }


def _origin(lineage: Lineage, labels: Labels) -> dict[str, Any]:
    data = wording.data_of(lineage)
    return {
        "datasets": [wording.anchor(item) for item in wording.shown(data)],
        "further": wording.further(data, labels),
        "publishers": wording.publishers_in_short(data, labels),
        "licence": ", ".join(wording.licences(data)),
    }


def _dataset(item: Input, labels: Labels) -> dict[str, str]:
    documents = wording.documents(item, labels)
    return {
        "title": wording.title(item, labels),
        "short": wording.short_name(item),
        "publishers": wording.publishers_in_short([item], labels),
        "documents": ", ".join(filter(None, (documents, wording.years([item])))) if item.sources else "",
        "licence": ", ".join(wording.licences([item])),
        "retrieved": item.retrieved,
        "sha256": item.sha256,
    }


_Rows = Iterator[tuple[str, ...]]


def _exhibit_rows(exhibits: Iterable[Lineage]) -> _Rows:
    yield ("id", "kind", "data", "publishers", "licences", "notebook", "cell", "sha256", "code_sha256")
    for it in exhibits:
        yield (it.id, it.kind, *_origin_cells(it), it.notebook, it.cell, it.sha256, it.code_sha256)


def _number_rows(numbers: Iterable[Lineage]) -> _Rows:
    head = ("id", "printed", "value", "unit", "base", "data", "publishers", "licences", "notebook", "cell")
    yield (*head, "sha256", "code_sha256")
    for it in numbers:
        number = (repr(it.value.value), it.value.unit, it.value.base) if it.value else ("", "", "")
        where = (it.notebook, it.cell, it.sha256, it.code_sha256)
        yield (it.id, it.text, *number, *_origin_cells(it), *where)


def _data_rows(used: Iterable[Lineage]) -> _Rows:
    yield ("data", "title", "publishers", "documents", "licences", "retrieved", "path", "sha256")
    for item in wording.merged(used):
        documents = "; ".join(filter(None, (one.address or one.title for one in item.sources)))
        licences = "; ".join(wording.licences([item]))
        whose = "; ".join(wording.publishers([item]))
        yield (wording.short_name(item), item.title, whose, documents, licences, item.retrieved, item.path, item.sha256)


def _origin_cells(it: Lineage) -> tuple[str, ...]:
    data = wording.data_of(it)
    cells = (map(wording.short_name, data), wording.publishers(data), wording.licences(data))
    return tuple(map("; ".join, cells))
