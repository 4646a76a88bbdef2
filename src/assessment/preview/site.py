"""The files of the web edition under preview: each is renamed into its place, so that none is served half-written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import get_ident
from typing import TypeVar

from assessment.project.files import writing
from assessment.rendering.base import Order

Given = TypeVar("Given")


def fill(order: Order, write: Callable[[Order], Given]) -> Given:
    """Let ``write`` write into a folder of its own, and put what differs into that of the order.

    Raises:
        OutputError: the folder cannot be written.
    """
    place = order.destination
    scratch = place.with_name(f"{place.name}.{get_ident()}")
    with writing(place):
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        try:
            given = write(replace(order, destination=scratch))
            for file in sorted(path for path in scratch.rglob("*") if path.is_file()):
                _put(file, place / file.relative_to(scratch))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return given


def _put(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.is_file() or target.read_bytes() != file.read_bytes():
        file.replace(target)
