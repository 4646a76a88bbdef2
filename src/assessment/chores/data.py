"""Declare a data file: its columns as Frictionless infers them, its source and licence, its digest, its pin."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assessment.chores.edits import edited_json, edited_yaml
from assessment.chores.parts import Addition
from assessment.datasets.package import COMMAS, DESCRIPTOR, PINS, PackageError, read_descriptor, read_pins
from assessment.errors import ConfigurationError, UsageError
from assessment.project.project import Project

_DATASET = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EMPTY_PACKAGE = '{\n  "profile": "tabular-data-package",\n  "name": "data",\n  "resources": []\n}\n'
_NO_KINDS = ("any", "array", "geopoint", "object")  # guesses that a text with a comma or brackets calls forth
_KINDS = ("string", "integer", "number", "boolean", "date", "year")


@dataclass(frozen=True)
class Description:
    """What a person says of a data file: of what it is a version, and where it comes from."""

    dataset: str
    version: str
    title: str = ""
    source: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    retrieved: str = ""


def guess(path: Path) -> tuple[str, str]:
    """Dataset and version as the path says them: `data/rain/2024.csv`, `rain-2024.csv`, `rain.csv` (this year)."""
    year = str(date.today().year)  # noqa: DTZ011 - a person's calendar
    stem, parent = path.stem, path.parent.name
    if path.parent.parent.name == "data" and _DATASET.fullmatch(parent):
        return parent, stem
    match = re.fullmatch(r"(.+?)[-_. ]?(\d{4}(?:[-.]\d+)*)", stem)
    name, version = (match[1], match[2]) if match else (stem, year)
    return re.sub(r"\W+", "_", name.lower()).strip("_"), version


def add_data(
    project: Project,
    content: bytes,
    said: Description,
    *,
    schema: Mapping[str, Any] | None = None,
    replace: bool = False,
) -> Addition:
    """What declares a file: `data/<dataset>/<version>.csv`, its entry in the data package, its pin.

    Without ``schema`` it is that of the dataset's last version, where the columns are the same, else inferred.
    With ``replace`` a version that is declared already gets the new bytes and digest; what else is said of it stays.

    Raises:
        UsageError: a name cannot be one, the version is declared already, or the file is no table in UTF-8.
        ConfigurationError: the data package or the pins cannot be read, or edited without disturbing them.
    """
    _check_names(said)
    descriptor = _descriptor(project.root)
    name = f"{said.dataset}.{said.version}"
    place = f"data/{said.dataset}/{said.version}.csv"
    of_dataset = [item for item in descriptor.get("resources", []) if item.get("dataset") == said.dataset]
    declared = next((item for item in of_dataset if item.get("version") == said.version), None)
    if declared and not replace:
        hint = "published versions are never edited: add another, or, if nobody has it yet, say --replace"
        raise UsageError(f"{name} is declared already", hint=hint)
    if declared is None and not (said.source.get("title") and said.licence):
        hint = "say --source TITLE and --licence NAME, such as CC-BY-4.0"
        raise UsageError("a data file is declared with its source and licence", hint=hint)
    if declared:
        entry = {**declared, **_facts(content)}
    else:
        entry = _entry(content, said, place, schema or _schema(content, of_dataset))
    writes = {
        place: content,
        DESCRIPTOR: _package_with(project.root, entry).encode(),
        PINS: _pins_with(project.root, said).encode(),
    }
    return Addition(writes, f'read it in a notebook: dataset("{said.dataset}"){_other_columns(entry, of_dataset)}')


def empty_dataset(columns: str) -> tuple[bytes, list[dict[str, str]]]:
    """A file with a header only, and its fields, from `year:year,place,value:number`.

    Raises:
        UsageError: a column has no name, or a kind there is not.
    """
    fields = []
    for column in columns.split(","):
        name, _, kind = column.strip().partition(":")
        if not name or (kind or "string") not in _KINDS:
            raise UsageError(f"column {column!r} is no NAME or NAME:KIND", hint=f"kinds are: {', '.join(_KINDS)}")
        fields.append({"name": name, "type": kind or "string"})
    return (",".join(item["name"] for item in fields) + "\n").encode(), fields


def inferred_schema(content: bytes) -> dict[str, Any]:
    """The schema of a CSV file as Frictionless infers it.

    Raises:
        UsageError: it is not UTF-8, or no table with a header.
    """
    import tempfile

    from frictionless import FrictionlessException, Resource

    try:
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])
    except UnicodeDecodeError as exc:
        raise UsageError("the file is not UTF-8", hint="save it as UTF-8 first") from exc
    if not header or not all(header) or len(set(header)) != len(header):
        raise UsageError("the first line of the file does not name each column once", hint="give it such a header")
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        hint = "save it with commas between the columns, and a point in decimal numbers"
        raise UsageError(f"the columns of the file are not separated by commas: {header[0]!r}", hint=hint)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data.csv").write_bytes(content)
        try:
            described = {"name": "data", "path": "data.csv", "encoding": "utf-8", "dialect": COMMAS}
            resource = Resource.from_descriptor(described, basepath=folder)
            resource.infer(stats=False)
        except FrictionlessException as exc:
            raise UsageError(f"the file is no table: {exc.error.message}") from exc
    fields = [{"name": item.name, "type": item.type} for item in resource.schema.fields]
    return {"fields": [{**item, "type": "string"} if item["type"] in _NO_KINDS else item for item in fields]}


def _check_names(said: Description) -> None:
    if not _DATASET.fullmatch(said.dataset):
        hint = "names of datasets are small letters, digits and underscores, such as heavy_rain"
        raise UsageError(f"{said.dataset!r} cannot be the name of a dataset", hint=hint)
    if not _VERSION.fullmatch(said.version):
        raise UsageError(f"{said.version!r} cannot be a version", hint="such as --version 2024")


def _descriptor(root: Path) -> dict[str, Any]:
    try:
        return read_descriptor(root)
    except PackageError as exc:
        raise ConfigurationError(str(exc), path=exc.path, line=exc.line) from exc


def _facts(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _schema(content: bytes, of_dataset: list[dict[str, Any]]) -> Mapping[str, Any]:
    inferred = inferred_schema(content)
    last: Mapping[str, Any] = of_dataset[-1].get("schema", {}) if of_dataset else {}
    names = [[item["name"] for item in schema.get("fields", [])] for schema in (last, inferred)]
    return last if names[0] == names[1] else inferred


def _other_columns(entry: Mapping[str, Any], of_dataset: list[dict[str, Any]]) -> str:
    """Which columns came and went since the dataset's last version: notebooks that name them will not find them."""
    names, before = (
        [item["name"] for item in version.get("schema", {}).get("fields", [])]
        for version in (entry, of_dataset[-1] if of_dataset else entry)
    )
    gone, new = ", ".join(n for n in before if n not in names), ", ".join(n for n in names if n not in before)
    said = [*([f"without {gone}"] if gone else []), *([f"with {new}"] if new else [])]
    return f"; its columns are not those of version {of_dataset[-1]['version']}: {' and '.join(said)}" if said else ""


