"""What a change does: executed in a copy of the project, which is then compared with the project as it stands.

Nothing of the project is written, neither its files nor its results: the copy has its own of both.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assessment.chapters.manuscript import Manuscript, read_manuscript
from assessment.datasets.package import PINS, versions
from assessment.datasets.verification import VerifiedData, verify
from assessment.editions.identity import source_epoch
from assessment.errors import UsageError
from assessment.model import Finding
from assessment.notebooks import stage as notebooks
from assessment.notebooks.executor import Executor, Progress
from assessment.pipeline.build import gather, graph_of
from assessment.pipeline.comparison import differences
from assessment.pipeline.impact import Impact, project_path
from assessment.project.project import Project, load
from assessment.provenance.graph import Graph

_NOT_COPIED = ("__pycache__", ".*", "_book", "book.new", "book.old", "work", "lock", "logs", "node_modules")
_ALIKE = 0.5
_DATASET = re.compile(r"([^@/\\]+)@([^@/\\]+)")


@dataclass(frozen=True)
class Change:
    """Files of the project (relative path) and what they would hold; none for those that hold it already."""

    writes: Mapping[str, bytes]


@dataclass(frozen=True)
class Trier:
    """How to try a change: with which executor, how many notebooks at a time, and who hears of progress."""

    executor: Executor
    jobs: int
    on_notebook: Progress = lambda *_: None


@dataclass(frozen=True)
class _State:
    graph: Graph
    pictures: Mapping[str, tuple[bytes, ...]]
    executed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def understood(project: Project, given: str, place: str | None = None) -> Change:
    """What ``--with`` asks for: a file in place of one of the project, or another version of a dataset.

    Raises:
        UsageError: there is no such file or version, or it is not clear which file it stands for.
    """
    match = _DATASET.fullmatch(given)
    if match and not Path(given).exists():
        return Change({PINS: pinned(project, match[1], match[2])})
    file = Path(given) if Path(given).is_file() else project.root / given
    if not file.is_file():
        raise UsageError(f"there is no file {given}", hint="name a file, or a version of a dataset as DATASET@VERSION")
    if place is None and file.resolve().is_relative_to(project.root):
        project_path(project, str(file))
        return Change({})
    return Change({place or _place_of(project, file): file.read_bytes()})


def pinned(project: Project, dataset: str, version: str) -> bytes:
    """The pins with another version of one dataset, all else as it is written.

    Raises:
        UsageError: no such dataset or version is declared.
    """
    declared = [item for item in versions(project.root) if item.dataset == dataset]
    if version not in {item.version for item in declared}:
        offered = ", ".join(item.version for item in declared)
        hint = f"there are: {offered}" if offered else "declare it in data/datapackage.json"
        raise UsageError(f"{dataset}@{version} is not declared", hint=hint)
    path = project.root / PINS
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    line = re.compile(rf"^({re.escape(dataset)}:[ \t]*)(?:\"[^\"]*\"|'[^']*'|[^\s#]*)", re.MULTILINE)
    if line.search(text):
        return line.sub(lambda found: f'{found[1]}"{version}"', text, count=1).encode()
    begin = text if not text or text.endswith("\n") else f"{text}\n"
    return f'{begin}{dataset}: "{version}"\n'.encode()


def does_change(project: Project, change: Change, trier: Trier) -> Impact:
    """What the change does: notebooks that run, figures, tables, values and sentences that come out otherwise.

    A change without files to write is one that lies in the project already: its results as last built are compared.

    Raises:
        OutputError: the copy could not be written.
    """
    epoch = source_epoch(project)
    with _copied(project) as copy:
        before, manuscript = _stored(copy) if not change.writes else _fresh(copy, trier, epoch)
        for path, content in change.writes.items():
            (copy.root / path).parent.mkdir(parents=True, exist_ok=True)
            (copy.root / path).write_bytes(content)
        after, _ = _fresh(copy, trier, epoch, manuscript)
    found = differences(before.graph, after.graph, before.pictures, after.pictures, after.failed)
    return replace(found, notebooks=after.executed, failed=after.failed, findings=after.findings)


def _place_of(project: Project, file: Path) -> str:
    """Which declared file another one stands for: by its name, `…/dataset/version.csv`, else by what is in it."""
    known = [item.path for item in versions(project.root)]
    for tail in (file.parts[-2:], file.parts[-1:]):
        alike = [path for path in known if Path(path).parts[-len(tail) :] == tail]
        if len(alike) == 1:
            return alike[0]
    lines = set(file.read_bytes().splitlines())
    shared = {path: _shared(lines, project.root / path) for path in known}
    best = sorted(known, key=lambda path: -shared[path])[:2]
    if best and shared[best[0]] > _ALIKE and shared[best[0]] > max((shared[path] for path in best[1:]), default=0):
        return best[0]
    hint = f"say which: assessment impact data/DATASET/VERSION.csv --with {file.name}"
    raise UsageError(f"it is not clear which file of the project {file.name} stands for", hint=hint)


def _shared(lines: set[bytes], path: Path) -> float:
    """How many of some lines stand in a file too, as a share."""
    there = set(path.read_bytes().splitlines()) if path.is_file() else set()
    return len(lines & there) / len(lines) if lines else 0.0


@contextmanager
def _copied(project: Project) -> Iterator[Project]:
    with tempfile.TemporaryDirectory(prefix="assessment-") as folder:
        root = Path(folder).resolve() / "book"
        output = Path(project.book.output_dir).name
        shutil.copytree(project.root, root, ignore=shutil.ignore_patterns(*_NOT_COPIED, output), symlinks=True)
        copy = load(root)
        yield replace(copy, settings=replace(copy.settings, store=""))


def _fresh(
    project: Project, trier: Trier, epoch: int, manuscript: Manuscript | None = None
) -> tuple[_State, Manuscript]:
    """Execute what is stale; read the chapters anew unless they are given."""
    data = verify(project)
    inventory = notebooks.take_inventory(project, data.declarations or {})
    executed = notebooks.execute(
        project, inventory, data.declarations or {}, trier.executor, trier.jobs, epoch, trier.on_notebook
    )
    return _state(project, data, executed, manuscript)


def _stored(project: Project) -> tuple[_State, Manuscript]:
    """The results as they were last built, whatever has changed in what they read since."""
    data = verify(project)
    inventory = notebooks.take_inventory(project, data.declarations or {})
    rewritten = {slug: reasons for slug, reasons in inventory.stale.items() if any(r.kind == "code" for r in reasons)}
    executed = notebooks.without_executing(project, replace(inventory, stale=rewritten))
    return _state(project, data, executed, None)


def _state(
    project: Project, data: VerifiedData, executed: notebooks.Executed, manuscript: Manuscript | None
) -> tuple[_State, Manuscript]:
    results = gather(project, executed)
    manuscript = manuscript or read_manuscript(project, results.figures, results.variables)
    graph = graph_of(project, data, results, manuscript)
    pictures = {
        lineage.id: tuple((project.build / media.path).read_bytes() for media in lineage.media)
        for lineage in graph.lineages
        if lineage.media
    }
    ran = tuple(sorted({*executed.executed, *executed.recalled}))
    return _State(graph, pictures, ran, executed.failed, executed.findings), manuscript
