"""Start a report: a small one that is complete, builds and tests at once, and carries the tool it was made with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from assessment.chores.editors import editor_files
from assessment.chores.edits import edited_yaml
from assessment.chores.wheel import pack
from assessment.errors import UsageError
from assessment.look import EXTENSION, look_folder
from assessment.project.files import writing
from assessment.project.root import CONFIG

STARTER = Path(__file__).parents[1] / "starter"
_RENAMED = {"gitignore": ".gitignore"}
_EDITORS = ("vscode", "jupyter")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*_cache", "_build", "_book", *_EDITORS)


def start_report(folder: Path, title: str = "", author: str = "", lang: str = "") -> tuple[str, ...]:
    """Make a report in a folder that is not there yet, or empty; gives the files made, relative to it.

    The folder is made beside its place and renamed into it.

    Raises:
        UsageError: the folder holds something, or is a file.
        OutputError: it could not be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder", hint="name a new folder: nothing is ever overwritten")
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            _fill(beside, {"title": title, "author": author}, lang)
            if folder.exists():
                folder.rmdir()
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def _fill(folder: Path, book: dict[str, str], lang: str) -> None:
    shutil.copytree(STARTER, folder, ignore=_LEFT_OUT)
    for old, new in _RENAMED.items():
        (folder / old).rename(folder / new)
    shutil.copytree(look_folder(folder), folder / EXTENSION, ignore=_LEFT_OUT)
    name, wheel = pack()
    files = {f"tool/{name}": wheel, **editor_files()}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)

    def change(config: Any) -> None:
        config["book"].update({key: text for key, text in book.items() if text})
        config["assessment"]["analyst"] = config["book"]["author"]
        if lang:
            config["lang"] = lang

    config = folder / CONFIG
    config.write_text(edited_yaml(config.read_text(encoding="utf-8"), change, CONFIG), encoding="utf-8")
