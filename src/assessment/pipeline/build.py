"""The flow, readable aloud: verify data, execute what changed, harvest, read chapters, check, render."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessment.chapters.manuscript import Manuscript, read_manuscript
from assessment.checks.acceptance import notebook_findings, value_findings
from assessment.checks.configuration import configuration_findings
from assessment.checks.editions import edition_findings
from assessment.checks.numbers.check import number_findings
from assessment.checks.reads import undeclared_reads
from assessment.checks.safeguarding.check import safeguarding
from assessment.checks.safeguarding.published import RULES
from assessment.checks.values import unused_values
from assessment.datasets.verification import VerifiedData, verify
from assessment.editions.identity import source_epoch
from assessment.editions.stage import Content, Editions, bring_up_to_date
from assessment.figures.harvest import Harvest, harvest
from assessment.look import look_folder
from assessment.model import Figure, Finding, Notebook, Value, in_order
from assessment.notebooks import stage as notebooks
from assessment.notebooks.executor import Executor, Progress
from assessment.notebooks.kernelspecs import kernel_files
from assessment.notebooks.reading import NotebookError, read_notebook
from assessment.pipeline import reviewing
from assessment.pipeline.unchanged import Told, below
from assessment.project.book import Target
from assessment.project.files import write_atomically
from assessment.project.project import Project
from assessment.project.root import CONFIG
from assessment.provenance.collection import Material, collect
from assessment.provenance.graph import Graph
from assessment.rendering.base import Renderer
from assessment.reviews.records import FOLDER
from assessment.reviews.states import Reviews
from assessment.values.harvest import published
from assessment.values.variables import VARIABLES, as_yaml, merged, read_variables


@dataclass(frozen=True)
class Results:
    """What the notebooks gave: figures by notebook and label, values, the variables prose quotes."""

    notebooks: tuple[Notebook, ...]
    figures: Mapping[str, Mapping[str, Figure]]
    values: tuple[Value, ...]
    variables: Mapping[str, Any]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Assessment:
    """Everything known of a project without rendering it."""

    data: VerifiedData
    inventory: notebooks.Inventory
    executed: notebooks.Executed
    results: Results
    manuscript: Manuscript
    reviews: Reviews
    findings: tuple[Finding, ...]
    graph: Graph


@dataclass(frozen=True)
class Build:
    """What a build did; ``editions`` is none when a notebook failed and the last editions stand.

    ``told`` is everything it depended on or made: files, folders, files that have to be absent, variables.
    """

    executed: notebooks.Executed
    editions: Editions | None
    findings: tuple[Finding, ...]
    told: Told | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """How to work: with which executor and renderer, how many at a time, and who hears of progress.

    ``version`` makes the edition a released one; only a release and its verification give one.
    """

    executor: Executor
    renderer: Renderer
    jobs: int
    targets: tuple[Target, ...] = ("html", "pdf")
    on_notebook: Progress = lambda *_: None
    on_render: Any = lambda _: None
    version: str = ""


def build(project: Project, work: Work) -> Build:
    """Bring both editions up to date, doing only what is stale."""
    clock, began = _Clock(), time.time_ns()
    epoch = source_epoch(project)
    data = verify(project)
    inventory = notebooks.take_inventory(project, data.declarations or {})
    executed = notebooks.execute(
        project, inventory, data.declarations or {}, work.executor, work.jobs, epoch, work.on_notebook
    )
    clock.lap("execute")
    if executed.failed:
        findings = in_order([*data.findings, *executed.findings, *executed.remarks])
        return Build(executed, None, findings, seconds=clock.seconds)
    results = gather(project, executed)
    manuscript = read_manuscript(project, results.figures, results.variables)
    graph, found = _checked(project, data, executed, results, manuscript)
    findings = in_order([*configuration_findings(project, work.renderer.info.name), *found])
    given = (manuscript, executed.contents, results.variables, len(findings), epoch, work.on_render)
    content = Content(*given, results.figures, graph, findings, work.version)
    editions = bring_up_to_date(project, content, work.renderer, work.targets)
    remarks = [*editions.findings, *executed.remarks, *manuscript.remarks]
    reviewed = reviewing.findings(project, reviewing.take(project, results, manuscript, graph))
    findings = in_order([*findings, *remarks, *reviewed, *edition_findings(project, project.output)])
    clock.lap("render")
    told = Told(
        sources=tuple(_sources(project, inventory, manuscript)),
        outputs=tuple(_outputs(project)),
        variables=notebooks.declared_variables(inventory),
        began=began,
    )
    return Build(executed, editions, findings, told, clock.seconds)


def examine(project: Project) -> Assessment:
    """Run every check on what is there, without executing or rendering anything."""
    data = verify(project)
    inventory = notebooks.take_inventory(project, data.declarations or {})
    executed = notebooks.without_executing(project, inventory)
    results = gather(project, executed)
    manuscript = read_manuscript(project, results.figures, results.variables)
    graph, found = _checked(project, data, executed, results, manuscript)
    reviews = reviewing.take(project, results, manuscript, graph)
    findings = in_order([*configuration_findings(project, "embedded"), *found, *reviewing.findings(project, reviews)])
    return Assessment(data, inventory, executed, results, manuscript, reviews, findings, graph)


def graph_of(project: Project, data: VerifiedData, results: Results, manuscript: Manuscript) -> Graph:
    """Where each figure, table and value comes from, and where it is used."""
    found = (data.versions, results.notebooks, results.figures, results.values, results.variables)
    return collect(project, Material(*found, manuscript))


def gather(project: Project, executed: notebooks.Executed) -> Results:
    """Figures with their pictures and values with their variables, into `_build/`."""
    fresh = notebooks.results(executed)
    harvests = {notebook.path: harvest(notebook) for notebook in fresh}
    for found in harvests.values():
        _write_pictures(project, found)
    values, twice = published(fresh, project.book.lang)
    accepted, unreadable = read_variables(project.root)
    variables = merged(accepted, values)
    write_atomically(project.build / "_variables.yml", as_yaml(variables).encode())
    figures = {path: {figure.label: figure for figure in found.figures} for path, found in harvests.items()}
    findings = [*twice, *unreadable, *(item for found in harvests.values() for item in found.findings)]
    return Results(fresh, figures, values, variables, tuple(findings))


def _write_pictures(project: Project, found: Harvest) -> None:
    for name, content in found.pictures.items():
        path = project.build / name
        if not path.is_file() or path.read_bytes() != content:
            write_atomically(path, content)


def _checked(
    project: Project, data: VerifiedData, executed: notebooks.Executed, results: Results, manuscript: Manuscript
) -> tuple[Graph, tuple[Finding, ...]]:
    """The graph, and what all checks find; those of care take the longest and are made beside the others."""
    accepted, _ = read_variables(project.root)
    texts = (project, executed.contents, results.values, manuscript)
    with safeguarding(*texts) as care:
        graph = graph_of(project, data, results, manuscript)
        findings = [
            *data.findings,
            *executed.findings,
            *results.findings,
            *manuscript.findings,
            *undeclared_reads(notebooks.inputs_by_notebook(project, results.notebooks)),
            *notebook_findings(_committed(project), results.notebooks),
            *value_findings(accepted, results.values),
            *unused_values(graph),
            *number_findings(*texts),
            *care(),
        ]
    return graph, in_order(findings)


def _committed(project: Project) -> list[Notebook]:
    found = []
    for path in map(project.relative, project.notebooks()):
        try:
            found.append(read_notebook(project.root, path))
        except (NotebookError, OSError):
            continue  # the inventory has said so
    return found


def _sources(project: Project, inventory: notebooks.Inventory, manuscript: Manuscript) -> Iterator[Path]:
    root, book = project.root, project.book
    named = [CONFIG, VARIABLES, RULES, "requirements.lock", *book.bibliography, *([book.csl] if book.csl else [])]
    for chapter in manuscript.chapters:
        named += [
            chapter.path,
            *chapter.expansion.includes,
            *(item["file"] for item in chapter.conversion.index["files"]),
        ]
    named += notebooks.recorded_inputs(project, inventory)
    yield from (root / name for name in named)
    yield from kernel_files(notebooks.other_kernels(inventory))
    yield root / FOLDER  # a project that begins to be reviewed has more to tell
    for folder in (root / "data", root / "notebooks", root / FOLDER, look_folder(root)):
        yield from below(folder, but=("__pycache__",))


def _outputs(project: Project) -> Iterator[Path]:
    yield from below(project.output)
    yield from below(project.build / "notebooks")


class _Clock:
    """Seconds of each stage and in all."""

    def __init__(self) -> None:
        self._begin = self._last = time.monotonic()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self._laps[name] = round(now - self._last, 3)
        self._last = now

    @property
    def seconds(self) -> dict[str, float]:
        return {"total": round(self._last - self._begin, 3), "execute": 0.0, "render": 0.0, **self._laps}
