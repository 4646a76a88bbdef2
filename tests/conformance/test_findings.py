"""What is outside the dialect, or hard to read aloud: never dropped in silence, always with its line."""

import pytest


def test_ordinary_prose_has_no_findings(refused):
    line = "*Wet* **day** `code`, a [link](https://example.org)."
    assert refused(f"# Rain\n\n{line}\n\n> Quote\n\n- a\n- b\n\n```python\nx = 1\n```\n") == []


OUTSIDE = {
    "executable cell": ("```{python}\n1 + 1\n```", 5),
    "raw HTML": ("```{=html}\n<video src='a.mp4'></video>\n```", 6),
    "raw LaTeX": ("```{=latex}\n\\newpage\n```", 6),
    "margin": ("::: {.column-margin}\nAside.\n:::", 5),
    "aside": ("[aside]{.aside}", 5),
    "labelled remark": ("::: {#rem-rain}\nIt rains.\n:::", 5),
    "reference to a labelled solution": ("See @sol-rain.", 5),
    "condition by metadata": ('::: {.content-visible when-meta="draft"}\nSecret.\n:::', 5),
    "a format the book does not make": ('::: {.content-visible when-format="docx"}\nSecret.\n:::', 5),
    "picture of another host": ("![x](https://example.org/a.png)", 5),
    "a kind of callout there is not": ("::: {.callout-notice}\nWet.\n:::", 5),
    "attributes without their last brace": ("::: {.callout-note\nWet.\n:::", 5),
    "a second heading of level 1": ("# Snow", 5),
    "a shortcode that is not closed": ("{{< var rain.mm }}", 5),
    "a shortcode that is not opened": ("{{ < var rain.mm >}}", 5),
    "a shortcode of another program": ("{{% var rain.mm %}}", 5),
    "a citation beside a reference": ("See [@gauge2020; @sec-a].\n\n## A {#sec-a}", 5),
    "words after a reference": ("[@sec-a, p. 3]\n\n## A {#sec-a}", 5),
    "unknown shortcode": ("{{< video a.mp4 >}}", 5),
}


@pytest.mark.parametrize(("written", "line"), OUTSIDE.values(), ids=OUTSIDE)
def test_what_the_dialect_does_not_know_names_its_line(refused, written, line):
    assert refused(f"# Rain\n\nWet.\n\n{written}\n") == [("C506", line)]


SLIPS = {
    "a block that is never closed": ("::: {.callout-note}\nDry.\n:::\n\n::: {.callout-note}\nWet.", 9, "never closed"),
    "a footnote without a text": ("Rain.[^why]", 5, "has no text"),
    "a footnote that nobody calls": ("Rain.\n\n[^why]: Clouds.", 7, "never called"),
    "two footnotes of one name": ("Rain.[^a]\n\n[^a]: One.\n[^a]: Two.", 8, "two texts"),
    "a picture without a file": ("![Mast]()", 5, "no file"),
    "a row with too many cells": ("| a | b |\n|---|---|\n| c | d | e |", 7, "more cells"),
    "a link without an address": ("Go [there]().", 5, "no address"),
    "two addresses of one name": ("[a]\n\n[a]: b.qmd\n[a]: c.qmd", 8, "given twice"),
}


