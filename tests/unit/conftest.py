"""What unit tests share: small books on disk, notebooks as plain dictionaries, manuscripts without pandoc."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assessment.chapters.bibliography import Bibliography
from assessment.chapters.conversion import Conversion
from assessment.chapters.manuscript import Chapter, Label, Manuscript
from assessment.chapters.shortcodes import Expansion
from assessment.chapters.source import ChapterSource
from assessment.model import Notebook
from assessment.notebooks.reading import notebook_from_json
from assessment.project.book import Entry
from assessment.project.project import Project, load

BOOK = """\
project:
  type: book
book:
  title: Rain and sun
  author: A. Gauge
  chapters:
    - index.qmd
    - chapters/rain.qmd
"""


@pytest.fixture
def make_project(tmp_path):
    """Write a small book below tmp_path: its `_quarto.yml` and any files (text or bytes) by relative path."""

    def make(files: Mapping[str, str | bytes] | None = None, config: str = BOOK) -> Project:
        for name, content in {"_quarto.yml": config, **(files or {})}.items():
            path: Path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load(tmp_path)

    return make


@pytest.fixture
def code_cell():
    """A raw code cell: its source, and outputs as MIME bundles."""

    def make(source: str, *bundles: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
        outputs = [{"output_type": "display_data", "metadata": {}, "data": bundle} for bundle in bundles]
        return {"cell_type": "code", "source": source, "metadata": {}, "outputs": outputs, **fields}

    return make


@pytest.fixture
def raw_notebook():
    """A raw notebook of format 4 with the given cells."""

    def make(*cells: Mapping[str, Any], kernel: str | None = "python3") -> dict[str, Any]:
        metadata = {"kernelspec": {"name": kernel, "language": "python"}} if kernel else {}
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}

    return make


@pytest.fixture
def make_notebook(raw_notebook):
    """A notebook as read, from raw cells."""

    def make(*cells: Mapping[str, Any], path: str = "notebooks/rain.ipynb", kernel: str | None = "python3") -> Notebook:
        return notebook_from_json(json.loads(json.dumps(raw_notebook(*cells, kernel=kernel))), path)

    return make


@pytest.fixture
def make_chapter():
    """A chapter as converted, with a made-up conversion; headings are (level, id, title, number)."""

    def make(
        path: str,
        *headings: tuple[int, str, str, str],
        number: str = "",
        kind: str = "chapter",
        html: str = "",
        typst: str = "",
    ) -> Chapter:
        index: dict[str, Any] = {
            key: [] for key in ("labels", "references", "citations", "files", "values", "problems")
        }
        index["headings"] = [
            {"level": level, "id": id_, "title": title, "number": number_, "unlisted": False}
            for level, id_, title, number_ in headings
        ]
        index["sections"] = [{"id": "", "title": "", "text": "Words."}]
        title = headings[0][2] if headings else ""
        conversion = Conversion(html, title, typst, index, f"digest of {path}")
        return Chapter(Entry(kind, path), path, number, ChapterSource(path), Expansion(), conversion)  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_manuscript():
    """A manuscript of such chapters, with labels."""

    def make(
        *chapters: Chapter, labels: tuple[Label, ...] = (), entries: tuple[Entry, ...] | None = None
    ) -> Manuscript:
        listed = entries if entries is not None else tuple(chapter.entry for chapter in chapters)
        return Manuscript(chapters, listed, {label.id: label for label in labels}, Bibliography(), ())

    return make
