"""A book of a few lines of markdown, read as its readers read it: the body of each page, and the text of the PDF.

The renderers share one meaning. Another renderer joins the suite with a class that answers `body` and `printed`.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

import lxml.html
import pypdfium2
import pytest

from assessment.chapters.manuscript import Manuscript, read_manuscript
from assessment.project.project import Project, load
from assessment.rendering.base import Order, Stamp
from assessment.rendering.embedded.references import page_of, resolve_html
from assessment.rendering.embedded.renderer import EmbeddedRenderer

CONFIG = """\
project: {{type: book}}
book:
  title: Rain and sun
  author: A. Gauge
  chapters: [{chapters}]
  appendices: [{appendices}]
lang: en-GB
bibliography: [references.bib]
"""
SOURCES = """\
@book{gauge2020, author = {Gauge, Ada}, title = {Rain}, year = {2020}}
@book{gauge2020b, author = {Gauge, Ada}, title = {Snow}, year = {2020}}
@book{vane1999, author = {Vane, Ben}, title = {Wind}, year = {1999}}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>\n'


class EmbeddedEditions:
    """The editions of the embedded renderer; pages without the shell round them."""

    def __init__(self, project: Project, manuscript: Manuscript) -> None:
        self.project = project
        self.manuscript = manuscript

    def body(self, path: str = "index.qmd") -> lxml.html.HtmlElement:
        """The body of a chapter's page."""
        chapter = next(chapter for chapter in self.manuscript.chapters if chapter.path == path)
        markup = resolve_html(chapter.conversion.html, page_of(path), self.manuscript)
        return lxml.html.fromstring(f"<main>{markup}</main>")

    @cached_property
    def printed(self) -> str:
        """The text of the PDF's chapters, spaces made plain: without cover and lists, which repeat what they hold."""
        place = self.project.root / "edition"
        place.mkdir()
        stamp = Stamp("id", "draft", "2021-04-01", 0, "embedded")
        rendering = EmbeddedRenderer().render(Order(self.project, self.manuscript, ("pdf",), place, stamp, 0))
        with pypdfium2.PdfDocument(place / rendering.pdf) as document:
            text = "\n".join(page.get_textpage().get_text_range() for page in document)
        return re.sub(r"[\s\xa0]+", " ", text)


@pytest.fixture
def book(tmp_path):
    """Write chapters (the first is index.qmd, the others one.qmd, two.qmd, …) and appendices, and read the book."""

    def make(*chapters: str, appendices: tuple[str, ...] = (), files: dict[str, str] | None = None) -> EmbeddedEditions:
        names = ("index.qmd", "one.qmd", "two.qmd", "three.qmd")[: len(chapters)]
        letters = ("extra-a.qmd", "extra-b.qmd")[: len(appendices)]
        config = CONFIG.format(chapters=", ".join(names), appendices=", ".join(letters))
        written = dict(zip((*names, *letters), (*chapters, *appendices), strict=True))
        for name, text in {
            "_quarto.yml": config,
            "references.bib": SOURCES,
            "a.svg": PICTURE,
            **written,
            **(files or {}),
        }.items():
            path: Path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        project = load(tmp_path)
        return EmbeddedEditions(
            project, read_manuscript(project, {}, {"rain": {"mm": '[640]{.value data-value="rain.mm"}'}})
        )

    return make


@pytest.fixture
def refused(book):
    """The codes and lines of the findings that a chapter's text gives."""

    def make(text: str, **options: object) -> list[tuple[str, int | None]]:
        return [(finding.code, finding.line) for finding in book(text, **options).manuscript.findings]

    return make


@pytest.fixture
def text_of():
    """The words of an element, spaces made plain."""
    return lambda element: re.sub(r"[\s\xa0]+", " ", element.text_content()).strip()
