import pytest

from assessment.chapters.manuscript import Label
from assessment.rendering.embedded.references import link_between, page_of, resolve_html, resolve_typst

LABELS = (
    Label("fig-rain", "fig", "1.2", "Rain", "chapters/rain.qmd"),
    Label("sec-rain", "chapter", "1", "Rain", "chapters/rain.qmd"),
    Label("sec-drops", "sec", "1.3", "Drops", "chapters/rain.qmd"),
    Label("sec-hello", "chapter", "", "Hello & good day", "index.qmd"),
    Label("sec-methods", "appendix", "A", "Methods", "methods.qmd"),
)


def mark(name, style="full", prefix=""):
    return f"\ue000{name}\ue001{style}\ue001{prefix}\ue002"


@pytest.fixture
def book(make_manuscript, make_chapter):
    chapters = (
        make_chapter("index.qmd", (1, "sec-hello", "Hello", "")),
        make_chapter("chapters/rain.qmd", (1, "sec-rain", "Rain", "1"), number="1"),
    )
    return make_manuscript(*chapters, labels=LABELS)


@pytest.mark.parametrize(
    ("path", "page"),
    [("index.qmd", "index.html"), ("chapters/v1.2/rain.qmd", "chapters/v1.2/rain.html"), ("a.md", "a.html")],
)
def test_a_page_has_the_name_of_its_source(path, page):
    assert page_of(path) == page


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("index.html", "chapters/rain.html", "chapters/rain.html"),
        ("chapters/rain.html", "index.html", "../index.html"),
        ("chapters/rain.html", "chapters/sun.html", "sun.html"),
    ],
)
def test_links_between_pages_are_relative(here, there, link):
    assert link_between(here, there) == link


REFERENCES = [
    (mark("fig-rain"), "chapters/rain.html", "#fig-rain", "Figure\xa0<span>1.2</span>"),
    (mark("fig-rain", "number"), "chapters/rain.html", "#fig-rain", "<span>1.2</span>"),
    (mark("fig-rain", "prefix", "Plot"), "chapters/rain.html", "#fig-rain", "Plot\xa0<span>1.2</span>"),
    (mark("fig-rain"), "index.html", "chapters/rain.html#fig-rain", "Figure\xa0<span>1.2</span>"),
    (mark("sec-rain"), "index.html", "chapters/rain.html", "<span>Chapter\xa01</span>"),
    (mark("sec-drops"), "chapters/rain.html", "#sec-drops", "Section\xa0<span>1.3</span>"),
    (mark("sec-hello"), "chapters/rain.html", "../index.html", "<span>Hello &amp; good day</span>"),
    (mark("sec-methods"), "index.html", "methods.html", "<span>Appendix\xa0A</span>"),
]


@pytest.mark.parametrize(("written", "page", "href", "text"), REFERENCES)
def test_a_reference_becomes_a_link_with_word_and_number(book, written, page, href, text):
    link = f'<a href="{href}" class="quarto-xref">{text}</a>'
    assert resolve_html(f"See {written}.", page, book) == f"See {link}."


def test_a_prefix_cannot_smuggle_markup_in(book):
    assert "<script>" not in resolve_html(mark("fig-rain", "prefix", "<script>"), "chapters/rain.html", book)


def test_a_reference_that_leads_nowhere_stays_visible(book):
    assert resolve_html(mark("fig-none"), "index.html", book) == "<strong>?@fig-none</strong>"
    assert "?@fig-none" in resolve_typst(mark("fig-none"), book)


def test_typst_writes_the_numbers_itself(book):
    assert resolve_typst(mark("fig-rain"), book) == "#ref(<fig-rain>, supplement: [Figure]);"
    assert resolve_typst(mark("fig-rain", "number"), book) == "#ref(<fig-rain>, supplement: []);"
    assert (
        resolve_typst(mark("fig-rain", "prefix", 'a "plot"'), book) == r'#ref(<fig-rain>, supplement: [#"a \"plot\""]);'
    )


def test_typst_links_to_what_has_no_number(book):
    assert resolve_typst(mark("sec-hello"), book) == '#link(<sec-hello>)[#"Hello & good day"];'


def test_links_to_source_files_lead_to_their_pages(book):
    def link(target):
        return f"{mark(target, 'open')}there{mark(target, 'close')}"

    assert resolve_html(link("sun.qmd#sec-x"), "chapters/rain.html", book) == '<a href="sun.html#sec-x">there</a>'
    assert resolve_html(link("../index.qmd"), "chapters/rain.html", book) == '<a href="../index.html">there</a>'
    assert resolve_typst(link("rain.qmd"), book) == "#link(<sec-rain>)[there];"
    assert resolve_typst(link("rain.qmd#fig-rain"), book) == "#link(<fig-rain>)[there];"


def test_a_link_in_the_pdf_that_leads_nowhere_is_its_text(book):
    assert resolve_typst(f"{mark('#none', 'open')}there{mark('#none', 'close')}", book) == "there"
