"""Read a notebook: its code cells, their Quarto options, their outputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assessment.model import Cell, Finding, Notebook, finding
from assessment.project.lined_yaml import YamlError, parse

_MAJOR = 4


class NotebookError(ValueError):
    """The file is not a notebook; ``line`` is counted from 1 where it is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def slug_of(path: str) -> str:
    """How commands name a notebook: its path below `notebooks/` without the ending."""
    return path.removeprefix("notebooks/").removesuffix(".ipynb")


def read_notebook(root: Path, path: str) -> Notebook:
    """Read the notebook at ``path``, relative to ``root``.

    Raises:
        NotebookError: it is not JSON, or not a notebook of format 4.
        OSError: it cannot be read.
    """
    raw = load_json((root / path).read_bytes())
    try:
        return notebook_from_json(raw, path)
    except (AttributeError, TypeError) as exc:
        raise NotebookError(f"not a notebook of format {_MAJOR}: {exc}") from exc


def load_json(content: bytes) -> dict[str, Any]:
    """The raw notebook.

    Raises:
        NotebookError: as :func:`read_notebook`.
    """
    try:
        raw = json.loads(content)
    except json.JSONDecodeError as exc:
        raise NotebookError(f"not JSON: {exc.msg}", exc.lineno) from exc
    except UnicodeDecodeError as exc:
        raise NotebookError("not UTF-8") from exc
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        raise NotebookError("a notebook is a JSON object with a list of cells")
    if not all(isinstance(part, dict) for part in (raw.get("metadata", {}), *raw["cells"])):
        raise NotebookError("the metadata and each cell of a notebook are JSON objects")
    if not all("source" in cell for cell in raw["cells"]):
        raise NotebookError("each cell of a notebook has a source")
    if raw.get("nbformat") != _MAJOR:
        raise NotebookError(f"notebook format {raw.get('nbformat')!r}: only format {_MAJOR} is supported")
    return raw


def notebook_from_json(raw: Mapping[str, Any], path: str) -> Notebook:
    """Understand a raw notebook that came from :func:`load_json`."""
    metadata = raw.get("metadata", {})
    kernel = (metadata.get("kernelspec") or {}).get("name")
    cells = tuple(_cell(i, c) for i, c in enumerate(raw["cells"]) if c.get("cell_type") == "code")
    return Notebook(path, slug_of(path), kernel, cells, metadata)


def with_outputs(source: bytes, result: bytes) -> bytes:
    """The source notebook with the outputs and counts of a result of the same code cells, in nbformat's own form.

    Raises:
        NotebookError: one of the two is not a notebook.
    """
    document = load_json(source)
    given = [cell for cell in load_json(result)["cells"] if cell.get("cell_type") == "code"]
    cells = [cell for cell in document["cells"] if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    for cell, executed in zip(cells, given, strict=True):
        cell["outputs"], cell["execution_count"] = executed["outputs"], executed["execution_count"]
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    return f"{text}\n".encode()


def option_findings(notebook: Notebook) -> list[Finding]:
    """Cell options that are not YAML, each as a finding with its cell."""
    found = []
    for cell in notebook.cells:
        try:
            _options(cell.source)
        except YamlError as exc:
            found.append(
                finding(
                    "N201",
                    f"the cell options (#| lines) are not YAML: {exc}",
                    path=notebook.path,
                    cell=cell.name,
                    hint="write each as `#| key: value`, with quotation marks round text that holds a colon",
                )
            )
    return found


def _cell(index: int, raw: Mapping[str, Any]) -> Cell:
    source = text_of(raw.get("source", ""))
    try:
        options = _options(source)
    except YamlError:
        options = {}
    metadata = raw.get("metadata", {})
    identity = str(raw.get("id") or metadata.get("id") or index)
    return Cell(index, identity, source, options, tuple(metadata.get("tags", ())), tuple(raw.get("outputs", ())))


def _options(source: str) -> dict[str, Any]:
    lines = []
    for line in source.splitlines():
        stripped = line.strip()
        if stripped.startswith("#|"):
            lines.append(stripped[2:].removeprefix(" "))
        elif stripped:
            break
    data = parse("\n".join(lines)).data
    return data if isinstance(data, dict) else {}


def text_of(value: Any) -> str:
    """Notebook text, which may be stored as a list of lines."""
    return "".join(value) if isinstance(value, list) else str(value)
