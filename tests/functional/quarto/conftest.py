"""A Quarto that is none, and a leaflet of a book that builds in a moment."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

STAND_IN = Path(__file__).with_name("stand_in.py")
CONFIG = """\
project:
  type: book
book:
  title: A leaflet
  author: A. Gauge
  chapters:
    - index.qmd
    - chapters/rain.qmd
bibliography: references.bib
format:
  html: default
  look-typst: default
"""
EXTENSION = """\
title: Look
version: 1.0.0
contributes:
  formats:
    typst:
      pdf-standard: [ua-1, a-3a]
"""


class StandIn:
    """The stand-in, and how it was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "quarto"
        self.path.write_text(f"#!{sys.executable}\n{STAND_IN.read_text(encoding='utf-8')}", encoding="utf-8")
        self.path.chmod(0o755)
        self.is_told(version="1.10.18")

    def is_told(self, version: str = "1.10.18", **mind: Any) -> None:
        """Say what it shall do from now on."""
        (self.folder / "mind.json").write_text(json.dumps({"version": version, **mind}), encoding="utf-8")

    def call(self, form: str) -> dict[str, Any]:
        """How it was called for a format: arguments, folder, environment."""
        return json.loads((self.folder / f"called-{form}.json").read_text())

    @property
    def child(self) -> int | None:
        """The process it started before it hung."""
        path = self.folder / "child"
        return int(path.read_text()) if path.is_file() and path.read_text() else None

    @property
    def options(self) -> tuple[str, ...]:
        """What makes a build use it."""
        return ("--renderer", "quarto", "--quarto", str(self.path))


@pytest.fixture
def quarto(tmp_path):
    folder = tmp_path / "stand-in"
    folder.mkdir()
    return StandIn(folder)


@pytest.fixture
def leaflet(sample):
    """A book without notebooks, with a look of its own."""
    book = sample("transport")
    shutil.rmtree(book.root / "notebooks")
    shutil.rmtree(book.root / "data")
    book.write("_quarto.yml", CONFIG)
    book.write("_extensions/look/_extension.yml", EXTENSION)
    book.write("references.bib", "@book{gauge2020, author = {Gauge, Ada}, title = {Rain}, year = {2020}}\n")
    book.write("index.qmd", "# Welcome {.unnumbered}\n\nTo @gauge2020.\n")
    book.write("chapters/rain.qmd", "# Rain {#sec-rain}\n\nIt rains.\n")
    return book
