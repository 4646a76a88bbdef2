"""The sign-offs of a project, as they stand in `reviews/`: what the manifest says of them.

The manifest proves which files went in, so it quotes them as they are, broken ones too. What they mean is decided
above, in :mod:`assessment.reviews`, which reads the editions and is not read by them.
"""

from __future__ import annotations

import hashlib
from typing import Any

from assessment.project.lined_yaml import YamlError, parse
from assessment.project.project import Project

REVIEWS = "reviews"


def sign_offs(project: Project) -> list[dict[str, Any]]:
    """Each record of a review: its file, the file's digest, and what it says where it can be read."""
    found = []
    for path in sorted((project.root / REVIEWS).glob("*.yml")):
        content = path.read_bytes()
        record: dict[str, Any] = {"path": project.relative(path), "sha256": hashlib.sha256(content).hexdigest()}
        found.append({**record, "record": _read(content)})
    return found


def _read(content: bytes) -> Any:
    """The record as JSON can say it; none where it cannot be read (which is a finding of its own)."""
    try:
        return _plain(parse(content.decode("utf-8")).data)
    except (YamlError, UnicodeDecodeError):
        return None


def _plain(item: Any) -> Any:
    if isinstance(item, dict):
        return {str(key): _plain(value) for key, value in item.items()}
    if isinstance(item, list):
        return [_plain(one) for one in item]
    return item if isinstance(item, (str, int, float, bool)) or item is None else str(item)
