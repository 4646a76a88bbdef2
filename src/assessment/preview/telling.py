"""The state as the page reads it: one JSON object, small enough to be sent whole at each change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessment.errors import AssessmentError
from assessment.preview.editors import address_in_vscode
from assessment.preview.state import State

_WEIGHT = {"error": 0, "warning": 1, "note": 2}


def as_json(state: State, session: str, root: Path) -> dict[str, Any]:
    """Everything the page shows of a state."""
    reading, printed = state.reading, state.printed
    titles = {page: chapter.title for page, chapter in reading.pages.items()} if reading else {}
    return {
        "session": session,
        "number": reading.number if reading else 0,
        "look": state.look,
        "changed": [{"page": page, "title": titles.get(page, page)} for page in state.changed],
        "findings": sorted(_findings(state, root), key=lambda found: _WEIGHT[found["severity"]]),
        "progress": [{"notebook": slug, "done": done, "total": of} for slug, (done, of) in state.progress.items()],
        "doing": list(state.doing),
        "said": state.said,
        "pdf": list(printed.digests) if printed else [],
    }


def _findings(state: State, root: Path) -> Iterator[dict[str, Any]]:
    for problem in state.problems.values():
        yield _located({"code": "", "severity": "error", "cell": None, "column": None, **_said(problem)}, root)
    for found in state.findings:
        yield _located(found.as_json(), root)


def _said(problem: AssessmentError) -> dict[str, Any]:
    return {"path": problem.path, "line": problem.line, "message": problem.message, "hint": problem.hint}


def _located(found: dict[str, Any], root: Path) -> dict[str, Any]:
    """A finding with the address that opens its place, where it has one in the project."""
    place = root / str(found["path"] or "")
    opens = bool(found["path"]) and place.is_relative_to(root) and place.is_file()
    return {**found, "vscode": address_in_vscode(place, found["line"]) if opens else None}
