"""Typeset the book for its preview: a compiler that stays, so that only what changed is laid out again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    findings: tuple[Finding, ...]
    pages: tuple[bytes, ...]
    digests: tuple[str, ...]


class Typesetter:
    """Keeps a Typst compiler for one project."""

    def __init__(self) -> None:
        self._main: Path | None = None
        self._compiler: Any = None
        self._before: Printed | None = None

    def typeset(self, reading: Reading) -> Iterator[Printed]:
        """The book as it was read: first its pages beside the PDF of before, where there is one, then with its own.

        Raises:
            RendererError: Typst refuses the book.
            OutputError: the preview's folder cannot be written.
        """
        self._prepare(reading, stage_book(reading.order(), reading.project.build / FOLDER / "pdf"))
        pages = self._draw(reading)
        digests = tuple(hashlib.sha256(page).hexdigest()[:12] for page in pages)
        if self._before is not None:
            yield replace(self._before, pages=pages, digests=digests)
        self._before = Printed(*self._print(reading), pages, digests)
        yield self._before

    def _prepare(self, reading: Reading, main: Path) -> None:
        import typst

        if self._compiler is None or main != self._main:
            self._main = main
            self._compiler = typst.Compiler(
                str(main),
                root=str(main.parent),
                font_paths=[str(folder) for folder in font_folders(reading.project.book.lang)],
                ignore_system_fonts=True,
            )

    def _draw(self, reading: Reading) -> tuple[bytes, ...]:
        import typst

        try:
            drawn = self._compiler.compile(format="svg")
        except typst.TypstError as exc:
            self._print(reading)  # where the PDF is refused as well, this says why and what to do
            raise RendererError(f"Typst cannot draw the pages: {exc}") from exc
        return tuple(drawn) if isinstance(drawn, list) else (drawn,)

    def _print(self, reading: Reading) -> tuple[bytes, tuple[Finding, ...]]:
        def pdf(standards: list[Any]) -> tuple[bytes, list[Any]]:
            made: tuple[bytes, list[Any]] = self._compiler.compile_with_warnings(
                format="pdf", pdf_standards=standards, timestamp=reading.epoch
            )
            return made

        return with_standards(pdf, reading.manuscript, self._main or Path())
