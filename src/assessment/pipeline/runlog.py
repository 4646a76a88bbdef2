"""The log of builds: what each executed and why, how long it took, how much memory it needed. One line of JSON each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assessment.project.files import write_atomically

_MOST_LINES = 1000
_KEPT = ("executed", "reused", "recalled", "failed", "rendered", "because", "costs", "edition", "seconds")


def log_path(build: Path) -> Path:
    """Where the log of a project is."""
    return build / "logs" / "builds.jsonl"


def add_to_log(build: Path, summary: dict[str, Any]) -> None:
    """Add a build; the oldest lines go when there are very many.

    Raises:
        OutputError: the log could not be written.
    """
    path = log_path(build)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    entry = {"ended": datetime.now(UTC).isoformat(timespec="seconds"), **{key: summary[key] for key in _KEPT}}
    kept = [*lines[1 - _MOST_LINES :], json.dumps(entry, ensure_ascii=False)]
    write_atomically(path, ("\n".join(kept) + "\n").encode())
