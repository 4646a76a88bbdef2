"""What the commands of released editions print."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from assessment.cli import show

if TYPE_CHECKING:
    from assessment.pipeline.release import Outcome

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
