"""The text of a page, whichever renderer made it, is put as the PDF puts it."""

from __future__ import annotations

import pytest

from assessment.releases.reading.order import first_difference
from assessment.releases.reading.web import read_page, squeezed

MAIN = '<html lang="{lang}"><body><nav>Menu</nav><main id="quarto-document-content">{main}</main></body></html>'
HEAD = '<header id="title-block-header"><h1 class="title">{}</h1></header>'
NUMBERED = HEAD.format('<span class="chapter-number">2</span>&nbsp; <span class="chapter-title">Rain</span>')
TABS = """<ul role="tablist"><li><a role="tab" id="t1">Morning</a></li></ul>
<div role="tabpanel" aria-labelledby="t1"><p>Read it.</p></div>"""


@pytest.fixture
def read(tmp_path):
    def reading(main, name="rain.html", lang="en"):
        (tmp_path / name).write_text(MAIN.format(main=main, lang=lang), encoding="utf-8")
        return read_page(tmp_path / name)

    return reading


@pytest.mark.parametrize(
    ("main", "lang", "heading"),
    [
        (NUMBERED, "en", "Chapter 2 Rain"),
        (NUMBERED, "fr", "Chapitre 2 Rain"),
        (HEAD.format("Appendix A — Methods"), "en-GB", "Appendix A Methods"),
        (HEAD.format("Annexe A — Méthodes"), "fr", "Annexe A Méthodes"),
        (HEAD.format("Sources"), "en", "Sources"),
    ],
)
def test_a_heading_is_that_of_the_pdf(read, main, lang, heading):
    assert read(main, lang=lang).heading == heading


def test_on_the_home_page_quartos_title_is_the_books_and_not_the_chapters(read):
    page = read(HEAD.format("The book") + "<section><h1>Summary</h1><p>It rained.</p></section>", "index.html")
    assert (page.heading, page.text) == ("Summary", "Itrained.")


@pytest.mark.parametrize(
    ("main", "text"),
    [
        ('<p>See <a class="quarto-xref"><span>Appendix A — Methods</span></a>.</p>', "See Appendix A."),
        ('<p>See <a class="quarto-xref"><span>2&nbsp; Rain</span></a>.</p>', "See Chapter 2."),
        ('<p>See <a class="quarto-xref">Figure&nbsp;<span>2.1</span></a>.</p>', "See Figure 2.1."),
        ('<div alt="no"><img alt="Two bars."></div>', "Two bars."),
        ('<div id="refs" style="display: none">Gauge</div><p>Rain.</p><p class="stamp">Draft</p>', "Rain."),
        (TABS, "Morning Read it."),
        ("<p>\u201cRain\u201d</p>", "\u2018Rain\u2019"),
    ],
)
def test_what_quarto_writes_otherwise_is_read_as_the_pdf_prints_it(read, main, text):
    assert read(NUMBERED + main).text == squeezed(text)


def test_a_page_without_a_main_part_is_read_whole(tmp_path):
    (tmp_path / "rain.html").write_text("<html><body><h1>Rain</h1><p>It rained.</p></body></html>")
    page = read_page(tmp_path / "rain.html")
    assert (page.heading, page.text) == ("Rain", "RainItrained.")
    assert "the page says …RainItrained.…, the PDF …Itrained.…" in first_difference(page.text, "Itrained.")


def test_a_page_that_runs_from_right_to_left_is_known(read):
    assert read(NUMBERED, lang="ar").right_to_left
    assert not read(NUMBERED, lang="en").right_to_left
