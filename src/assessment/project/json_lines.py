"""JSON that is read and compared line by line, and quick to write: the library indents twenty times slower."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

_DEPTH = 3
_compact: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def json_lines(said: Any) -> str:
    """What is said as JSON, names in order: three levels deep each thing stands on a line of its own."""
    return _lines(said, _DEPTH, "\n") + "\n"


def _lines(said: Any, depth: int, end: str) -> str:
    if not depth or not said or not isinstance(said, (dict, list, tuple)):
        return _compact(said)
    inner = f"{end} "
    if isinstance(said, dict):
        parts = (f"{_compact(name)}: {_lines(said[name], depth - 1, inner)}" for name in sorted(said))
        return f"{{{inner}{f',{inner}'.join(parts)}{end}}}"
    return f"[{inner}{f',{inner}'.join(_lines(item, depth - 1, inner) for item in said)}{end}]"
