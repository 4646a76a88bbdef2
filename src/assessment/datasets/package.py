"""Read `data/datapackage.json` and `data/pins.yml`: which datasets there are and which version is in use."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assessment.model import DatasetVersion
from assessment.project.lined_yaml import YamlError, parse

DESCRIPTOR = "data/datapackage.json"
PINS = "data/pins.yml"
COMMAS = {"csv": {"delimiter": ",", "quoteChar": '"'}}
"""The dialect of every data file, as all readers of ours take them; Frictionless would guess otherwise."""


class PackageError(ValueError):
    """The descriptor or the pins cannot be read; ``path`` and ``line`` say where."""

    def __init__(self, message: str, path: str, line: int | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.line = line


def read_descriptor(root: Path) -> dict[str, Any]:
    """The descriptor as written; empty when the project has none.

    Raises:
        PackageError: it is not UTF-8 or not a JSON object.
    """
    path = root / DESCRIPTOR
    if not path.exists():
        return {}
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as exc:
        raise PackageError(f"not valid JSON: {exc.msg}", DESCRIPTOR, exc.lineno) from exc
    except UnicodeDecodeError as exc:
        raise PackageError("not UTF-8", DESCRIPTOR) from exc
    resources = descriptor.get("resources", []) if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise PackageError("a data package is a JSON object with a list of resources", DESCRIPTOR)
    return dict(descriptor)


def read_pins(root: Path) -> dict[str, str]:
    """Dataset → version in use, from the one place that says so; empty when there is none.

    Raises:
        PackageError: the file is not a mapping of names to versions.
    """
    path = root / PINS
    if not path.exists():
        return {}
    try:
        pins = parse(path.read_text(encoding="utf-8")).data or {}
    except YamlError as exc:
        raise PackageError(f"not valid YAML: {exc}", PINS, exc.line) from exc
    except UnicodeDecodeError as exc:
        raise PackageError("not UTF-8", PINS) from exc
    if not isinstance(pins, dict):
        raise PackageError("pins are lines of the form `dataset: version`", PINS)
    return {str(name): str(version) for name, version in pins.items()}


def versions(root: Path) -> tuple[DatasetVersion, ...]:
    """Every declared dataset version, in the descriptor's order, with its pin.

    A dataset with a single version needs no pin.

    Raises:
        PackageError: see :func:`read_descriptor` and :func:`read_pins`.
    """
    declared = [_version(resource) for resource in read_descriptor(root).get("resources", [])]
    names = Counter(f"{item.dataset}: {item.version}" for item in declared)
    if twice := [name for name, times in names.items() if times > 1]:
        raise PackageError(f"declared twice: {', '.join(twice)}", DESCRIPTOR)
    pins = read_pins(root)
    count: dict[str, int] = {}
    for item in declared:
        count[item.dataset] = count.get(item.dataset, 0) + 1
    return tuple(
        replace(item, pinned=pins.get(item.dataset, item.version if count[item.dataset] == 1 else None) == item.version)
        for item in declared
    )


def declaration_digests(root: Path) -> dict[str, str]:
    """Dataset → digest of everything the descriptor and the pins say of it, for whoever depends on it.

    Raises:
        PackageError: see :func:`read_descriptor` and :func:`read_pins`.
    """
    pins = read_pins(root)
    said: dict[str, list[Any]] = {}
    for resource in read_descriptor(root).get("resources", []):
        said.setdefault(_version(resource).dataset, []).append(resource)
    return {
        name: hashlib.sha256(json.dumps([resources, pins.get(name)], sort_keys=True).encode()).hexdigest()
        for name, resources in said.items()
    }


def _version(resource: Mapping[str, Any]) -> DatasetVersion:
    name = str(resource.get("name", ""))
    dataset, _, version = name.partition(".")
    own = resource.get("assessment", {})
    breaks = own.get("breaks", []) if isinstance(own, Mapping) else []
    return DatasetVersion(
        dataset=str(resource.get("dataset", dataset)),
        version=str(resource.get("version", version)),
        path=f"data/{resource.get('path', '')}",
        sha256=str(resource.get("hash", "")).removeprefix("sha256:"),
        title=str(resource.get("title", "")),
        sources=tuple(resource.get("sources", ())),
        licences=tuple(resource.get("licenses", ())),
        description=str(resource.get("description", "")),
        retrieved=str(resource.get("retrieved", "")),
        breaks=tuple(item for item in breaks if isinstance(item, Mapping)) if isinstance(breaks, list) else (),
    )
