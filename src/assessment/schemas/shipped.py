"""Find the JSON Schemas that the package ships: `*.schema.json`, here and beside the code that reads such a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parents[1]
_STARTER = _PACKAGE / "starter"
_ENDING = ".schema.json"
_FILES = {"reviews/record": ["reviews/*.yml"], "editions/manifest": ["_book/manifest.json"]}


@dataclass(frozen=True)
class Schema:
    """A schema: its name, the files it is for (patterns, relative to a project), where it is, what it says.

    ``files`` is empty where it describes a part of a file, such as an output of a notebook.
    """

    name: str
    files: tuple[str, ...]
    path: Path
    content: dict[str, Any]

    @property
    def title(self) -> str:
        """What the schema is called for people."""
        return str(self.content.get("title", self.name))


@cache
def schemas() -> tuple[Schema, ...]:
    """Every schema of the package, by name. The keyword `x-files` of a schema says which files it is for."""
    paths = [path for path in _PACKAGE.rglob(f"*{_ENDING}") if _STARTER not in path.parents]
    return tuple(sorted(map(_read, paths), key=lambda schema: schema.name))


def _read(path: Path) -> Schema:
    content = json.loads(path.read_text(encoding="utf-8"))
    name = path.name.removesuffix(_ENDING)
    if name in ("record", "schema"):  # named after its folder: reviews/record.schema.json
        name = f"{path.parent.name}-{name}"
    return Schema(name, tuple(content.get("x-files", _known(path))), path, content)


def _known(path: Path) -> list[str]:
    """Files of schemas that say none themselves."""
    return _FILES.get(f"{path.parent.name}/{path.name.removesuffix(_ENDING)}", [])
