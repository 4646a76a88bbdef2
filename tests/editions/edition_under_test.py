"""An edition as a test finds it, and how one is made: by the command line, as a reader of the README would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Edition:
    """A finished edition: the project it is made of; its folder, with the web pages, the PDF and the manifest."""

    project: Path
    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / "manifest.json").read_bytes())

    @property
    def pdf(self) -> Path:
        return self.folder / self.manifest["pdf"]

    @property
    def pages(self) -> list[Path]:
        """The pages in the order in which a reader turns them."""
        pages = [self.folder / "index.html"]
        while following := html.parse(str(pages[-1])).xpath("//link[@rel='next']/@href"):
            pages.append((pages[-1].parent / following[0]).resolve())
        return pages


def build(project: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Build both editions of a project from the command line; gives their folder."""
    command = [sys.executable, "-m", "assessment", "build", "--renderer", "embedded", "--project", str(project)]
    done = subprocess.run(
        command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return project / "_book"
