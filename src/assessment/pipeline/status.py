"""What is stale and why, without running anything."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from assessment.datasets.verification import verify
from assessment.editions.manifest import read_manifest
from assessment.model import Finding, Reason
from assessment.notebooks.stage import Inventory, take_inventory
from assessment.notebooks.store import Store
from assessment.project.project import Project
from assessment.values.harvest import published

State = Literal["fresh", "stale", "failed", "never"]
_VAR = re.compile(r"\{\{<\s*var\s+([\w.-]+)")


@dataclass(frozen=True)
class NotebookStatus:
    """A notebook's state; ``because`` says what makes it stale."""

    slug: str
    state: State
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class ChapterStatus:
    """A chapter's state: stale when its text changed, or a notebook it quotes is stale."""

    path: str
    state: State


@dataclass(frozen=True)
class Status:
    """The state of every notebook and chapter."""

    notebooks: tuple[NotebookStatus, ...]
    chapters: tuple[ChapterStatus, ...]
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether a build would have nothing to do."""
        states = [*(item.state for item in self.notebooks), *(item.state for item in self.chapters)]
        return all(state == "fresh" for state in states)


def take_status(project: Project) -> Status:
    """Compare the project with the results and editions that are there."""
    data = verify(project)
    inventory = take_inventory(project, data.declarations or {})
    store = Store(project.build)
    notebooks = []
    for notebook in inventory.notebooks:
        record = store.record(notebook.slug)
        because = inventory.stale.get(notebook.slug, ())
        state: State = (
            "fresh" if not because else "never" if record is None else "failed" if record.failure else "stale"
        )
        notebooks.append(NotebookStatus(notebook.slug, state, because))
    notebooks += [NotebookStatus(slug, "failed", ()) for slug in inventory.unreadable]
    findings = (*data.findings, *inventory.findings)
    return Status(tuple(notebooks), tuple(_chapters(project, inventory)), findings)


def _chapters(project: Project, inventory: Inventory) -> list[ChapterStatus]:
    manifest = read_manifest(project.output)
    stale = [n for n in inventory.notebooks if n.slug in inventory.stale]
    moving = {value.id for value in published(stale)[0]}
    found = []
    for entry in project.book.files():
        path = str(entry.path)
        try:
            content = (project.root / path).read_bytes()
        except OSError:
            found.append(ChapterStatus(path, "failed"))
            continue
        text = content.decode("utf-8", errors="replace")
        quotes = any(f"{n.slug}.ipynb" in text for n in stale) or bool(moving & set(_VAR.findall(text)))
        if manifest is None:
            state: State = "never"
        elif quotes or manifest.inputs.get(path) != hashlib.sha256(content).hexdigest():
            state = "stale"
        else:
            state = "fresh"
        found.append(ChapterStatus(path, state))
    return found
