"""The embedded renderer, behind the protocol of all renderers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

from assessment.chapters.pandoc import pandoc_version
from assessment.model import RendererInfo
from assessment.rendering.base import Order, Rendering
from assessment.rendering.embedded.pages import write_pages
from assessment.rendering.embedded.pdf import stage_book, typeset_book


class EmbeddedRenderer:
    """pandoc and Typst from packages, with our own filters, shell and template."""

    @property
    def info(self) -> RendererInfo:
        """Its name, and the versions of what it stands on."""
        return RendererInfo(
            "embedded", f"{version('assessment')} (pandoc {pandoc_version()}, Typst {version('typst')})"
        )

    def render(self, order: Order) -> Rendering:
        """Render the pages, the PDF, or both side by side.

        Raises:
            RendererError: the search index or the PDF could not be made.
            OutputError: the disk is full or the folder cannot be written.
        """
        staged = stage_book(order, order.project.build / "pdf") if "pdf" in order.targets else None
        with ThreadPoolExecutor(1) as beside:  # Typst, which takes the longest, need not share the interpreter
            typeset = beside.submit(typeset_book, order, staged) if staged else None
            html, pages = write_pages(order) if "html" in order.targets else (None, {})
            pdf, findings = typeset.result() if typeset else (None, ())
        return Rendering(html, pdf, findings, pages)
