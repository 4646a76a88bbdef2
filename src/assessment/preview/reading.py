"""Read the book for its preview, again and again: as a build reads it, from the results that are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Lock

from assessment.chapters.conversion import warm_up
from assessment.chapters.manuscript import Chapter, Manuscript, read_manuscript
from assessment.chapters.running import RunningPandoc
from assessment.checks.configuration import configuration_findings
from assessment.datasets.verification import VerifiedData, verify
from assessment.editions.identity import day, source_epoch
from assessment.look import look_folder
from assessment.model import Finding, in_order
from assessment.notebooks.stage import Executed, take_inventory, without_executing
from assessment.pipeline.build import Results, gather, graph_of
from assessment.project.project import Project, load
from assessment.provenance.graph import Graph
from assessment.rendering.base import Order, Stamp, pdf_name
from assessment.rendering.embedded.references import page_of
from assessment.rendering.embedded.renderer import EmbeddedRenderer
from assessment.values.variables import VARIABLES, merged, read_variables

FOLDER = "preview"


@dataclass(frozen=True)
class Reading:
    """The book as it was read the ``number``-th time, and what is wrong with it as far as reading shows.

    ``graph`` says where everything on the pages comes from; after an edit it is at first that of the reading before.
    """

    number: int
    project: Project
    results: Results
    manuscript: Manuscript
    findings: tuple[Finding, ...]
    epoch: int
    graph: Graph = field(default_factory=Graph)

    @property
    def pages(self) -> dict[str, Chapter]:
        """The chapters by the names of their pages, in reading order."""
        return {page_of(chapter.path): chapter for chapter in self.manuscript.chapters}

    @property
    def pdf(self) -> str:
        """The name of the PDF."""
        return pdf_name(self.project.book)

    def order(self) -> Order:
        """What renderers need: pages go to the preview's own folder, never to that of the editions."""
        info = EmbeddedRenderer().info
        stamp = Stamp("preview", "draft", day(self.epoch), len(self.findings), f"{info.name} {info.version}")
        destination = self.project.build / FOLDER / "site"
        return Order(self.project, self.manuscript, ("html", "pdf"), destination, stamp, self.epoch, graph=self.graph)


class Reader:
    """Reads the project in ``root``; remembers the results of notebooks until :meth:`use` brings newer ones."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._contents: Mapping[str, bytes] = {}
        self._results: Results | None = None
        self._data = VerifiedData()
        self._graph = Graph()
        self._numbers = count(1)
        self._pandoc = RunningPandoc()
        self._warm = False

    def read(self) -> Reading:
        """Read the book as it stands on disk.

        Raises:
            AssessmentError: it cannot be read: `_quarto.yml` is no book, or pandoc refuses a chapter.
        """
        project = load(self._root)
        results = self._results_of(project)
        manuscript = read_manuscript(project, results.figures, results.variables, collect=False, running=self._pandoc)
        findings = [*configuration_findings(project, "embedded"), *results.findings, *manuscript.findings]
        epoch = source_epoch(project)
        return Reading(next(self._numbers), project, results, manuscript, in_order(findings), epoch, self._graph)

    def warm_up(self, project: Project) -> None:
        """Make ready for the first edit.

        Raises:
            ProcessError: pandoc cannot be asked.
        """
        if not self._warm:
            warm_up(project.build, look_folder(project.root), project.book.lang, self._pandoc)
            self._warm = True

    def end(self) -> None:
        """End what was kept running."""
        self._pandoc.close()

    def with_sources(self, reading: Reading) -> Reading:
        """The same reading with the sources of everything on its pages; itself where nothing about them is new."""
        graph = graph_of(reading.project, self._data, reading.results, reading.manuscript)
        if graph == reading.graph:
            return reading
        self._graph = graph
        return replace(reading, number=next(self._numbers), graph=graph)

    def use(self, project: Project, data: VerifiedData, executed: Executed) -> Results:
        """Take newer results; where a notebook failed or cannot be read, what it gave before still stands."""
        there = {project.relative(path) for path in project.notebooks()}
        with self._lock:
            kept = {path: content for path, content in self._contents.items() if path in there}
            self._contents = {**kept, **executed.contents}
            self._data = data
            self._results = gather(project, replace(executed, contents=self._contents))
            return self._results

    def _results_of(self, project: Project) -> Results:
        """The results, with the accepted values as they stand on disk now."""
        results = self._results
        if results is None:
            data = verify(project)
            inventory = take_inventory(project, data.declarations or {})
            results = self.use(project, data, without_executing(project, inventory))
        accepted, unreadable = read_variables(project.root)
        kept = [found for found in results.findings if found.path != VARIABLES]
        return replace(results, variables=merged(accepted, results.values), findings=(*kept, *unreadable))