def _entry(content: bytes, said: Description, place: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    today = date.today().isoformat()  # noqa: DTZ011 - a person's calendar
    return {
        "name": f"{said.dataset}.{said.version}",
        "path": place.removeprefix("data/"),
        "dataset": said.dataset,
        "version": said.version,
        "profile": "tabular-data-resource",
        "title": said.title or said.dataset.replace("_", " ").capitalize(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_facts(content),
        "schema": dict(schema),
        "sources": [{key: text for key, text in said.source.items() if text}],
        "licenses": [{"name": said.licence}],
        "retrieved": said.retrieved or today,
    }


def _package_with(root: Path, entry: Mapping[str, Any]) -> str:
    path = root / DESCRIPTOR
    text = path.read_text(encoding="utf-8") if path.is_file() else _EMPTY_PACKAGE

    def change(package: Any) -> None:
        resources = package.setdefault("resources", [])
        for position, item in enumerate(resources):
            if item.get("name") == entry["name"]:
                resources[position] = entry
                return
        resources.append(entry)

    return edited_json(text, change, DESCRIPTOR)


def _pins_with(root: Path, said: Description) -> str:
    """The pins with this version in use, written as text so that 2024 is no number."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    path = root / PINS
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text.strip() and read_pins(root).get(said.dataset) == said.version:
        return text
    line = f'{said.dataset}: "{said.version}"\n'
    if said.dataset not in read_pins(root):
        return text + ("" if not text or text.endswith("\n") else "\n") + line

    def change(pins: Any) -> None:
        pins[said.dataset] = DoubleQuotedScalarString(said.version)

    return edited_yaml(text, change, PINS)
