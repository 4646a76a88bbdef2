"""Stage a copy of the project for Quarto to work on: fresh results in, the work tree left alone."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessment.look import EXTENSION, look_folder
from assessment.project.book import Target
from assessment.project.files import writing
from assessment.project.project import Project
from assessment.rendering.base import Order
from assessment.rendering.embedded.fonts import font_folders, offer_typefaces
from assessment.rendering.language import in_language, quarto_language
from assessment.rendering.panels.printed import PROVENANCE, printed_files
from assessment.rendering.panels.wording import read_labels
from assessment.rendering.quarto.mending import mended, pictures
from assessment.rendering.quarto.results import for_quarto
from assessment.values.variables import VARIABLES, as_yaml

LOCAL = "_quarto.yml.local"
_FONTS = "fonts-of-the-look"
_LEFT_OUT = {".git", "__pycache__", "node_modules", LOCAL, "_quarto.yaml.local", "_environment.local"}


def stage_project(order: Order, stage: Path) -> None:
    """Make the staged copy anew: sources, fresh notebooks and values, mended chapters, the look's typefaces.

    Every file gets the edition's date, since Quarto prints dates of files (`last-modified`, the site map).

    Raises:
        OutputError: a file could not be copied or written.
    """
    project = order.project
    with writing(stage):
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
    for source in project_files(project):
        _copy(source, stage / project.relative(source))
    for path, content in order.notebooks.items():
        _write(stage / path, for_quarto(content))
    _stage_variables(order, stage)
    for path, text in mended(project, order.manuscript):
        _write(stage / path, text.encode())
        for source, name in pictures(project, text):
            _copy(source, stage / name)
    for path, content in _printed_sources(order).items():
        _write(stage / path, content)
    if (project.root / EXTENSION).is_dir():
        offer_typefaces(project.build, project.book.lang)
        for font in (font for folder in font_folders(project.book.lang) for font in sorted(folder.glob("*.ttf"))):
            _copy(font, stage / _FONTS / font.name)
    _set_dates(stage, order.epoch)


def project_files(project: Project) -> Iterator[Path]:
    """Every file Quarto may need and may read; links to folders are followed, but never round in a circle."""
    made = {project.build.resolve(), project.output.resolve()}

    def walk(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.name in _LEFT_OUT or not os.access(path, os.R_OK):
                continue
            if path.is_file():
                yield path
            elif path.is_dir() and not path.name.startswith(".") and not (path / "pyvenv.cfg").is_file():
                real = path.resolve()
                if real not in made and real not in above:
                    yield from walk(path, above | {real})

    yield from walk(project.root, frozenset({project.root.resolve()}))


def lay_over(order: Order, stage: Path, target: Target, form: str) -> None:
    """Write Quarto's own file for local settings: no execution, the edition's stamp, where its parts are.

    Raises:
        OutputError: it could not be written.
    """
    stamp = order.stamp
    settings: dict[str, Any] = {
        "execute": {"enabled": False},
        "edition": {
            "id": stamp.edition,
            "mode": stamp.mode,
            "findings": str(stamp.findings),
            "date": stamp.date,
            "renderer": stamp.renderer,
            "version": stamp.version,
        },
    }
    settings |= in_language(order.project.book)
    if language := quarto_language(order.project.book):
        settings["language"] = language
    if (stage / PROVENANCE).is_file():
        settings["provenance"] = PROVENANCE
    if "html-math-method" not in order.project.book.metadata:
        settings["html-math-method"] = "mathml"  # Quarto's own choice makes every page ask another host
    if (stage / _FONTS).is_dir():
        settings["font-paths"] = [f"/{_FONTS}"]
    if target == "pdf" and form == "typst" and not order.project.book.authors:
        settings["book"] = {"author": " "}  # Quarto's own look cannot typeset a book without an author
    _write(stage / LOCAL, (json.dumps(settings, ensure_ascii=False, indent=1) + "\n").encode())


def _printed_sources(order: Order) -> dict[str, bytes]:
    """What the look's template prints of sources and attaches; a book with another look has no use for it."""
    if "pdf" not in order.targets:
        return {}
    labels = read_labels(look_folder(order.project.root), order.project.book.lang)
    return printed_files(order.graph, order.inputs, labels, order.manuscript.labels)


def _stage_variables(order: Order, stage: Path) -> None:
    if order.variables:
        _write(stage / VARIABLES, as_yaml(order.variables).encode())
    else:
        (stage / VARIABLES).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy a file with its permissions, but always so that Quarto may write it: it rewrites some in place."""
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        target.chmod(target.stat().st_mode | 0o600)


def _write(target: Path, content: bytes) -> None:
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _set_dates(stage: Path, epoch: int) -> None:
    with writing(stage):
        for path in stage.rglob("*"):
            os.utime(path, (epoch, epoch))
