"""Write the reference pages from the code: commands and options, codes of findings, formats of files.

Run it with `make reference`; a test says when a page is no longer what it writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from assessment.cli.main import app
from assessment.codes import CODES
from assessment.schemas.shipped import Schema, schemas

HERE = Path(__file__).parent
HEAD = "<!-- Written by docs/reference/make.py: change the code, then run `make reference`. -->\n\n"
SUBJECTS = {
    "P": "Project", "D": "Data", "N": "Notebooks", "F": "Figures and tables", "V": "Values", "C": "Chapters",
    "E": "Editions", "S": "Safeguarding", "Q": "Quarto", "R": "Reviews", "L": "Releases",
}  # fmt: skip


def pages() -> dict[str, str]:
    """The name and text of every page."""
    return {"commands.md": commands(), "findings.md": findings(), "formats.md": formats()}


def commands() -> str:
    """Every command with its arguments and options."""
    parts = [
        "# All commands and options\n",
        "What each command does, writes and prints is in [Commands](../commands.md).",
        "Here is how it is called, as `--help` says it.\n",
    ]
    root = typer.main.get_command(app)
    for name, command in _leaves("assessment", root):
        parts.append(f"## {name}\n\n```\n{_usage(name, command)}\n```\n\n{_sentence(command.help or '')}\n")
        if rows := [_parameter(each) for each in command.params if each.name != "help"]:
            parts.append("| option | means | default |\n|---|---|---|\n" + "".join(rows))
    return HEAD + "\n".join(parts)


def findings() -> str:
    """Every code, by its subject."""
    parts = ["# All findings\n", "Each is explained with an example and its repair in [Findings](../findings.md).\n"]
    for letter in dict.fromkeys(code[0] for code in CODES):
        parts.append(f"## {SUBJECTS.get(letter, letter)}\n\n| code | severity | means |\n|---|---|---|")
        parts += [
            f"| {code} | {weight} | {_cell(said)} |" for code, (weight, said) in CODES.items() if code[0] == letter
        ]
        parts.append("")
    return HEAD + "\n".join(parts)


def formats() -> str:
    """Every file and output of ours, from its JSON Schema."""
    parts = [
        "# Formats\n",
        "The formats that are ours, each with its JSON Schema (2020-12).",
        "`assessment new editors` puts the schemas into a project.",
        "All other files are what they are everywhere: Quarto's chapters, Jupyter's notebooks, BibLaTeX.\n",
    ]
    for schema in schemas():
        where = ", ".join(f"`{name}`" for name in schema.files) or "inside other files"
        parts.append(f"## {schema.title}\n\nFor: {where}. Schema: `{schema.name}.schema.json`.\n")
        parts.append(f"{_cell(_sentence(str(schema.content.get('description', ''))))}\n")
        if rows := list(_rows(schema, schema.content, "")):
            parts.append("| key | kind | means |\n|---|---|---|\n" + "".join(rows))
    return HEAD + "\n".join(parts)


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if not below:
        yield name, command
        return
    for each, command_below in below.items():
        yield from _leaves(f"{name} {each}", command_below)


def _usage(name: str, command: Any) -> str:
    arguments = [each for each in command.params if not each.opts[0].startswith("-")]
    written = [each.metavar or str(each.name).upper() for each in arguments]
    shown = [word if each.required else f"[{word}]" for each, word in zip(arguments, written, strict=True)]
    many = [f"{word}…" if each.nargs == -1 else word for each, word in zip(arguments, shown, strict=True)]
    return " ".join([name, *many, "[OPTIONS]"])


def _parameter(parameter: Any) -> str:
    said = _sentence(getattr(parameter, "help", "") or "")
    if not parameter.opts[0].startswith("-"):
        return f"| `{parameter.metavar or str(parameter.name).upper()}` | {_cell(said)} | |\n"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    default = (
        parameter.default if parameter.default not in (None, "", False) and not callable(parameter.default) else ""
    )
    return f"| {names} | {_cell(said)} | {f'`{default}`' if default else ''} |\n"


def _rows(schema: Schema, content: Mapping[str, Any], prefix: str) -> Iterator[str]:
    """A row for each key, and below it for the keys of what it holds."""
    needed = content.get("required", [])
    for key, written in content.get("properties", {}).items():
        if not isinstance(written, dict):
            continue
        below = _resolved(schema, written)
        must = ", needed" if key in needed else ""
        yield f"| `{prefix}{key}` | {_cell(_kind(below))}{must} | {_cell(str(below.get('description', '')))} |\n"
        items = _resolved(schema, below["items"]) if isinstance(below.get("items"), dict) else below
        yield from _rows(schema, items, f"{prefix}{key}{'[]' if items is not below else ''}.")


def _resolved(schema: Schema, content: Mapping[str, Any]) -> dict[str, Any]:
    reference = str(content.get("$ref", ""))
    if not reference.startswith("#/"):
        return dict(content)
    found: Any = schema.content
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return {**found, **{key: item for key, item in content.items() if key != "$ref"}}


def _kind(content: Mapping[str, Any]) -> str:
    if "const" in content:
        return f"always {json.dumps(content['const'])}"
    if "enum" in content:
        return "one of " + ", ".join(str(each) for each in content["enum"])
    if "type" in content:
        kinds = content["type"] if isinstance(content["type"], list) else [content["type"]]
        return " or ".join("list" if kind == "array" else str(kind) for kind in kinds)
    either = content.get("oneOf") or content.get("anyOf") or []
    return " or ".join(dict.fromkeys(_kind(each) for each in either if isinstance(each, dict))) or "any"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
