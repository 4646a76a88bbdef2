"""`corrections.yml`: what stood wrong in which released edition, and what is right; dated, and printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assessment.model import Finding, finding

FILE = "corrections.yml"
SCHEMA = Path(__file__).with_name("corrections.schema.json")
_HINT = "docs/corrections.schema.json says its form; without corrections it is `schema: 1` and `corrections: []`"


@dataclass(frozen=True)
class Correction:
    """One correction of a released edition; ``date`` is an ISO day."""

    date: str
    edition: str
    place: str
    was: str
    now: str
    why: str


def read_corrections(root: Path) -> tuple[Correction, ...]:
    """The corrections of a project.

    Raises:
        ValueError: the file is absent or not of its form.
    """
    said = _read(root / FILE)
    keys = list(Correction.__dataclass_fields__)
    entries = said.get("corrections") if isinstance(said, dict) else None
    if not isinstance(entries, list) or str(said.get("schema")) != "1":
        raise ValueError("it has no `schema: 1` with a list of `corrections:`")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or sorted(entry) != sorted(keys) or not all(map(_is_text, entry.values())):
            raise ValueError(f"correction {number} does not have exactly {', '.join(keys)}, each a text")
    return tuple(Correction(**entry) for entry in entries)


def correction_findings(root: Path, epoch: int) -> Iterator[Finding]:
    """What is wrong with the file; a correction cannot be later than the edition that prints it (``epoch``)."""
    try:
        corrections = read_corrections(root)
    except ValueError as exc:
        yield finding("L916", f"the corrections cannot be read: {exc}", path=FILE, hint=_HINT)
        return
    newest = datetime.fromtimestamp(epoch, UTC).date()
    for number, correction in enumerate(corrections, 1):
        day = _day(correction.date)
        if day is None:
            hint = "write the day as 2026-11-22"
            yield finding("L916", f"correction {number} has no date: {correction.date!r}", path=FILE, hint=hint)
        elif day > newest:
            message = f"correction {number} is of {day}, after this edition ({newest})"
            yield finding("L916", message, path=FILE, hint="commit the correction, or mend its date")


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    found: dict[str, Any] = json.loads(SCHEMA.read_bytes())
    return found


def _read(path: Path) -> Any:
    import yaml

    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    except FileNotFoundError as exc:
        raise ValueError("there is none") from exc
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as exc:
        raise ValueError(" ".join(str(exc).split())) from exc


def _is_text(item: Any) -> bool:
    return isinstance(item, str)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
