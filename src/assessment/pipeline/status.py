"""What is stale and why, without running anything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assessment.datasets.verification import verify
from assessment.editions.causes import LOOK, look_digest, reasons, text_digests
from assessment.editions.manifest import Manifest, read_manifest
from assessment.editions.memory import Memory, recall
from assessment.model import Finding, Notebook, Reason, StaleKind
from assessment.notebooks.stage import Inventory, take_inventory
from assessment.notebooks.store import Store
from assessment.project.project import Project
from assessment.project.root import CONFIG
from assessment.values.harvest import published

_TEXT = "text:"
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
    """A chapter's state; ``because`` says what makes it stale: its text, a notebook it quotes, the look."""

    path: str
    state: State
    because: tuple[Reason, ...] = ()


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
    manifest, memory = read_manifest(project.output), recall(project)
    stale = [n for n in inventory.notebooks if n.slug in inventory.stale]
    common = _changed_for_all(project, manifest, memory) if manifest else ()
    found = []
    for entry in project.book.files():
        path = str(entry.path)
        try:
            text = (project.root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            found.append(ChapterStatus(path, "failed", (Reason("missing", path),)))
            continue
        if manifest is None:
            found.append(ChapterStatus(path, "never", (Reason("missing", "the page"),)))
            continue
        before = {name: sha for name, sha in memory.causes.get(path, {}).items() if name.startswith(_TEXT)}
        before = before or {_TEXT + path: manifest.inputs.get(path, "")}
        written = tuple(name.removeprefix(_TEXT) for name in before)
        because = (*reasons(before, text_digests(project.root, written)), *_quoted(text, stale), *common)
        found.append(ChapterStatus(path, "stale" if because else "fresh", tuple(sorted(because))))
    return found


def _quoted(text: str, stale: list[Notebook]) -> Iterator[Reason]:
    """The stale notebooks that a text embeds cells or quotes values of."""
    named = set(_VAR.findall(text))
    for notebook in stale:
        if f"{notebook.slug}.ipynb" in text or named & {value.id for value in published([notebook])[0]}:
            yield Reason("notebook", notebook.path)


def _changed_for_all(project: Project, manifest: Manifest, memory: Memory) -> tuple[Reason, ...]:
    """What concerns every page: the configuration, the sources, the look."""
    kinds: dict[str, StaleKind] = {CONFIG: "contents", **dict.fromkeys(project.book.bibliography, "sources")}
    if project.book.csl:
        kinds[project.book.csl] = "sources"
    changed = [Reason(kind, path) for path, kind in kinds.items() if manifest.inputs.get(path) != _sha(project, path)]
    looks = {causes.get(LOOK) for causes in memory.causes.values()} - {look_digest(project)}
    return (*changed, *([Reason("look", LOOK.partition(":")[2])] if looks else []))


def _sha(project: Project, path: str) -> str | None:
    try:
        return hashlib.sha256((project.root / path).read_bytes()).hexdigest()
    except OSError:
        return None
