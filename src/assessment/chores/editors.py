"""What editors need of a project: settings, tasks and snippets for VS Code and JupyterLab, and the schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assessment.chores.parts import Addition
from assessment.project.project import Project
from assessment.schemas.shipped import schemas

_STARTER = Path(__file__).parents[1] / "starter"
_FOLDERS = {"vscode": ".vscode", "jupyter": ".jupyter"}
_SCHEMAS = ".vscode/schemas"
_SETTINGS = ".vscode/settings.json"


def editor_files() -> dict[str, bytes]:
    """Every file for editors (relative path → content), with the schemas wired to the files they are for."""
    files = {}
    for name, place in _FOLDERS.items():
        folder = _STARTER / name
        written = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")  # pip compiles
        for path in sorted(written):
            files[f"{place}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    for schema in schemas():
        files[f"{_SCHEMAS}/{schema.name}.schema.json"] = schema.path.read_bytes()
    settings = json.loads(files[_SETTINGS]) | _wiring()
    files[_SETTINGS] = (json.dumps(settings, indent=2) + "\n").encode()
    return files


def new_editors(project: Project) -> tuple[Addition, tuple[str, ...]]:
    """What is absent or of an older tool, and the files a person has changed, which stay as they are.

    Schemas are the tool's and always follow it.
    """
    writes: dict[str, bytes] = {}
    kept = []
    for path, content in editor_files().items():
        place = project.root / path
        if not place.is_file() or (path.startswith(_SCHEMAS) and place.read_bytes() != content):
            writes[path] = content
        elif place.read_bytes() != content:
            kept.append(path)
    return Addition(writes, "open the folder in VS Code; docs/how-to/editors.md says more"), tuple(kept)


def _wiring() -> dict[str, Any]:
    """Which schema serves which files: YAML for the YAML extension, JSON for the editor itself."""
    yaml: dict[str, list[str]] = {}
    as_json = []
    for schema in schemas():
        url = f"./{_SCHEMAS}/{schema.name}.schema.json"
        named = [name for name in schema.files if name.endswith((".yml", ".yaml"))]
        if named:
            yaml[url] = named
        if others := [f"/{name}" for name in schema.files if name.endswith(".json")]:
            as_json.append({"fileMatch": others, "url": url})
    return {"yaml.schemas": yaml, "json.schemas": as_json}
