"""Open an edition wherever it is: a folder, a bundle (zip), or a PDF alone, with or without its manifest beside it."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.editions.manifest import NAME, SCHEMA_VERSION
from assessment.editions.texts import Printed, read_pdf
from assessment.errors import UsageError


@dataclass(frozen=True)
class Opened:
    """An edition to look at: its folder, its manifest's bytes (none if there is none), the PDF if that is all of it."""

    folder: Path
    manifest: bytes | None
    pdf: Path | None = None


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open an edition for reading.

    Raises:
        UsageError: there is nothing of the kind at ``path``.
    """
    if path.is_dir():
        yield _folder(path)
    elif zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory(prefix="assessment-") as place:
            _extract(path, Path(place))
            yield _folder(Path(place))
    elif path.is_file():
        beside = path.with_name(NAME)
        yield Opened(path.parent, beside.read_bytes() if beside.is_file() else None, path)
    else:
        raise UsageError(f"there is no edition at {path}", hint="name its folder, its PDF, or a bundle of it")


def kept_inside(pdf: Path) -> dict[str, Any] | None:
    """The input side of the manifest, as it is kept inside a PDF; none if there is none."""
    printed = read_pdf(pdf)
    return inputs_in(printed) if printed else None


def inputs_in(printed: Printed) -> dict[str, Any] | None:
    """The same of a PDF that has been read."""
    for content in printed.attachments.values():
        try:
            said = json.loads(content)
        except ValueError:
            continue
        if isinstance(said, dict) and "edition" in said and said.get("schema") == SCHEMA_VERSION:
            return said
    return None


def _folder(path: Path) -> Opened:
    """The folder itself, or the one below it that holds the manifest: bundles may have a folder of their own.

    The folder of a release has the manifest twice: beside the PDF, and in the edition, which is meant.
    """
    released = [path / "html"] if (path / "SHA256SUMS").is_file() else []
    places = [*released, path, *(found.parent for found in sorted(path.glob(f"*/{NAME}")))]
    place = next((one for one in places if (one / NAME).is_file()), path)
    manifest = place / NAME
    return Opened(place, manifest.read_bytes() if manifest.is_file() else None)


def _extract(bundle: Path, place: Path) -> None:
    """Unpack plain files alone, each inside the folder."""
    with zipfile.ZipFile(bundle) as packed:
        for item in packed.infolist():
            target = (place / item.filename).resolve()
            if item.is_dir() or not target.is_relative_to(place.resolve()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with packed.open(item) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
            except zipfile.BadZipFile:
                target.unlink()  # its checksum is wrong: to the comparison it is missing
