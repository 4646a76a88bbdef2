"""The texts of a notebook: its markdown, captions and alternative texts, what its cells show, and their code.

Notebooks are published with the sources of the report, so that every text in them counts, shown in a chapter or not.
"""

from __future__ import annotations

import html
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from typing import Any

from assessment.checks.safeguarding.markdown import Source, plain_text, read_markdown
from assessment.checks.safeguarding.passages import Passage, Place, Texts
from assessment.model import Cell, Notebook
from assessment.notebooks.reading import NotebookError, load_json, notebook_from_json, text_of

DATA_MIME = "application/vnd.dataresource+json"
_SVG_TEXT = re.compile(r"<!--\s*(.*?)\s*-->|<(?:text|tspan|title|desc)\b[^>]*>([^<]+)", re.DOTALL)
_TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]")
_KINDS = {"cap": "caption", "subcap": "caption", "alt": "alternative text"}


def notebook_texts(path: str, content: bytes, printed: Mapping[str, str]) -> Iterator[Texts]:
    """Every text of a notebook; ``printed`` gives the text of each value by name."""
    try:
        raw = load_json(content)
    except NotebookError:
        return  # N201 says so
    for at, cell in enumerate(raw["cells"]):
        if cell.get("cell_type") == "markdown":
            source = Source(Place(path, f"cell {at + 1}"), "notebook's text", None, printed)
            yield read_markdown(text_of(cell.get("source", "")), source)
    for code in notebook_from_json(raw, path).cells:
        place = Place(path, code.name)
        yield from _options(place, code, printed)
        for output in code.outputs:
            yield from _output(place, output)
        yield Texts(list(_code(place, code.source)))


def caption_texts(notebook: Notebook, printed: Mapping[str, str]) -> Iterator[Texts]:
    """The captions and alternative texts of a notebook's cells."""
    for cell in notebook.cells:
        yield from _options(Place(notebook.path, cell.name), cell, printed)


def _options(place: Place, cell: Cell, printed: Mapping[str, str]) -> Iterator[Texts]:
    for key, option in cell.options.items():
        kind = _KINDS.get(str(key).rpartition("-")[2])
        for text in option if isinstance(option, list) else [option]:
            if kind and isinstance(text, str):
                yield read_markdown(text, Source(place, kind, None, printed))


def _output(place: Place, output: Mapping[str, Any]) -> Iterator[Texts]:
    data = output.get("data", {})
    resource = data.get(DATA_MIME)
    if "text" in output:
        yield _shown("output", text_of(output["text"]), place)
    if "image/svg+xml" in data:
        yield _shown("chart", chart_text(text_of(data["image/svg+xml"])), place)
    if resource:
        yield Texts(list(_records(place, resource)))
    if "text/markdown" in data:
        yield read_markdown(text_of(data["text/markdown"]), Source(place, "table", None, authored=False))
    elif "text/html" in data:
        yield _shown("output", html.unescape(_TAG.sub("\n", text_of(data["text/html"]))), place)
    elif "text/plain" in data and not resource:
        yield _shown("output", text_of(data["text/plain"]), place)


def shown_texts(cell: Cell) -> Iterator[str]:
    """What a reader sees of a cell's results: the words of pictures, tables, printed text."""
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/svg+xml" in data:
            yield plain_text(chart_text(text_of(data["image/svg+xml"])))
        elif "text/markdown" in data:
            source = Source(Place(""), "table", None, authored=False)
            yield from (passage.text for passage in read_markdown(text_of(data["text/markdown"]), source).passages)
        else:
            yield plain_text(text_of(output.get("text") or data.get("text/plain", "")))


def _shown(kind: str, text: str, place: Place) -> Texts:
    return Texts([Passage(kind, plain_text(text), place, authored=False)])


def chart_text(svg: str) -> str:
    """The words of a picture: text elements, and the comments in which matplotlib notes what it draws as outlines."""
    return html.unescape("\n".join(match[1] or match[2] or "" for match in _SVG_TEXT.finditer(svg)))


def _records(place: Place, resource: Mapping[str, Any]) -> Iterator[Passage]:
    """Each text of the data behind a chart or table, once a column."""
    rows = [row for row in resource.get("data") or () if isinstance(row, dict)]
    found = {(str(column), str(item)) for row in rows for column, item in row.items()}
    found |= {(column, column) for column, _ in found}
    for column, text in sorted(found):
        if _LETTERS.search(text):
            yield Passage("data", plain_text(text), Place(place.path, place.cell, column), authored=False)


def _code(place: Place, source: str) -> Iterator[Passage]:
    """Strings and comments of the code: they become labels, and the notebook is published as it is."""
    kinds = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in kinds and not token.string.startswith("#|"):
                yield Passage("code", plain_text(token.string.replace("\\n", " ")), place, authored=False)
    except (tokenize.TokenError, SyntaxError):
        return  # another language, or a magic command: what it shows is looked at all the same
