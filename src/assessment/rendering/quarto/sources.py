"""Sources in Quarto's pages: the panels of the embedded renderer, put into the markup that Quarto wrote."""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path, PurePosixPath

from assessment.chapters.links import MADE
from assessment.look import look_folder
from assessment.project.files import writing
from assessment.rendering.base import Order
from assessment.rendering.embedded.fonts import write_web_fonts
from assessment.rendering.panels.making import making_body
from assessment.rendering.panels.pages import Panels
from assessment.rendering.panels.wording import read_labels
from assessment.rendering.quarto.accessible import accessible
from assessment.rendering.templates import KEPT

_ASSETS = "assets"
_SHEETS, _SCRIPT = ("tokens.css", "fonts.css", "sources.css"), "sources.js"
_MAIN = re.compile(r"(<main\b[^>]*>)(.*)(</main>)", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_ACTIVE = re.compile(r'(class="[^"]*\bsidebar-link\b[^"]*) active\b')
_OF_THE_PAGE = re.compile(r'<nav\b[^>]*(?:id="TOC"|class="page-navigation")[^>]*>.*?</nav>', re.DOTALL)


class SourcedPages:
    """Puts sources into the pages of a web edition, and writes the page that says how the edition was made."""

    def __init__(self, order: Order) -> None:
        look = look_folder(order.project.root)
        self._order = order
        self._look = look / "html"
        self._labels = read_labels(look, order.project.book.lang)
        self._panels = Panels(self._look, self._labels, order.graph, order.project.build / KEPT)

    def write_assets(self) -> None:
        """Put what the panels are styled and opened with, and the typefaces, beside Quarto's own files.

        Raises:
            OutputError: a file could not be written.
        """
        folder = self._order.destination / _ASSETS
        with writing(folder):
            folder.mkdir(exist_ok=True)
            shutil.copyfile(self._look.parent / _SHEETS[0], folder / _SHEETS[0])
            for name in (*_SHEETS[1:], _SCRIPT):
                shutil.copyfile(self._look / "assets" / name, folder / name)
            write_web_fonts(self._order.project.build, folder)

    def sourced(self, markup: str, page: str) -> str:
        """A page with its panels; writes the data of its figures beside it.

        Raises:
            OutputError: a file could not be written.
        """
        found = self._panels.of_page(markup, page)
        place = self._order.destination / page
        for path, content in found.files.items():
            with writing(place.parent / path):
                (place.parent / path).parent.mkdir(parents=True, exist_ok=True)
                (place.parent / path).write_bytes(content)
        root = "../" * (len(PurePosixPath(page).parts) - 1)
        made = f'<p class="stamp"><small><a href="{root}{MADE}">{escape(self._labels["sources_made"])}</a></small></p>'
        before, end, after = found.markup.rpartition("</main>")
        whole = f"{before}{found.end}\n{made}\n{end}{after}" if end else found.markup
        return accessible(_with_assets(whole, root), self._labels)

    def write_making(self, home: str) -> None:
        """Write the page that says how the edition was made, in the shell of the finished page ``home``.

        Raises:
            OutputError: it could not be written.
        """
        shell = read_page(self._order.destination / home)
        title = escape(self._labels["sources_made"])
        body = f"\n<h1>{title}</h1>\n{making_body(self._order, self._look, self._labels)}\n"
        shell = _ACTIVE.sub(r"\1", _OF_THE_PAGE.sub("", shell))
        shell = _TITLE.sub(lambda _: f"<title>{title}</title>", shell, count=1)
        page = _MAIN.sub(lambda match: f"{match[1]}{body}{match[3]}", shell, count=1)
        write_page(self._order.destination / MADE, accessible(page, self._labels))


def read_page(place: Path) -> str:
    """The markup of a page.

    Raises:
        OutputError: it could not be read.
    """
    with writing(place):
        return place.read_text(encoding="utf-8", errors="replace")


def write_page(place: Path, markup: str) -> None:
    """Write a page of the edition.

    Raises:
        OutputError: it could not be written.
    """
    with writing(place):
        place.write_text(markup, encoding="utf-8", newline="\n")


def _with_assets(markup: str, root: str) -> str:
    links = "".join(f'<link rel="stylesheet" href="{root}{_ASSETS}/{name}">\n' for name in _SHEETS)
    script = f'<script src="{root}{_ASSETS}/{_SCRIPT}" defer></script>\n'
    before, head, after = markup.partition("</head>")
    return f"{before}{links}{script}{head}{after}" if head else markup
