"""Take the figures, tables and quotable cells out of an executed notebook."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from assessment.model import Cell, Figure, Finding, Media, Notebook, finding

_PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_DATA = "application/vnd.dataresource+json"
_LABEL = re.compile(r"^(fig|tbl)-.")
_FORMULA = re.compile(r"\$.+\$$", re.DOTALL)
_SILENT = {"image/svg+xml", _DATA, "application/vnd.assessment.value+json"}


@dataclass(frozen=True)
class Harvest:
    """What a notebook offers to chapters, and the bytes of its pictures (path below `_build/` → content)."""

    figures: tuple[Figure, ...]
    pictures: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def harvest(notebook: Notebook) -> Harvest:
    """Harvest every labelled, tagged or identified code cell of an executed notebook."""
    figures: list[Figure] = []
    pictures: dict[str, bytes] = {}
    findings: list[Finding] = []
    for cell in notebook.cells:
        figure, bytes_of = _from_cell(notebook, cell)
        findings += _findings(notebook, cell, figure)
        if figure is not None:
            figures.append(figure)
            pictures.update(bytes_of)
    return Harvest(tuple(figures), pictures, tuple(findings))


def _from_cell(notebook: Notebook, cell: Cell) -> tuple[Figure | None, dict[str, bytes]]:
    bundles = list(_bundles(cell))
    prefix = (_LABEL.match(cell.label or "") or [None, ""])[1]
    images = [b for b in bundles if _best(b, _PICTURES)]
    options = cell.options
    columns = options.get("layout-ncol", 1)
    common: dict[str, Any] = {
        "label": cell.label or cell.id,
        "notebook": notebook.path,
        "cell": cell.name,
        "caption": _text(options.get(f"{prefix}-cap") if prefix else options.get("fig-cap")),
        "data": next((b[_DATA] for b in bundles if _DATA in b), None),
        "sha256": _digest(bundles),
    }
    if images and prefix != "tbl":
        # Labels of figures are the book's own; any other name may stand in two notebooks and meet on one page.
        stem = common["label"] if prefix else f"{notebook.slug}-{common['label']}"
        bytes_of = {f"media/{quote(notebook.slug)}/{name}": content for name, content in _files(stem, images)}
        media = tuple(Media(p, _mime(p), hashlib.sha256(c).hexdigest()) for p, c in bytes_of.items())
        alts, captions = _texts(options.get("fig-alt")), _texts(options.get("fig-subcap"))
        alt = alts[0] if len(alts) == 1 else ""
        return (
            Figure(
                kind="figure",
                media=media,
                alt=alt,
                subalts=tuple(alts if len(alts) > 1 else ()),
                subcaptions=tuple(captions),
                columns=int(columns) if str(columns).isdigit() else 1,
                **common,
            ),
            bytes_of,
        )
    table = next((b for b in bundles if "text/markdown" in b or "text/html" in b), None)
    if prefix == "tbl" and table is not None:
        markdown = _text(table.get("text/markdown"))
        html = "" if markdown else _text(table.get("text/html"))
        if markdown or "<table" in html:
            return Figure(kind="table", markdown=markdown, html=_table_only(html), **common), {}
        return None, {}
    markdown = _as_text(cell)
    return (Figure(kind="text", markdown=markdown, **common), {}) if markdown and not prefix else (None, {})


def _findings(notebook: Notebook, cell: Cell, figure: Figure | None) -> Iterator[Finding]:
    label = cell.label or ""
    match = _LABEL.match(label)
    if not match:
        return
    found = partial(finding, path=notebook.path, cell=cell.name)
    if figure is None:
        kinds = sorted({mime for bundle in _bundles(cell) for mime in bundle})
        offered = ", ".join(kinds) or "no output"
        hint = "end the cell with one picture (SVG or PNG) or table; interactive output has no place in a PDF"
        yield found("F108", f"@{label} has no output that can be shown: {offered}", hint=hint)
        return
    if not figure.caption:
        yield found("F104", f"@{label} has no caption", hint=f'add `#| {match[1]}-cap: "…"` to the cell')
    if figure.kind == "figure" and not (figure.alt or figure.subalts):
        hint = 'add `#| fig-alt: "…"` that says what the picture shows'
        yield found("F101", f"@{label} has no alternative text", hint=hint)


def _bundles(cell: Cell) -> Iterator[Mapping[str, Any]]:
    for output in cell.outputs:
        if output.get("output_type") in ("display_data", "execute_result"):
            yield output.get("data", {})


def _best(bundle: Mapping[str, Any], known: Mapping[str, str]) -> str | None:
    return next((mime for mime in known if mime in bundle), None)


def _files(stem: str, images: list[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    safe = re.sub(r"[^\w.-]", "-", stem)
    for number, bundle in enumerate(images, 1):
        mime = _best(bundle, _PICTURES) or ""
        name = f"{safe}.{_PICTURES[mime]}" if len(images) == 1 else f"{safe}-{number}.{_PICTURES[mime]}"
        text = _text(bundle[mime])
        yield name, text.encode() if mime == "image/svg+xml" else base64.b64decode(text)


def _mime(path: str) -> str:
    ending = path.rpartition(".")[2]
    return next(mime for mime, known in _PICTURES.items() if known == ending)


def _as_text(cell: Cell) -> str:
    parts = []
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            parts.append(_text(data["text/markdown"]))
        elif _FORMULA.match(latex := _text(data.get("text/latex")).strip()):
            parts.append(latex)
        elif "<table" in _text(data.get("text/html")):
            parts.append(f"```{{=html}}\n{_table_only(_text(data['text/html']))}\n```")
        else:
            text = _text(output.get("text")) or _text(data.get("text/plain"))
            if text.strip() and not _SILENT & set(data):
                parts.append(f"```\n{text.rstrip()}\n```")
    return "\n\n".join(parts)


def _table_only(html: str) -> str:
    match = re.search(r"<table.*</table>", html, re.DOTALL)
    return match[0] if match else ""


def _digest(bundles: list[Mapping[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(bundles, sort_keys=True).encode()).hexdigest()


def _text(value: Any) -> str:
    return "" if value is None else "".join(value) if isinstance(value, list) else str(value)


def _texts(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