@pytest.mark.parametrize(("written", "line", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_that_pandoc_forgives_is_found_at_its_line(book, written, line, said):
    found = [f for f in book(f"# Rain\n\nWet.\n\n{written}\n").manuscript.findings if f.code != "F102"]
    assert [(f.code, f.line) for f in found] == [("C510", line)]
    assert said in found[0].message
    assert found[0].hint


@pytest.mark.parametrize(
    "row", ["| c | d |", "| c |", "| c | `d|e` |", "| c | d\\|e |", "| c | d | |", "c | d"], ids=lambda row: row
)
def test_a_row_that_loses_nothing_is_no_slip(refused, row):
    assert refused(f"# Rain\n\n| a | b |\n|---|---|\n{row}\n") == []


def test_a_figure_of_words_without_a_caption_is_found_at_its_line(refused):
    assert refused("# Rain\n\n::: {#fig-a}\n> Wet.\n:::\n") == [("F104", 3)]


def test_a_shortcode_in_code_or_printed_as_such_is_text(refused):
    assert refused("# Rain\n\n`{{< var x` and\n{{{< var x >}}} and $x_{{<}}$.\n\n```\n{{< var x\n```\n") == []


def test_what_only_looks_like_such_a_slip_is_text(refused):
    assert refused("# Rain\n\nSo \\[^a] and `[^b]`.\n\n    [^c]\n") == []


@pytest.mark.parametrize("header", ["author: me", "title: x: y"], ids=["read", "not YAML"])
def test_a_header_in_the_middle_of_a_text_is_found_and_shown(book, header):
    editions = book(f"# Rain\n\nWet.\n\n---\n{header}\n---\n\nDry.\n")
    assert [(f.code, f.line) for f in editions.manuscript.findings] == [("C504", 5)]
    assert header in editions.body().text_content()


def test_mathematics_that_cannot_be_read_is_said_in_few_words(book):
    (found,) = book("# Rain\n\nWet.\n\n$$ \\frac{1}{ $$\n").manuscript.findings
    assert (found.code, found.line) == ("C506", 5)
    assert "expecting" not in found.message


@pytest.mark.parametrize("target", ["../rain/2024.csv", "report.pdf", "www.example.org", "one.html#nowhere"])
def test_a_link_to_what_no_edition_holds_is_found_at_its_line(refused, target):
    assert refused(f"# Rain\n\nWet.\n\n[See]({target}).\n", files={"one.html": ""}) == [("F102", 5)]


@pytest.mark.parametrize(
    "target", ["index.html", "/index.qmd#rain", "a.svg", "https://example.org", "mailto:a@b.org", "#rain"]
)
def test_a_link_to_a_page_a_shown_picture_or_another_host_leads_somewhere(refused, target):
    assert refused(f'# Rain\n\n![Mast](a.svg){{fig-alt="A mast."}}\n\n[See]({target}).\n') == []


def test_an_absent_picture_with_a_space_in_its_name_is_found_at_its_line(refused):
    assert refused('# Rain\n\nWet.\n\n![Mast](<my files/größe.svg>){fig-alt="A mast."}\n') == [("F107", 5)]


def test_a_reference_to_a_heading_without_a_number_says_what_to_write(book):
    found = book("# Rain {#sec-rain .unnumbered}\n\nSee @sec-rain.\n").manuscript.findings
    assert [(f.code, f.line) for f in found] == [("C506", 3)]
    assert "[Rain](index.qmd#sec-rain)" in found[0].hint


def test_a_heading_of_a_chapter_that_numbers_nothing_is_called_by_its_title(book):
    editions = book("---\nnumber-sections: false\n---\n\n# Rain {#sec-rain}\n\nSee @sec-rain.\n")
    assert editions.manuscript.findings == ()


def test_an_executable_cell_is_shown_as_code(book):
    editions = book("# Rain\n\n```{python}\n1 + 1\n```\n")
    assert editions.body().xpath("//pre")[0].text_content().strip() == "1 + 1"
    assert "1 + 1" in editions.printed


def test_raw_typst_and_comments_are_allowed(book):
    editions = book("# Rain\n\n```{=typst}\n#text[Of paper only.]\n```\n\n<!-- a remark -->\n")
    assert editions.manuscript.findings == ()
    assert "Of paper only." in editions.printed
    assert "Of paper only." not in editions.body().text_content()
    assert "remark" not in editions.printed


@pytest.mark.parametrize("text", ["# Rain\n\n### Drops\n", "## Drops\n"], ids=["2 is missing", "1 is missing"])
def test_a_skipped_heading_level_names_its_line(refused, text):
    assert refused(text) == [("C503", text.count("\n", 0, text.index("Drops")) + 1)]


def test_a_skipped_heading_level_does_not_stop_the_pdf(book):
    assert "Drops" in book("# Rain\n\n### Drops\n").printed


def test_a_reference_or_citation_that_leads_nowhere_stays_visible(book):
    editions = book("# Rain\n\nSee @fig-rain and [@nobody2000].\n")
    assert [(f.code, f.line) for f in editions.manuscript.findings] == [("C501", 3), ("F102", 3)]
    assert "?@fig-rain" in editions.body().text_content()
    assert "?@fig-rain" in editions.printed
    assert "nobody2000" in editions.printed


def test_an_equation_without_words_is_a_note(book):
    editions = book("# Rain\n\n$$ x = 1 $$ {#eq-rain}\n")
    assert [(f.code, f.severity, f.line) for f in editions.manuscript.findings] == [("C509", "note", 3)]
    assert "(1.1)" in editions.printed


def test_a_label_in_two_chapters(book):
    figure = "![F](a.svg){#fig-rain fig-alt='x'}\n"
    found = book(f"# Rain\n\n{figure}", f"# Sun\n\n{figure}").manuscript.findings
    assert [(f.code, f.path, f.line) for f in found] == [("F103", "one.qmd", 3)]


def test_an_entry_that_does_not_parse_is_named_and_the_others_are_cited(book):
    broken = "@book{gauge2020, author = {Gauge, Ada}, title = {Rain} year = {2020}}\n\n"
    sound = "@book{vane1999, author = {Vane, Ben}, title = {Wind}, year = {1999}}\n"
    editions = book("# Rain\n\nSee @vane1999.\n", files={"references.bib": broken + sound})
    assert [(f.code, f.path, f.line) for f in editions.manuscript.findings] == [("C502", "references.bib", 1)]
    assert "Vane (1999)" in editions.body().text_content()
