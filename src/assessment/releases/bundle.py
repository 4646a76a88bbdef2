"""What a release hands out: one folder with both editions, the data, and the proof of where all of it comes from.

Its bytes follow from the commit, the version and the renderer alone: no clock, no folder, no order of a file system.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from assessment.editions.crate import CRATE, ro_crate
from assessment.editions.manifest import NAME, Manifest
from assessment.errors import OutputError
from assessment.project.files import replace_folder, writing
from assessment.project.project import Project
from assessment.releases.corrections import FILE as CORRECTIONS
from assessment.releases.corrections import read_corrections
from assessment.releases.gates import Gate
from assessment.releases.notes import changed_in, release_notes
from assessment.rendering.base import pdf_name
from assessment.reviews.certificate import Certificate

SUMS = "SHA256SUMS"
PAGES = "html"
_FIRST_YEAR = 1980  # zip knows of no earlier one
_MODE = 0o644


@dataclass(frozen=True)
class Released:
    """What goes into a bundle: the built project, its manifest, its date (Unix time), the gates, the certificate.

    ``annexes`` are further files by name.
    """

    project: Project
    manifest: Manifest
    epoch: int
    gates: tuple[Gate, ...]
    certificate: Certificate
    annexes: Mapping[str, bytes] = field(default_factory=dict)


def bundle_name(project: Project, version: str) -> str:
    """The name of a bundle's folder."""
    return f"{pdf_name(project.book).removesuffix('.pdf')}-{version}"


def write_bundle(place: Path, of: Released) -> None:
    """Write a bundle beside its place and rename it into it; a version that was released once stays what it is.

    Raises:
        OutputError: it could not be written, or another release of this version is there, which stands.
    """
    beside = place.with_name(f".{place.name}.new")
    with writing(place):
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        _fill(beside, place.name, of)
        (beside / SUMS).write_bytes(sums(beside))
    if place.exists() and (not (place / SUMS).is_file() or (place / SUMS).read_bytes() != sums(beside)):
        with writing(place):
            shutil.rmtree(beside)
        hint = "choose another version: one that was handed out does not change; or move the folder away"
        raise OutputError("holds another release of this version", path=place, hint=hint)
    replace_folder(beside, place, place.with_name(f".{place.name}.old"))


def sums(folder: Path) -> bytes:
    """The digests of every file of a folder but their own list, as `sha256sum` writes and checks them."""
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in files if name != SUMS]
    return "".join(lines).encode()


def _fill(folder: Path, name: str, of: Released) -> None:
    edition, project = of.project.output, of.project
    shutil.copytree(edition, folder / PAGES)
    _zip(folder / PAGES, folder / f"{name}-html.zip", of.epoch)
    shutil.copyfile(edition / (of.manifest.pdf or ""), folder / f"{name}.pdf")
    shutil.copyfile(edition / NAME, folder / NAME)
    for path in _inputs(project):
        target = folder / project.relative(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (folder / "certificate.html").write_text(of.certificate.as_html(), encoding="utf-8", newline="\n")
    certified = json.dumps(of.certificate.as_json(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / "certificate.json").write_text(certified, encoding="utf-8", newline="\n")
    changed = changed_in(project.root / "CHANGELOG.md", of.manifest.version)
    told = (project.book.title, of.manifest, of.gates, read_corrections(project.root), changed)
    (folder / "release-notes.md").write_text(release_notes(*told), encoding="utf-8", newline="\n")
    for annex, content in of.annexes.items():
        (folder / annex).write_bytes(content)
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    digests = {path: _sha256(folder / path) for path in files if path != NAME}
    (folder / CRATE).write_bytes(ro_crate(replace(of.manifest, pdf=f"{name}.pdf"), project.book, digests))


def _inputs(project: Project) -> Iterable[Path]:
    """The data package, and what else readers may want to hold beside the editions."""
    yield from project.data_files()
    yield from (p for p in (project.root / CORRECTIONS, project.root / "LICENSE") if p.is_file())


def _zip(folder: Path, place: Path, epoch: int) -> None:
    """Pack a folder, always into the same bytes; stored, because compressors differ from machine to machine."""
    when = datetime.fromtimestamp(epoch, UTC).timetuple()[:6]
    date = when if when[0] >= _FIRST_YEAR else (_FIRST_YEAR, 1, 1, 0, 0, 0)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            item = zipfile.ZipInfo(f"{place.stem}/{path.relative_to(folder).as_posix()}", date)
            item.create_system = 3  # Unix, whatever this machine is
            item.external_attr = _MODE << 16
            packed.writestr(item, path.read_bytes())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
