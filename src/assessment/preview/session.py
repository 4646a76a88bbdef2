"""One preview: what an edit sets in motion, what shows it first and what follows."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock

from assessment.datasets.verification import verify
from assessment.errors import AssessmentError, ConfigurationError
from assessment.look import look_folder
from assessment.model import Finding
from assessment.preview.checking import Checker
from assessment.preview.computing import compute
from assessment.preview.lanes import Lane
from assessment.preview.reading import Reader, Reading
from assessment.preview.site import fill
from assessment.preview.state import Board, State
from assessment.preview.typesetting import Typesetter
from assessment.preview.watching import Watcher, is_prose
from assessment.project.project import load
from assessment.rendering.base import Order
from assessment.rendering.embedded.pages import PageWriter, copy_assets, write_pages
from assessment.rendering.embedded.shell import Shell


class AbandonedError(Exception):
    """The notebooks that run are of a version that is no more; never leaves this module."""


class Session:
    """Reads the project in ``root`` after each change and brings everything that follows up to date behind it.

    An edit is read and shown first; typesetting, the other files of the pages and the checks come after it,
    and begin anew when another edit comes. Notebooks run beside all that.
    """

    def __init__(self, root: Path) -> None:
        self.board = Board()
        self._root = root
        self._reader = Reader(root)
        self._typesetter = Typesetter()
        self._checker = Checker()
        self._shell: tuple[str, Shell] | None = None
        self._rendering = Lock()
        self._abandon = Event()
        self._reading = self._lane("reading", self._read)
        self._computing = self._lane("computing", self._compute)
        self._sourcing = self._lane("sourcing", self._source, quiet=0.7)
        self._typesetting = self._lane("typesetting", self._typeset, quiet=0.1)
        urgent = (self._reading, self._sourcing, self._typesetting)
        self._site = self._lane("site", self._write_site, quiet=0.6, behind=urgent)
        last = (*urgent, self._site)
        self._checking = self._lane("checking", self._check, quiet=0.8, behind=last, overtaken=self._checker.stop)
        self._followers = (self._sourcing, self._typesetting, self._site, self._checking)
        self._watcher = Watcher(root, self.changed)

    def start(self) -> None:
        """Read the book and watch it."""
        for lane in self._lanes():
            lane.start()
        self._watcher.start()
        self._reading.request()
        self._computing.request()

    def end(self) -> None:
        """Stop watching and working."""
        self._watcher.end()
        for lane in self._lanes():
            lane.end()
        self._reader.end()

    def changed(self, paths: frozenset[Path]) -> None:
        """Something was saved, renamed, deleted or checked out."""
        self._reading.request()
        if any(path.suffix == ".ipynb" for path in paths):
            self._abandon.set()  # what runs is of the version before
        if not all(is_prose(path) for path in paths):
            self._computing.request()

    def page(self, name: str) -> str | None:
        """The page of this name as the book reads now; none where there is none."""
        reading = self.board.state.reading
        chapter = reading.pages.get(name) if reading else None
        if reading is None or chapter is None:
            return None
        with self._rendering:
            order = reading.order()
            markup, _ = fill(order, lambda beside: PageWriter(beside, self._shell_for(order)).write(chapter))
            return markup

    def _read(self) -> None:
        before = self.board.state.reading
        reading = self._reader.read()
        look = _signature(look_folder(self._root))
        self.board.settle("reading", None)
        if before is not None and _as_shown(before) == _as_shown(reading) and look == self.board.state.look:
            self._checking.request()  # the reading before stands, with the sources that it may have got meanwhile
            return
        if look != self.board.state.look:
            fill(reading.order(), copy_assets)
        changed = _changed_pages(before, reading)
        self.board.update(reading=reading, look=look, changed=changed or self.board.state.changed)
        for lane in self._followers:
            lane.request()

    def _compute(self) -> None:
        self._abandon.clear()
        try:
            project = load(self._root)
            data = verify(project)
            executed = compute(project, data, self._progress, self._say, self._found_in_notebooks)
            self._reader.use(project, data, executed)
        except (AbandonedError, ConfigurationError):
            return  # a newer version of a notebook waits; or the book cannot be read, which reading says
        finally:
            self.board.update(progress={}, said="")
        self.board.update(computed=executed.findings)
        self._reading.request()
        self._sourcing.request()  # panels say what the data package says, whether or not a result is new

    def _source(self) -> None:
        """Where everything on the pages comes from: what stands in their panels."""
        reading = self.board.state.reading
        if reading is None:
            return
        self._reader.warm_up(reading.project)
        sourced = self._reader.with_sources(reading)
        if sourced is not reading and self.board.succeed(reading, sourced):
            self._typesetting.request()  # the PDF has its sources at its end, and the other files have them too
            self._site.request()

    def _typeset(self) -> None:
        reading = self.board.state.reading
        if reading is None:
            return
        for printed in self._typesetter.typeset(reading):
            self.board.update(printed=printed)

    def _write_site(self) -> None:
        """Everything that pages ask for beside themselves: styles, typefaces, pictures, the search index."""
        reading = self.board.state.reading
        if reading is None:
            return
        fill(reading.order(), write_pages)

    def _check(self) -> None:
        reading = self.board.state.reading
        if reading is None or self._computing.busy:  # the book is read and checked again once that is done
            return
        found = self._checker.check(reading.project)
        now = self.board.state.reading
        if found is not None and now is not None and now.manuscript is reading.manuscript:
            self.board.update(checked=tuple(sorted(set(found) - set(reading.findings))))

    def _progress(self, slug: str, done: int, total: int) -> None:
        if self._abandon.is_set():
            raise AbandonedError
        self.board.change(lambda state: replace(state, progress={**state.progress, slug: (done, total)}))

    def _say(self, text: str) -> None:
        self.board.update(said=text)

    def _found_in_notebooks(self, findings: Sequence[Finding]) -> None:
        self.board.update(computed=tuple(findings))

    def _shell_for(self, order: Order) -> Shell:
        """The template of pages, read once as long as the look stays as it is."""
        look = self.board.state.look
        if self._shell is None or self._shell[0] != look:
            self._shell = (look, PageWriter(order).shell)
        return self._shell[1]

    def _lanes(self) -> tuple[Lane, ...]:
        return (self._reading, self._computing, *self._followers)

    def _lane(
        self,
        name: str,
        work: Callable[[], None],
        *,
        quiet: float = 0.0,
        behind: Sequence[Lane] = (),
        overtaken: Callable[[], None] = lambda: None,
    ) -> Lane:
        def guarded() -> None:
            try:
                work()
                self.board.settle(name, None)
            except AssessmentError as exc:
                self.board.settle(name, exc)
            except Exception as exc:  # noqa: BLE001 - the preview outlives a mistake of ours, and says so
                if self._reading.busy and name != self._reading.name:
                    return  # what it read is no more: a newer reading asks it again
                said = traceback.format_exception_only(exc)[-1].strip()
                hint = "save once more; if it stays, run `assessment build` and report what it says"
                self.board.settle(name, AssessmentError(f"a mistake in the program: {said}", hint=hint))

        return Lane(name, guarded, quiet=quiet, behind=behind, overtaken=overtaken, changed=self._lanes_changed)

    def _lanes_changed(self) -> None:
        def noted(state: State) -> State:
            return replace(state, doing=tuple(lane.name for lane in self._lanes() if lane.busy))

        self.board.change(noted)


def _as_shown(reading: Reading) -> tuple[object, ...]:
    """What pages and PDF are made of: two readings that agree in it look alike."""
    conversions = [chapter.conversion.digest for chapter in reading.manuscript.chapters]
    notebooks = reading.results.notebooks  # panels show their code and data
    pictures = [
        (label, figure.sha256) for figures in reading.results.figures.values() for label, figure in figures.items()
    ]
    files = [
        (item["file"], _modified(reading.project.root / item["file"]))
        for chapter in reading.manuscript.chapters
        for item in chapter.conversion.index["files"]
    ]
    rest = (reading.project, reading.findings, reading.manuscript.labels, reading.epoch)
    return conversions, notebooks, pictures, files, rest


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _changed_pages(before: Reading | None, now: Reading) -> tuple[str, ...]:
    """The pages whose text is not what it was."""
    if before is None:
        return ()
    known = {page: chapter.conversion.digest for page, chapter in before.pages.items()}
    return tuple(page for page, chapter in now.pages.items() if known.get(page) != chapter.conversion.digest)


def _signature(folder: Path) -> str:
    """Changes when a file of the look does."""
    found = sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(repr(found).encode()).hexdigest()[:12]
