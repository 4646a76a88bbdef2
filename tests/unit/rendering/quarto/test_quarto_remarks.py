import pytest

from assessment.rendering.quarto.remarks import page_findings, remark_findings


@pytest.fixture
def found(make_manuscript, written_chapter):
    """Code, path, line and message of each finding in what Quarto said of a book of two chapters."""
    manuscript = make_manuscript(
        written_chapter("index.qmd", "# Welcome\n\nNothing.\n"),
        written_chapter("chapters/rain.qmd", "# Rain\n\nSee @fig-ab.\n\nSee @fig-a, {{< var rain.mm >}}.\n"),
    )

    def read(said):
        return [(f.code, f.path, f.line, f.message) for f in remark_findings(said, manuscript)]

    return read


@pytest.mark.parametrize(
    ("said", "line", "message"),
    [
        ("WARN: chapters/rain.html: Unable to resolve crossref @fig-a", 5, "@fig-a leads nowhere in Quarto's pages"),
        ("WARNING (m.lua:1) Unable to resolve crossref @fig-ab", 3, "@fig-ab leads nowhere in Quarto's pages"),
        ("WARNING (m.lua:1) Unknown var rain.mm specified in a var shortcode.", 5, "Quarto knows no variable rain.mm"),
    ],
)
def test_broken_output_is_an_error_where_it_was_written(found, said, line, message):
    assert found(said) == [("Q701", "chapters/rain.qmd", line, message)]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("[WARNING] Citeproc: citation vane1999 not found", "Quarto finds no source for @vane1999"),
        ("WARNING (m.lua:1) Unknown meta key x specified in a metadata Shortcode.", "Quarto knows no metadata key x"),
        ("WARNING (m.lua:1) Shortcode 'nosuch' not found", "Quarto knows no shortcode nosuch"),
        ("WARN: Unable to resolve link target: chapters/gone.qmd", "the link to gone.qmd leads nowhere"),
        ("[WARNING] Could not fetch resource images/sky.png: no file", "Quarto does not find the file sky.png"),
        ("WARN: File '/stage/data/a.csv' was not found.", "Quarto does not find the file a.csv"),
    ],
)
def test_what_no_chapter_names_is_put_down_to_the_one_being_rendered(found, said, message):
    assert found(f"\r[2/2] chapters/rain.qmd\n{said}\n") == [("Q701", "chapters/rain.qmd", None, message)]


def test_both_editions_remarks_of_one_mistake_are_one_finding(found):
    by_page = found("WARN: chapters/rain.html: Unable to resolve crossref @fig-a")
    by_filter = found("[1/2] index.qmd\n[2/2] chapters/rain.qmd\n\nWARNING (m.lua:1) Unable to resolve crossref @fig-a")
    assert by_page == by_filter


def test_other_remarks_are_warnings_on_one_line(found):
    said = "[1/2] index.qmd\n[WARNING] Div at line 3\n  unclosed, closing implicitly.\npandoc \n  to: html\n"
    expected = "Quarto remarks: Div at line 3 unclosed, closing implicitly."
    assert found(said) == [("Q702", "index.qmd", None, expected)]


def test_typst_speaks_after_quarto_on_the_same_line(found):
    said = (
        "[typst]: Compiling index.typ to index.pdf...warning: unknown font family: plex\n"
        "    ┌─ index.typ:342:13\n    │\n342 │   text(font: x)\n\nDONE\n"
    )
    assert found(said) == [("Q702", None, None, "Quarto remarks: unknown font family: plex")]


@pytest.mark.parametrize(
    "said",
    [
        "WARN: PDF standard validation requested but verapdf is not installed.\nInstall with: quarto install verapdf",
        "Output created: _book/index.html",
        "pandoc \n  to: typst\n  output-file: index.typ",
        "",
    ],
)
def test_what_says_nothing_of_the_book_is_no_finding(found, said):
    assert found(said) == []


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ('<span class="quarto-unresolved-ref">?fig-x</span>', "@fig-x leads nowhere in Quarto's pages"),
        ("<strong>?var:a.b</strong>", "Quarto knows no variable a.b"),
        ("<strong>?meta:a</strong>", "Quarto knows no metadata key a"),
        ("Unable to display output for mime type(s): x", "Quarto cannot show the output of an embedded cell"),
    ],
)
def test_marks_on_pages_are_found(make_manuscript, written_chapter, markup, message):
    manuscript = make_manuscript(written_chapter("chapters/rain.qmd", "# Rain\n"))
    (found,) = page_findings("chapters/rain.html", f"<p>{markup}</p>", manuscript)
    assert (found.code, found.path, found.message) == ("Q701", "chapters/rain.qmd", message)
