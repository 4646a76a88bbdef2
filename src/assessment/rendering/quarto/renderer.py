"""Quarto, behind the protocol of all renderers: `quarto render` on a staged copy of the project."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from assessment.errors import ProgramFailedError
from assessment.model import Finding, RendererInfo, in_order
from assessment.project.book import Target
from assessment.project.files import writing
from assessment.rendering.base import Order, Rendering, pdf_name
from assessment.rendering.quarto.cleaning import HOME, clean, collect_pages, collect_pdf, finished_page, require_whole
from assessment.rendering.quarto.command import Command, Listener, failure, own_environment
from assessment.rendering.quarto.finding import FoundQuarto
from assessment.rendering.quarto.formats import choose_formats
from assessment.rendering.quarto.places import page_of
from assessment.rendering.quarto.remarks import page_findings, remark_findings
from assessment.rendering.quarto.sources import SourcedPages, read_page, write_page
from assessment.rendering.quarto.staging import lay_over, stage_project
from assessment.rendering.quarto.standards import ask_only, refusal, standard_findings


class QuartoRenderer:
    """A Quarto of this machine."""

    def __init__(self, found: FoundQuarto) -> None:
        self._quarto = found

    @property
    def info(self) -> RendererInfo:
        """Its name and version."""
        return RendererInfo("quarto", self._quarto.version)

    def render(self, order: Order) -> Rendering:
        """Render each edition by a run of its own: Quarto empties its output folder for every format.

        Raises:
            RendererError: Quarto failed, hung, or made no edition.
            OutputError: the disk is full or a folder cannot be written.
        """
        choice = choose_formats(order.project.book, order.targets)
        work = _Work(self._quarto, order)
        work.stage()
        findings = [*choice.findings]
        for target, form in choice.formats:
            findings += work.make(target, form)
        findings += work.finish_pages()
        html, pdf = (target in order.targets for target in ("html", "pdf"))
        return Rendering(HOME if html else None, work.pdf if pdf else None, in_order(findings))


class _Work:
    """One rendering: its staged copy, its command, and the PDF's name with us and with Quarto."""

    def __init__(self, quarto: FoundQuarto, order: Order) -> None:
        build = order.project.build
        self.quarto, self.order = quarto, order
        self.command = Command(
            quarto.path,
            build / "quarto",
            own_environment(build / "quarto-cache", order.epoch),
            order.project.settings.quarto_timeout,
        )
        self.made = self.command.stage / order.project.book.output_dir
        self.pdf = self.pdf_of_quarto = pdf_name(order.project.book)

    def stage(self) -> None:
        """Stage the project; an older Quarto is asked for no more than its Typst can do."""
        stage_project(self.order, self.command.stage)
        if not self.quarto.serves_releases:
            ask_only(self.command.stage, ("ua-1",))

    def make(self, target: Target, form: str) -> Iterator[Finding]:
        """Run Quarto for one edition and take what it made; gives the findings in what it said."""
        with writing(self.made):
            shutil.rmtree(self.made, ignore_errors=True)
        lay_over(self.order, self.command.stage, target, form)
        said, refused = self._render(target, form)
        yield from remark_findings(said, self.order.manuscript)
        if target == "html":
            collect_pages(self.made, self.order.destination)
            pages = [page_of(each) for each in self.order.manuscript.chapters if each.path.endswith((".qmd", ".md"))]
            require_whole(self.order.destination, pages, None)
        else:
            self.pdf_of_quarto = collect_pdf(self.made, self.order.destination, self.pdf)
            require_whole(self.order.destination, (), self.pdf)
            content = (self.order.destination / self.pdf).read_bytes()
            line = self.order.project.config.line("format", form)
            yield from standard_findings(self.quarto, content, refused, line)

    def finish_pages(self) -> Iterator[Finding]:
        """Finish the chapters' pages, and read from them what Quarto marked as missing."""
        folder, manuscript = self.order.destination, self.order.manuscript
        clean(folder, self.command.stage)
        if not (folder / HOME).is_file():
            return
        sources = SourcedPages(self.order)
        sources.write_assets()
        for page in map(page_of, manuscript.chapters):
            if (folder / page).is_file():
                markup = read_page(folder / page)
                yield from page_findings(page, markup, manuscript)
                markup = sources.sourced(markup, page)
                write_page(folder / page, finished_page(markup, self.order.stamp, (self.pdf_of_quarto, self.pdf)))
        sources.write_making(HOME)

    def _render(self, target: Target, form: str) -> tuple[str, str]:
        """What Quarto said; and why a draft's PDF meets no standard, where only that stood in its way."""
        hear = Listener(self.order.progress, target.upper())
        refused = ""
        while True:
            try:
                return self.command.render(form, hear), refused
            except ProgramFailedError as exc:
                why = refusal(exc.output) if self.order.stamp.mode == "draft" and not refused else ""
                if not why:
                    raise failure(exc, self.command.stage, hear.chapter, self.order.manuscript) from exc
                refused = why
                ask_only(self.command.stage, ())
