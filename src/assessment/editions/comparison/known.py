"""Differences between the renderers that are known, as data: `known.yml` says which, and why each is no fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KNOWN = Path(__file__).with_name("known.yml")
_ARROW = "\n⟷\n"


@dataclass(frozen=True)
class Known:
    """A rule: which difference, as patterns for its kind, its place and what the two renderers say, and the reason.

    ``says`` has to match all of what the embedded renderer's edition says, an arrow, and what Quarto's says.
    """

    what: re.Pattern[str]
    where: re.Pattern[str]
    says: re.Pattern[str]
    reason: str

    def explains(self, what: str, where: str, embedded: str, quarto: str) -> bool:
        """Whether a difference is this one."""
        said = f"{embedded}{_ARROW}{quarto}"
        return bool(self.what.fullmatch(what) and self.where.search(where) and self.says.fullmatch(said))


def read_known(path: Path = KNOWN) -> tuple[Known, ...]:
    """Every known difference between an edition by the embedded renderer and one by Quarto.

    Raises:
        ValueError: an entry has no reason.
    """
    import yaml

    return tuple(_rule(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or ())


def _rule(entry: Mapping[str, Any]) -> Known:
    reason = str(entry.get("reason") or "")
    if not reason:
        raise ValueError(f"a known difference needs a reason: {dict(entry)}")
    says = re.compile(f"(?:{entry['embedded']}){_ARROW}(?:{entry['quarto']})", re.DOTALL)
    return Known(re.compile(str(entry["what"])), re.compile(str(entry.get("where", ""))), says, reason)
