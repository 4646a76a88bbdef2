"""Typeset the book for its preview: a compiler that stays, so that only what changed is laid out again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.errors import RendererError
from assessment.model import Finding
from assessment.preview.reading import FOLDER, Reading
from assessment.rendering.embedded.fonts import font_folders
from assessment.rendering.embedded.pdf import stage_book, with_standards


@dataclass(frozen=True)
class Printed:
    """The book as printed: the PDF, and each page as a picture (SVG) with its digest."""

    pdf: bytes
    pages: tuple[bytes, ...]
    digests: tuple[str, ...]
    findings: tuple[Finding, ...]


class Typesetter:
    """Keeps a Typst compiler for one project."""

    def __init__(self) -> None:
        self._main: Path | None = None
        self._compiler: Any = None

    def typeset(self, reading: Reading) -> Printed:
        """The book as it was read.

        Raises:
            RendererError: Typst refuses the book.
            OutputError: the preview's folder cannot be written.
        """
        import typst

        main = stage_book(reading.order(), reading.project.build / FOLDER / "pdf")
        if self._compiler is None or main != self._main:
            self._main = main
            self._compiler = typst.Compiler(
                str(main),
                root=str(main.parent),
                font_paths=[str(folder) for folder in font_folders(reading.project.book.lang)],
                ignore_system_fonts=True,
            )

        def pdf(standards: list[Any]) -> tuple[bytes, list[Any]]:
            made: tuple[bytes, list[Any]] = self._compiler.compile_with_warnings(
                format="pdf", pdf_standards=standards, timestamp=reading.epoch
            )
            return made

        content, findings = with_standards(pdf, reading.manuscript)
        try:
            drawn = self._compiler.compile(format="svg")
        except typst.TypstError as exc:  # what the PDF allows and pictures do not
            raise RendererError(f"Typst cannot draw the pages: {exc}") from exc
        pages = tuple(drawn) if isinstance(drawn, list) else (drawn,)
        digests = tuple(hashlib.sha256(page).hexdigest()[:12] for page in pages)
        return Printed(content, pages, digests, findings)
