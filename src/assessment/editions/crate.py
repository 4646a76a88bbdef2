"""The RO-Crate of an edition: what archives read to know what its files are, whose, and what they are based on."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping
from typing import Any

from assessment.editions.manifest import NAME, Manifest
from assessment.project.book import Book

CRATE = "ro-crate-metadata.json"
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
_PROFILE = "https://w3id.org/ro/crate/1.1"
_TOOL = "#assessment"
_OWN = {".qmd": "text/markdown", ".woff2": "font/woff2", ".js": "text/javascript", ".svg": "image/svg+xml"}


def ro_crate(manifest: Manifest, book: Book, outputs: Mapping[str, str]) -> bytes:
    """The metadata of a crate of these files (path → SHA-256) as JSON-LD: the same bytes for the same edition."""
    files = [_file(path, sha256) for path, sha256 in sorted(outputs.items())]
    files.append({"@id": NAME, "@type": "File", "name": "Manifest", "encodingFormat": "application/json"})
    datasets = [_dataset(one) for one in manifest.graph.get("datasets", ())]
    about = {"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": _PROFILE}, "about": {"@id": "./"}}
    entities = [about, _root(manifest, book, files, datasets), _tool(manifest), *_people(book), *_licence(book)]
    graph = [*entities, *files, *datasets]
    return (json.dumps({"@context": _CONTEXT, "@graph": graph}, indent=1, ensure_ascii=False) + "\n").encode()


def _root(
    manifest: Manifest, book: Book, files: list[dict[str, Any]], datasets: list[dict[str, Any]]
) -> dict[str, Any]:
    named = {"name": book.title, "description": book.description or book.title, "inLanguage": book.lang}
    return {
        "@id": "./",
        "@type": "Dataset",
        **named,
        "identifier": manifest.edition,
        "version": manifest.edition,
        "datePublished": manifest.date,
        "license": {"@id": "#licence"},
        "author": [{"@id": person["@id"]} for person in _people(book)],
        "hasPart": [{"@id": file["@id"]} for file in files],
        "isBasedOn": [{"@id": one["@id"]} for one in datasets],
        "instrument": {"@id": _TOOL},
    }


def _file(path: str, sha256: str) -> dict[str, Any]:
    ending = path[path.rfind(".") :] if "." in path else ""
    kind = _OWN.get(ending) or mimetypes.types_map.get(ending) or "application/octet-stream"
    return {"@id": _quoted(path), "@type": "File", "name": path, "encodingFormat": kind, "sha256": sha256}


def _dataset(said: Mapping[str, Any]) -> dict[str, Any]:
    terms = "; ".join(str(one["title"] or one["name"]) for one in said["licences"])
    return {
        "@id": f"#{said['dataset']}-{said['version']}",
        "@type": "Dataset",
        "name": said["title"] or said["dataset"],
        "version": said["version"],
        "identifier": said["path"],
        "sha256": said["sha256"],
        **({"usageInfo": terms} if terms else {}),
    }


def _tool(manifest: Manifest) -> dict[str, Any]:
    renderer = f"{manifest.renderer.name} {manifest.renderer.version}"
    return {"@id": _TOOL, "@type": "SoftwareApplication", "name": "assessment", "softwareVersion": renderer}


def _people(book: Book) -> list[dict[str, Any]]:
    return [{"@id": f"#author-{n}", "@type": "Person", "name": name} for n, name in enumerate(book.authors, 1)]


def _licence(book: Book) -> list[dict[str, Any]]:
    terms = str(book.metadata.get("licence") or book.metadata.get("license") or "not stated")
    return [{"@id": "#licence", "@type": "CreativeWork", "name": "Licence", "description": terms}]


def _quoted(path: str) -> str:
    """A path as the relative reference that JSON-LD wants."""
    from urllib.parse import quote

    return quote(path)
