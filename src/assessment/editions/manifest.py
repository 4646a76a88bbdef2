"""The manifest beside an edition: which edition it is, what went in, where each number comes from, what came out.

Its *input side* is all that is known before rendering, and is kept inside the PDF: a file cannot hold its own
digest. `manifest.schema.json` says its form to other programs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assessment.model import RendererInfo
from assessment.project.json_lines import json_lines

NAME = "manifest.json"
SCHEMA = Path(__file__).with_name("manifest.schema.json")
SCHEMA_VERSION = 2
_OUTPUT_SIDE = ("key", "tool", "html", "pdf", "outputs", "texts", "remarks")


@dataclass(frozen=True)
class Manifest:
    """What is to be said of an edition.

    ``key`` adds to the edition's id what also shows on its pages: date, mode, findings, the tool. ``commit`` is the
    last one that touched an input, and whether the inputs are as it has them. ``texts`` holds digests of every
    block of text of every page, so that a change can be named. ``remarks`` are findings of rendering. ``version`` is
    that of a released edition, and empty for a draft.
    """

    edition: str
    key: str
    mode: str
    date: str
    renderer: RendererInfo
    html: str | None = None
    pdf: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    commit: Mapping[str, Any] | None = None
    lock: str | None = None
    tool: str = ""
    graph: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Mapping[str, Any]] = field(default_factory=list)
    sign_offs: Sequence[Mapping[str, Any]] = field(default_factory=list)
    remarks: Sequence[Mapping[str, Any]] = field(default_factory=list)
    texts: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    schema: int = SCHEMA_VERSION

    def as_bytes(self) -> bytes:
        """The manifest as JSON, always the same bytes for the same edition, with a seal: the digest of the rest."""
        said = _said(self)
        return _json({**said, "seal": _seal(said)})


def input_side(manifest: Manifest) -> bytes:
    """What is known of an edition before it is rendered, as JSON: to be kept inside the PDF."""
    return _json({name: item for name, item in _said(manifest).items() if name not in _OUTPUT_SIDE})


def read_manifest(edition: Path) -> Manifest | None:
    """The manifest of an edition's folder; none if there is none or it cannot be read."""
    try:
        return understood((edition / NAME).read_bytes())
    except OSError:
        return None


def understood(content: bytes) -> Manifest | None:
    """A manifest from its bytes; none if they are none, or of another schema."""
    try:
        data = json.loads(content)
        data.pop("seal", None)
        made = Manifest(**{**data, "renderer": RendererInfo(**data["renderer"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return made if made.schema == SCHEMA_VERSION else None


def sealed(content: bytes) -> bool:
    """Whether a manifest's bytes are what its own seal says."""
    try:
        data = json.loads(content)
        seal = data.pop("seal")
    except (ValueError, KeyError, AttributeError):
        return False
    return bool(seal == _seal(data)) and content == _json({**data, "seal": seal})


def output_digests(edition: Path) -> dict[str, str]:
    """Relative path → SHA-256 of every file of an edition but the manifest."""
    files = sorted(
        path for path in edition.rglob("*") if path.is_file() and path.relative_to(edition).as_posix() != NAME
    )
    return {path.relative_to(edition).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def stands(edition: Path, manifest: Manifest) -> bool:
    """Whether an edition's folder holds exactly what its manifest says."""
    return output_digests(edition) == dict(manifest.outputs)


def _said(manifest: Manifest) -> dict[str, Any]:
    """Its fields as JSON takes them; what they hold is not copied, as `asdict` would."""
    return {**vars(manifest), "renderer": asdict(manifest.renderer)}


def _seal(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(_json(said)).hexdigest()


def _json(said: Mapping[str, Any]) -> bytes:
    return json_lines(said).encode()
