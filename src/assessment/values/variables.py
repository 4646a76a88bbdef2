r"""`_variables.yml`: the values that prose quotes, as Quarto reads them.

Each value is a marked span, so that the printed number keeps its name in the page:
``"[77%]{.value data-value=\"iwf.self_generated_rise\"}"``. Entries that no notebook publishes are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assessment.model import Finding, Value, finding
from assessment.project.lined_yaml import YamlError, parse

VARIABLES = "_variables.yml"
_MARKED = re.compile(r'^\[(.*)\]\{\.value data-value="([^"]+)"\}$', re.DOTALL)
_HEAD = (
    "# The accepted values of the report. Written by `assessment accept`; prose quotes them with {{< var name >}}.\n"
)


def read_variables(root: Path) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The accepted variables as a nested mapping; a file that cannot be read is a finding."""
    path = root / VARIABLES
    hint = "run `assessment accept` to write it anew"
    if not path.is_file():
        return {}, ()
    try:
        data = parse(path.read_text(encoding="utf-8")).data
    except (YamlError, UnicodeDecodeError) as exc:
        return {}, (finding("V401", f"not YAML: {exc}", path=VARIABLES, line=getattr(exc, "line", None), hint=hint),)
    if not isinstance(data, dict):
        return {}, (finding("V401", "not a mapping of names to values", path=VARIABLES, hint=hint),)
    return data, ()


def marked(value: Value) -> str:
    """A value as Quarto markdown that keeps its name."""
    return f'[{value.text}]{{.value data-value="{value.id}"}}'


def accepted_texts(variables: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Name → printed text of every marked value among the variables."""
    found: dict[str, str] = {}
    for key, item in variables.items():
        if isinstance(item, Mapping):
            found |= accepted_texts(item, f"{prefix}{key}.")
        elif match := _MARKED.match(str(item)):
            found[match[2]] = match[1]
    return found


def merged(variables: Mapping[str, Any], values: Iterable[Value]) -> dict[str, Any]:
    """The variables with every marked value replaced by the fresh ones, in order of their names."""
    tree = _without_values(variables)
    for value in values:
        branch = tree
        *folders, leaf = value.id.split(".")
        for folder in folders:
            below = branch.setdefault(folder, {})
            if not isinstance(below, dict):
                below = branch[folder] = {}
            branch = below
        branch[leaf] = marked(value)
    return tree


def as_yaml(tree: Mapping[str, Any]) -> str:
    """The file's text: JSON strings are YAML strings, and no-break spaces stay as they are."""
    return _HEAD + "\n".join(_lines(tree, "")) + "\n"


def _lines(tree: Mapping[str, Any], indent: str) -> Iterable[str]:
    for key in sorted(tree, key=str):
        item = tree[key]
        if isinstance(item, Mapping) and item:
            yield f"{indent}{key}:"
            yield from _lines(item, indent + "  ")
        else:
            yield f"{indent}{key}: {json.dumps(item, ensure_ascii=False)}"


def _without_values(variables: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, item in variables.items():
        if isinstance(item, Mapping):
            below = _without_values(item)
            if below:
                kept[key] = below
        elif not _MARKED.match(str(item)):
            kept[key] = item
    return kept
