"""Keep what an edition says as JSON, so that it can be compared where its renderer is not installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assessment.editions.comparison.meaning import Item, Meaning, Passage

SCHEMA = 1


def as_json(meaning: Meaning, version: str) -> str:
    """The meaning as JSON text; ``version`` is that of the renderer which made the edition."""
    told = {
        "schema": SCHEMA,
        "renderer": meaning.renderer,
        "version": version,
        "pages": {place: _told(passage) for place, passage in meaning.pages.items()},
        "printed": {place: _told(passage) for place, passage in meaning.printed.items()},
        "sources": dict(sorted(meaning.sources.items())),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Meaning:
    """The meaning that was kept.

    Raises:
        ValueError: the text was kept by another version of this program.
    """
    told = json.loads(text)
    if told["schema"] != SCHEMA:
        raise ValueError(f"schema {told['schema']}: record it anew")
    pages = {place: _read(place, passage) for place, passage in told["pages"].items()}
    printed = {place: _read(place, passage) for place, passage in told["printed"].items()}
    return Meaning(pages, printed, told["sources"], told["renderer"])


def _told(passage: Passage) -> dict[str, Any]:
    items = [" ¦ ".join((item.kind, item.name, item.text, json.dumps(dict(item.detail)))) for item in passage.items]
    return {"items": items, "words": " ".join(passage.words)}


def _read(place: str, told: Mapping[str, Any]) -> Passage:
    items = []
    for line in told["items"]:
        kind, name, text, detail = line.split(" ¦ ")
        items.append(Item(kind, name, text, tuple(json.loads(detail).items())))
    return Passage(place, items, told["words"].split())
