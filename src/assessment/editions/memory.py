"""What the last rendering was of, so that the next can say what changed and why, and repeat what was remarked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from assessment.editions.causes import reasons
from assessment.model import Finding, Reason
from assessment.project.files import write_atomically
from assessment.project.project import Project

_NAME = "rendering.json"


@dataclass(frozen=True)
class Memory:
    """The ``key`` of an edition, what its renderer remarked, and for each chapter the digest of what its page shows
    (empty where the renderer cannot tell) and what the page depends on.
    """

    key: str = ""
    findings: tuple[Finding, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    causes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def remarks(self, key: str) -> tuple[Finding, ...]:
        """What the renderer remarked of the edition with this key; none of any other."""
        return self.findings if self.key == key else ()

    def changed(self, now: Memory) -> dict[str, tuple[Reason, ...]]:
        """The chapters whose pages show something else now, with the reasons."""
        return {
            path: reasons(self.causes.get(path), causes)
            for path, causes in now.causes.items()
            if path not in now.pages or now.pages[path] != self.pages.get(path)
        }


def recall(project: Project) -> Memory:
    """What was kept; an empty memory where nothing was, or it cannot be read."""
    try:
        raw = json.loads((project.build / _NAME).read_bytes())
        return Memory(raw["key"], tuple(Finding(**item) for item in raw["findings"]), raw["pages"], raw["causes"])
    except (OSError, ValueError, TypeError, KeyError):
        return Memory()


def keep(project: Project, memory: Memory) -> None:
    """Keep it for the next build.

    Raises:
        OutputError: it could not be written.
    """
    write_atomically(project.build / _NAME, json.dumps(asdict(memory)).encode())
