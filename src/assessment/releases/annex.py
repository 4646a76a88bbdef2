"""What changed, as a small book of its own: so the annex of a release is typeset and tagged as the report is.

Its own words are English, as those of the page are, whatever language the report is in.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from assessment.look import EXTENSION, look_folder
from assessment.project.files import writing
from assessment.project.project import Project
from assessment.project.root import CONFIG
from assessment.releases.since import Changes, Shown, picture_kind

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
_ENDINGS = {"svg+xml": "svg", "jpeg": "jpg"}


def write_annex(folder: Path, project: Project, changes: Changes, day: str) -> None:
    """Write the sources of the annex, dated ``day``, in the look of the project.

    Raises:
        OutputError: they could not be written.
    """
    with writing(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copytree(look_folder(project.root), folder / EXTENSION)
        figures = [
            {
                "id": one.id,
                "caption": one.caption,
                "sides": (("before", _laid(folder, one.before)), ("now", _laid(folder, one.now))),
            }
            for one in changes.figures
        ]
        (folder / "index.qmd").write_text(_text(changes, figures), encoding="utf-8")
        (folder / CONFIG).write_text(json.dumps(_config(project, changes, day)), encoding="utf-8")  # JSON is YAML


def _config(project: Project, changes: Changes, day: str) -> dict[str, Any]:
    book = {
        "title": f"What changed since {changes.since}",
        "subtitle": project.book.title,
        "author": list(project.book.authors),
        "date": day,
        "output-file": "changes",
        "chapters": ["index.qmd"],
    }
    formats = {"assessment-html": "default", "assessment-typst": {"lof": False, "lot": False}}
    return {"project": {"type": "book"}, "book": book, "lang": "en", "format": formats}


def _laid(folder: Path, shown: Shown) -> list[tuple[str, str]]:
    """The pictures as files beside the text; gives their names, which follow from what they show, and descriptions."""
    laid = []
    for picture, description in shown.described:
        kind = picture_kind(picture)
        name = f"{hashlib.sha256(picture).hexdigest()[:16]}.{_ENDINGS.get(kind, kind)}"
        (folder / name).write_bytes(picture)
        laid.append((name, description))
    return laid


def _text(changes: Changes, figures: list[dict[str, Any]]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - what is made is Markdown, and every text is escaped for it
        loader=PackageLoader("assessment.releases", ""), undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["text"] = _meaning_itself
    template = environment.get_template("changes.md.jinja")
    return template.render(changes=changes, figures=figures, piece=_piece)


def _meaning_itself(text: str) -> str:
    """A text that the chapter dialect reads as nothing but itself, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _piece(state: str, words: str) -> str:
    said = _meaning_itself(words)
    if not said:
        return " "
    marked = {"added": f"[{said}]{{.underline}}", "removed": f"~~{said}~~ "}.get(state, said)
    before, after = (" " if part.isspace() else "" for part in (words[:1], words[-1:]))
    return f"{before}{marked}{after}"
