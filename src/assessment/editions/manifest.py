"""The manifest beside an edition: which edition it is, what went in, what came out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assessment.model import RendererInfo

NAME = "manifest.json"
_SCHEMA = 1


@dataclass(frozen=True)
class Manifest:
    """``key`` adds to the edition's id what also shows on its pages: date, mode and number of findings."""

    edition: str
    key: str
    mode: str
    date: str
    renderer: RendererInfo
    html: str | None = None
    pdf: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    schema: int = _SCHEMA

    def as_bytes(self) -> bytes:
        """The manifest as JSON, always the same bytes for the same edition."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_manifest(edition: Path) -> Manifest | None:
    """The manifest of an edition's folder; none if there is none or it cannot be read."""
    try:
        data = json.loads((edition / NAME).read_bytes())
        return (
            Manifest(**{**data, "renderer": RendererInfo(**data["renderer"])})
            if data.get("schema") == _SCHEMA
            else None
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def output_digests(edition: Path) -> dict[str, str]:
    """Relative path → SHA-256 of every file of an edition but the manifest."""
    files = sorted(path for path in edition.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(edition).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def stands(edition: Path, manifest: Manifest) -> bool:
    """Whether an edition's folder holds exactly what its manifest says."""
    return output_digests(edition) == dict(manifest.outputs)
