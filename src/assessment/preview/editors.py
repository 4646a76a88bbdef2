"""Open a source where its author edits it: an address for VS Code, or a program started on this machine."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from assessment.errors import UsageError
from assessment.process import launch

_ON_TERMINALS = ("vi", "vim", "nvim", "nano", "pico", "ed", "hx", "helix", "kak", "joe", "micro", "mcedit", "ne")
_GOTO = ("code", "code-insiders", "codium", "cursor", "windsurf")
_COLON = ("subl", "zed", "atom")
_PLUS = ("gedit", "gvim", "emacs", "emacsclient", "kwrite", "mousepad", "xed", "gnome-text-editor")


def address_in_vscode(path: Path, line: int | None) -> str:
    """The address that VS Code opens at a line."""
    place = quote(path.as_posix(), safe="/:")
    return f"vscode://file{'' if place.startswith('/') else '/'}{place}" + (f":{line}" if line else "")


def editors(environment: Mapping[str, str]) -> dict[str, str]:
    """What may be opened from a page, by name: what people call it."""
    found = {}
    command = _editor(environment)
    if command and Path(command[0]).name not in _ON_TERMINALS:
        found["editor"] = Path(command[0]).name
    if _jupyter():
        found["jupyterlab"] = "JupyterLab"
    return found


def open_in(editor: str, root: Path, path: str, line: int | None) -> None:
    """Open a file of the project in the user's editor (`$VISUAL`, `$EDITOR`) or, a notebook, in JupyterLab.

    Raises:
        UsageError: the file is not the project's, or there is no such editor.
        ProgramMissingError: the editor cannot be started.
    """
    place = (root / path).resolve()
    if not place.is_relative_to(root) or not place.is_file():
        raise UsageError(f"{path} is no file of the project")
    jupyter = _jupyter()
    if editor == "jupyterlab" and jupyter:
        launch([jupyter, "lab", place], root)
    elif editor == "editor" and "editor" in editors(os.environ):
        launch(_at_line(_editor(os.environ), place, line), root)
    else:
        raise UsageError(f"there is no {editor} to open files in", hint="set $VISUAL to an editor with a window")


def _editor(environment: Mapping[str, str]) -> list[str]:
    try:
        return shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "")
    except ValueError:  # an open quotation mark
        return []


def _jupyter() -> str | None:
    beside = Path(sys.executable).with_name("jupyter-lab")
    found = shutil.which(str(beside)) or shutil.which("jupyter-lab")
    return str(Path(found).with_name("jupyter")) if found else None


def _at_line(command: list[str], place: Path, line: int | None) -> list[str]:
    name, spot = Path(command[0]).name, str(place)
    if line is None:
        return [*command, spot]
    if name in _GOTO:
        return [*command, "--goto", f"{spot}:{line}"]
    if name in _COLON:
        return [*command, f"{spot}:{line}"]
    if name in _PLUS:
        return [*command, f"+{line}", spot]
    if name == "kate":
        return [*command, "--line", str(line), spot]
    return [*command, spot]
