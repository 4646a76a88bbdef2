"""Read a whole edition: a folder with pages and perhaps a PDF, or a PDF alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from assessment.editions.comparison.meaning import Meaning, Passage
from assessment.editions.comparison.printed import read_printed
from assessment.editions.comparison.web import read_page
from assessment.errors import UsageError

_GENERATOR = re.compile(rb'<meta name="generator" content="(quarto|[\w-]+)')
_LIBRARIES = ("site_libs", "assets")


def read_edition(path: Path) -> Meaning:
    """What an edition says.

    Raises:
        UsageError: there is no edition at the path.
    """
    if path.is_file() and path.suffix == ".pdf":
        return Meaning({}, _pdf(path), {}, "")
    pages = sorted(p for p in path.rglob("*.html") if not set(_LIBRARIES) & set(p.relative_to(path).parts))
    pdfs = sorted(path.glob("*.pdf"))
    if not pages and not pdfs:
        hint = "name a folder that `assessment build` or `quarto render` made, such as _book, or a PDF"
        raise UsageError(f"{path} is no edition", hint=hint)
    read: dict[str, Passage] = {}
    sources: dict[str, str] = {}
    for page in pages:
        passages, listed = read_page(path, page)
        read |= {passage.place: passage for passage in passages}
        sources |= listed
    return Meaning(read, _pdf(pdfs[0]) if pdfs else {}, sources, _renderer(path))


def _pdf(path: Path) -> dict[str, Passage]:
    try:
        return read_printed(path)
    except ValueError as exc:
        raise UsageError(f"{path}: {exc}", hint="compare PDFs that a renderer of this project made") from exc


def _renderer(folder: Path) -> str:
    """Which renderer made it: what its manifest says, else what its home page says."""
    try:
        return str(json.loads((folder / "manifest.json").read_bytes())["renderer"]["name"])
    except (OSError, ValueError, KeyError, TypeError):
        home = folder / "index.html"
        named = _GENERATOR.search(home.read_bytes()) if home.is_file() else None
        return named[1].decode() if named else ""
