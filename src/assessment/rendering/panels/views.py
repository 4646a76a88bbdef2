"""What the templates of the look are given: lineages of the graph, told in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assessment.provenance.graph import Disagreement, Input, Lineage, Source
from assessment.rendering.panels import wording
from assessment.rendering.panels.sheets import sheet_of
from assessment.rendering.panels.wording import Labels

View = Mapping[str, Any]
_TOLD = 3  # files of which a panel tells all; of more it names each and leads to the page that tells all
_LISTED = 5  # documents that a panel lists, likewise
_SOURCES = 2  # documents that a row of the table of numbers names


def exhibit_view(lineage: Lineage, name: str, csv: str, made: str, labels: Labels) -> View:
    """The panel under a figure or table: ``name`` is its number in print, ``csv`` the address of its data, if any.

    ``made`` is the address of the page that tells all of every file. A table shows its own data, so that its panel
    need not repeat them.
    """
    sheet, data = sheet_of(lineage.data), wording.data_of(lineage)
    told = _is_told(lineage)
    return {
        "id": lineage.id,
        "name": name,
        "line": wording.line(lineage, labels),
        "files": [file_view(item, made, labels) for item in data] if told else [],
        "others": [] if told else [_other(item, made, labels) for item in data],
        "caveats": [text for text in lineage.caveats if not any(text in item.caveats for item in data)],
        "computed": _computed(lineage, labels),
        "code": lineage.code,
        "digests": list(_digests(lineage, labels)),
        "sheet": sheet if lineage.kind == "figure" else None,
        "rows_label": labels["sources_rows"].format(count=len(sheet.rows) if sheet else 0),
        "table_label": labels["sources_table"].format(title=name),
        "csv": csv,
        "csv_label": labels["sources_download_of"].format(title=name),
    }


def page_view(numbers: Iterable[tuple[Lineage, str]], made: str, labels: Labels) -> View:
    """The end of a page: its numbers, each with the address of its place; the data and cells behind them once each."""
    places = tuple(numbers)
    shown = [it for it, _ in places]
    cells = {(it.notebook, it.cell): it for it in shown}
    anchors = {place: f"cell-{at}" for at, place in enumerate(cells, 1)}
    one = len(shown) == 1
    told = wording.merged(it for it in shown if _is_told(it))
    return {
        "numbers": [
            {**_number_view(it, made, labels), "place": place, "cell": anchors[it.notebook, it.cell]}
            for it, place in places
        ],
        "fold_label": labels["sources_numbers_fold_one" if one else "sources_numbers_fold"].format(count=len(shown)),
        "files": [file_view(item, made, labels) for item in told],
        "cells": [
            {"anchor": anchors[place], "name": _computed(it, labels), "code": it.code} for place, it in cells.items()
        ],
        "made": made,
    }


def file_view(item: Input, made: str, labels: Labels) -> View:
    """A file that was read: what it is, whose, under which licence, and what to know of it.

    A long list of documents is left to the page at ``made``; without such a page all are listed.
    """
    many = bool(made) and len(item.sources) > _LISTED
    return {
        "title": wording.title(item, labels),
        "short": wording.short_name(item) if item.dataset else labels["sources_undeclared"],
        "anchor": wording.anchor(item),
        "description": item.description,
        "publishers": list(wording.publishers([item])) if not many else [wording.publishers_in_short([item], labels)],
        "documents": [_document(source) for source in item.sources],
        "documents_label": wording.documents(item, labels),
        "all": _address(item, made) if many else "",
        "licences": [{"title": one.title or one.name, "address": one.address} for one in item.licences],
        "retrieved": item.retrieved,
        "sha256": item.sha256,
        "caveats": list(item.caveats),
        "breaks": [labels["sources_break"].format(at=one.at, note=one.note) for one in item.breaks],
        "disagreements": [_disagreement(one, labels) for one in item.disagreements],
    }


def _is_told(lineage: Lineage) -> bool:
    return len(wording.data_of(lineage)) <= _TOLD


def _number_view(lineage: Lineage, made: str, labels: Labels) -> View:
    """A row of the table of numbers: what the page itself tells is linked there, the rest on the page at ``made``."""
    data, told = wording.data_of(lineage), _is_told(lineage)
    sources = tuple(dict.fromkeys(source for item in data for source in item.sources))
    few = 0 < len(sources) <= _SOURCES
    said = ("" if few else wording.publishers_in_short(data, labels), *wording.licences(data))
    return {
        "id": lineage.id,
        "text": lineage.text,
        "what": wording.what_it_counts(lineage, labels),
        "caveats": list(lineage.caveats),
        "files": [
            {"title": wording.title(item, labels), "href": _address(item, "" if told else made)}
            for item in (data if told else wording.shown(data))
        ],
        "further": "" if told else wording.further(data, labels),
        "documents": [_document(source) for source in sources] if few else [],
        "said": " · ".join(filter(None, said)),
        "computed": _computed(lineage, labels),
        "sha256": lineage.sha256,
    }


def _other(item: Input, made: str, labels: Labels) -> View:
    said = (wording.publishers_in_short([item], labels), *wording.licences([item]))
    return {"title": wording.title(item, labels), "href": _address(item, made), "said": " · ".join(filter(None, said))}


def _address(item: Input, page: str) -> str:
    return f"{page}#data-{wording.anchor(item)}"


def _computed(lineage: Lineage, labels: Labels) -> str:
    return labels["sources_cell"].format(notebook=lineage.notebook, cell=lineage.cell)


def _digests(lineage: Lineage, labels: Labels) -> Iterable[View]:
    yield {"name": labels["sources_digest_result"], "value": lineage.sha256}
    yield {"name": labels["sources_digest_code"], "value": lineage.code_sha256}
    for media in lineage.media:
        yield {"name": labels["sources_digest_picture"], "value": media.sha256}


def _document(source: Source) -> View:
    said = ", ".join(filter(None, (wording.shortened(source.publisher), source.year, source.page)))
    return {"title": source.title, "address": source.address, "said": said}


def _disagreement(one: Disagreement, labels: Labels) -> View:
    return {"topic": one.topic, "said": labels["sources_disagreement"].format(**vars(one)), "verdict": one.verdict}
