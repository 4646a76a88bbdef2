"""What the commands of released editions print."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from assessment.cli import show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assessment.pipeline.release import Outcome
    from assessment.releases.since import Changes
    from assessment.reviews.difference import Piece

_SCHEMA = 1
_SIGNS = {"passed": "passed ", "failed": "FAILED ", "not run": "not run"}


def outcome(of: Outcome, as_json: bool) -> None:
    """Every gate with what it looked at, and what it found; then what was made."""
    if as_json:
        print(json.dumps(_object(of), ensure_ascii=False))
        return
    for gate in of.gates:
        told = f" ({gate.told})" if gate.told else ""
        print(f"{_SIGNS[gate.state]} {gate.code} {gate.name}{told}")
        if gate.findings:
            show.findings(gate.findings, False, False)
    if of.refused:
        failed = sum(gate.state == "failed" for gate in of.gates)
        print(f"Refused: {failed} of {len(of.gates)} gates failed; nothing was released.")
    elif of.folder is None:
        print(f"Edition {of.edition} could be released as {of.version}; nothing was written.")
    else:
        tagged = f", tagged {of.tag}" if of.tag else ""
        print(f"Released {of.version}, edition {of.edition}{tagged}: {os.path.relpath(of.folder)}")


def changes(of: Changes, page: Path, as_json: bool) -> None:
    """What changed, most important first; the page shows the figures too."""
    if as_json:
        print(json.dumps({**of.as_json(), "page": str(page)}, ensure_ascii=False))
        return
    for line in _changes(of):
        print(line)
    print(f"Page: {os.path.relpath(page)}")


def _changes(of: Changes) -> Iterator[str]:
    yield f"Since {of.since} ({of.commit[:12]}):" if of.any else f"Nothing that readers see changed since {of.since}."
    yield from (f"recommendation added: {text}" for text in of.recommendations.added)
    yield from (f"recommendation withdrawn: {text}" for text in of.recommendations.withdrawn)
    yield from (f"value {one.id}: {one.old or 'not there'} → {one.new or 'not there'}" for one in of.values)
    for sentence in of.sentences:
        yield f"sentence {sentence.path}:{sentence.line}"
        yield from (f"  {sign} {text}" for sign, text in (("-", sentence.old), ("+", sentence.new)) if text)
    yield from (f"figure {figure.id}" for figure in of.figures)
    yield from (f"table {table}" for table in of.tables)
    yield from (f"data {one.id}: {one.old or 'not there'} → {one.new or 'not there'}" for one in of.data)
    for prose in of.prose:
        yield f"words {prose.path}:{prose.line} {''.join(map(_piece, prose.pieces))}"


def _piece(piece: Piece) -> str:
    state, text = piece
    return {"added": f"{{+{text}+}}", "removed": f"[-{text}-]"}.get(state, text)


def _object(of: Outcome) -> dict[str, object]:
    return {
        "schema": _SCHEMA,
        "version": of.version,
        "commit": of.commit,
        "edition": of.edition or None,
        "released": of.folder is not None,
        "refused": of.refused,
        "folder": str(of.folder) if of.folder else None,
        "tag": of.tag,
        "gates": [gate.as_json() for gate in of.gates],
    }
