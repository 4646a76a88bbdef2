"""Footnotes, citations, values, links, mathematics in a line, and what only one edition shows."""

import pytest


def test_a_footnote_is_linked_both_ways_on_the_page_and_printed(book):
    editions = book("# Rain\n\nWet.[^why]\n\n[^why]: Because of clouds.\n")
    body = editions.body()
    (call,) = body.xpath("//a[@role='doc-noteref']")
    (note,) = body.xpath(f"//*[@id='{call.get('href')[1:]}']")
    assert "Because of clouds." in note.text_content()
    assert note.xpath(".//a[@role='doc-backlink']")[0].get("href") == f"#{call.get('id')}"
    assert "Because of clouds." in editions.printed


def test_a_citation_leads_to_its_source_at_the_end_of_the_page(book):
    body = book("# Rain\n\nIt rains [@vane1999, p. 3].\n").body()
    (citation,) = body.xpath("//*[@class='citation']")
    assert citation.get("data-cites") == "vane1999"
    assert citation.text_content() == "(Vane 1999, 3)"
    target = citation.xpath(".//a")[0].get("href")[1:]
    assert "Wind" in body.xpath(f"//*[@id='{target}']")[0].text_content()


def test_letters_after_years_are_the_same_on_every_page_and_in_the_pdf(book):
    editions = book("# Snow\n\nSee @gauge2020b.\n", "# Rain\n\nSee @gauge2020.\n\n# Sources\n\n::: {#refs}\n:::\n")
    assert "(2020b)" in editions.body().text_content()
    assert "(2020a)" in editions.body("one.qmd").text_content()
    assert "2020a" in editions.printed
    assert "2020b" in editions.printed


def test_the_pdf_has_one_list_of_sources_where_the_author_puts_it(book):
    sources = "# Sources {.unnumbered}\n\n::: {#refs}\n:::\n"
    editions = book("# Rain\n\nSee @gauge2020.\n", "# Wind\n\nSee @vane1999.\n", sources)
    listed = editions.body("two.qmd").text_content()
    assert "Rain" in listed
    assert "Wind" in listed
    assert editions.printed.count("Vane, Ben") == 1


def test_a_value_keeps_its_name_on_the_page_and_is_text_on_paper(book):
    editions = book("# Rain\n\nIt rained {{< var rain.mm >}} mm.\n")
    (span,) = editions.body().xpath("//*[@data-value='rain.mm']")
    assert (span.text, span.get("class")) == ("640", "value")
    assert "It rained 640 mm." in editions.printed
    assert editions.manuscript.chapters[0].conversion.index["values"] == ["rain.mm"]


def test_a_value_in_words_for_a_picture_is_plain_text(book):
    body = book('# Rain\n\n![Rain](a.svg){#fig-rain fig-alt="Rain: {{< var rain.mm >}} mm"}\n').body()
    assert body.xpath("//img")[0].get("alt") == "Rain: 640 mm"


@pytest.mark.parametrize(
    ("written", "on_page", "on_paper"),
    [
        ('::: {.content-visible when-format="html"}\nSecret.\n:::', True, False),
        ('::: {.content-visible when-format="typst"}\nSecret.\n:::', False, True),
        ('::: {.content-hidden when-format="html"}\nSecret.\n:::', False, True),
        ('::: {.content-visible unless-format="html"}\nSecret.\n:::', False, True),
        ('[Secret.]{.content-visible when-format="html"}', True, False),
        ('[Secret.]{.content-hidden unless-format="html"}', True, False),
        ("::: {.content-hidden}\nSecret.\n:::", False, False),
    ],
)
def test_conditional_content_shows_where_it_is_meant_for(book, written, on_page, on_paper):
    editions = book(f"# Rain\n\nWet.\n\n{written}\n")
    assert ("Secret." in editions.body().text_content()) is on_page
    assert ("Secret." in editions.printed) is on_paper


def test_a_link_to_a_chapter_leads_to_its_page(book):
    editions = book("# Hello\n\n[rain](one.qmd) and [drops](one.qmd#sec-drops)\n", "# Rain\n\n## Drops {#sec-drops}\n")
    assert [a.get("href") for a in editions.body().xpath("//a")] == ["one.html", "one.html#sec-drops"]
    assert "rain and drops" in editions.printed


def test_mathematics_in_a_line_is_mathml_on_the_page(book):
    editions = book("# Rain\n\nIf $x^2$ rises.\n")
    assert editions.body().xpath("//*[local-name()='msup']")
    assert "If" in editions.printed


def test_text_that_typst_would_read_as_markup_is_printed_as_it_is(book):
    editions = book('# Rain\n\nA \\#hash, \\$5, a\\_b, <https://example.org/a#b>, "quotes" and 5 \\* 3 (so).\n')
    for piece in ("A #hash, $5, a_b,", "example.org/a#b", "5 * 3 (so)."):
        assert piece in editions.printed, piece


def test_a_reference_before_a_bracket_does_not_swallow_it(book):
    figure = "![F](a.svg){#fig-rain fig-alt='x'}\n\n"
    assert "Figure 1.1(so)" in book(f"# Rain\n\n{figure}@fig-rain(so)\n").printed


def test_metadata_and_other_files_can_be_quoted(book):
    text = "---\nstation: Harbour\n---\n\n# Rain\n\nMeasured at {{< meta station >}}.\n\n{{< include part.qmd >}}\n"
    editions = book(text, files={"part.qmd": "It rained {{< var rain.mm >}} mm.\n"})
    for sentence in ("Measured at Harbour.", "It rained 640 mm."):
        assert sentence in editions.body().text_content()
        assert sentence in editions.printed


def test_a_chapter_may_have_its_title_in_its_header(book):
    editions = book("---\ntitle: Rain falls\n---\n\n## Drops\n\nSee [the drops](#drops).\n")
    assert editions.manuscript.findings == ()
    assert editions.manuscript.chapters[0].title == "Rain falls"
    assert "Rain falls" in editions.printed
    assert "1.1 Drops" in editions.printed


def test_words_allowed_with_a_reason_are_shown_without_it(book):
    editions = book('# Rain\n\nThe title is [Storm!]{.allow reason="title of the source"}\n')
    assert "The title is Storm!" in editions.body().text_content()
    assert "The title is Storm!" in editions.printed
    assert "title of the source" not in editions.printed


def test_a_shortcode_can_be_shown_as_it_is_written(book):
    editions = book("# Rain\n\nWrite `{{{< var rain.mm >}}}`.\n")
    assert "{{< var rain.mm >}}" in editions.body().text_content()
    assert "{{< var rain.mm >}}" in editions.printed
