"""What the chores print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessment.chores.outline import Line
    from assessment.chores.rename import Renaming

_SCHEMA = 1
_COUNTS = ("words", "lix", "figures", "tables", "values", "findings", "signed")
_HEADS = ("words", "LIX", "fig.", "tab.", "values", "find.", "signed")
_TITLE_WIDTH = 28


def written(paths: Iterable[str], then: str, as_json: bool, root: str = "") -> None:
    """Which files were written, and what to do next."""
    listed = sorted(paths)
    if as_json:
        _json({"root": root, "written": listed, "next": then})
        return
    if root:
        print(f"wrote {len(listed)} files into {root}")
    else:
        for path in listed:
            print(f"wrote {path}")
    if not listed:
        print("Nothing to write: everything is there.")
    print(f"Next: {then}")


def renaming(prepared: Renaming, as_json: bool, *, written: bool) -> None:
    """Which lines change, and which record moves."""
    if as_json:
        moves = [{"old": old, "new": new} for old, new in prepared.moves.items()]
        _json({"places": [asdict(place) for place in prepared.places], "moves": moves, "written": written})
        return
    for place in prepared.places:
        print(f"{place.path}:{place.line}")
        print(f"  - {_short(place.old)}")
        print(f"  + {_short(place.new)}")
    for old, new in prepared.moves.items():
        print(f"{old} → {new}")
    said = f"{_counted(len(prepared.places), 'line')} in {_counted(len(prepared.writes), 'file')}"
    print(f"{said}{'' if written else ' would change; nothing is written'}.")


def outline(lines: Sequence[Line], whole: Line, as_json: bool) -> None:
    """The book's lines as a table that fits 80 columns."""
    if as_json:
        _json({"lines": [asdict(line) for line in lines], "total": asdict(whole)})
        return
    print(f"{'':{_TITLE_WIDTH}}" + "".join(f"{head:>7}" for head in _HEADS))
    for line in lines:
        if not line.path:
            print(line.title)
            continue
        name = f"{line.number:>2} {line.title}"
        print(f"{_cut(name):{_TITLE_WIDTH}}" + _counts(line))
    print(f"{'In all':{_TITLE_WIDTH}}" + _counts(whole))
    print("LIX, how hard a text reads: under 40 easy, 40 to 50 ordinary, over 60 hard.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _counts(line: Line) -> str:
    due = line.figures + line.tables
    cells = [str(getattr(line, name)) for name in _COUNTS[:-1]] + [f"{line.signed}/{due}" if due else "-"]
    return "".join(f"{cell:>7}" for cell in cells)


def _cut(text: str) -> str:
    return text if len(text) < _TITLE_WIDTH else text[: _TITLE_WIDTH - 2] + "…"


def _short(text: str) -> str:
    longest = 160
    return text if len(text) <= longest else text[:longest] + "…"


def _json(content: dict[str, Any]) -> None:
    print(json.dumps({"schema": _SCHEMA, **content}, indent=1, ensure_ascii=False))
