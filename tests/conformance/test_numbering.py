"""Numbers of chapters, sections, figures, tables, equations, listings and callouts, and the references to them."""

import pytest

from assessment.rendering.base import Order, Stamp
from assessment.rendering.embedded.renderer import EmbeddedRenderer


def links(body):
    return [(a.get("href"), a.text_content().replace("\xa0", " ")) for a in body.xpath("//a[@class='quarto-xref']")]


def test_sections_count_within_their_chapter(book):
    editions = book(
        "# Hello {.unnumbered}\n", "# Rain\n\n## Drops\n\n### Small\n\n## Clouds {.unnumbered}\n\n## Snow\n"
    )
    numbers = [h.text for h in editions.body("one.qmd").xpath("//*[@class='header-section-number']")]
    assert numbers == ["1.1", "1.1.1", "1.2"]
    assert "1.1.1 Small" in editions.printed
    assert "1.2 Snow" in editions.printed


FLOATS = {
    "figure": ("![Rain falls](a.svg){#fig-rain fig-alt='Drops'}", "fig-rain", "Figure"),
    "figure in a div": ("::: {#fig-rain}\n![](a.svg){fig-alt='Drops'}\n\nRain falls\n:::", "fig-rain", "Figure"),
    "pipe table": ("| a | b |\n|---|---|\n| 1 | 2 |\n\n: Rain falls {#tbl-rain}", "tbl-rain", "Table"),
    "table in a div": ("::: {#tbl-rain}\n| a |\n|---|\n| 1 |\n\nRain falls\n:::", "tbl-rain", "Table"),
    "raw table": (
        "::: {#tbl-rain}\n```{=html}\n<table><tr><th>a</th></tr><tr><td>1</td></tr></table>\n```\n\nRain falls\n:::",
        "tbl-rain",
        "Table",
    ),
    "listing": ('```{#lst-rain .python lst-cap="Rain falls"}\nx = 1\n```', "lst-rain", "Listing"),
}


@pytest.mark.parametrize(("markdown", "label", "word"), FLOATS.values(), ids=FLOATS)
def test_a_float_has_number_caption_and_references_in_both_editions(book, text_of, markdown, label, word):
    text = f"# Rain\n\n## Drops\n\n{markdown}\n\nSee @{label}.\n"
    editions = book("# Hello {.unnumbered}\n", text, f"# Sun\n\nBack to @{label}, or [-@{label}].\n")
    caption = editions.body("one.qmd").xpath(f"//*[@id='{label}']//figcaption")[0]
    assert text_of(caption) == f"{word} 1.1: Rain falls"
    assert links(editions.body("one.qmd")) == [(f"#{label}", f"{word} 1.1")]
    assert links(editions.body("two.qmd")) == [(f"one.html#{label}", f"{word} 1.1"), (f"one.html#{label}", "1.1")]
    assert f"{word} 1.1: Rain falls" in editions.printed
    assert f"See {word} 1.1." in editions.printed
    assert f"Back to {word} 1.1, or 1.1." in editions.printed


def test_each_kind_counts_by_itself(book, text_of):
    figure, table = "![F](a.svg){{#fig-{0} fig-alt='x'}}\n\n", "| a |\n|---|\n| 1 |\n\n: T {{#tbl-{0}}}\n\n"
    text = "# Rain\n\n" + figure.format("a") + table.format("a") + figure.format("b")
    captions = [text_of(c) for c in book(text).body().xpath("//figcaption")]
    assert captions == ["Figure 1.1: F", "Table 1.1: T", "Figure 1.2: F"]


def test_parts_of_a_figure_have_letters_and_can_be_referred_to(book, text_of):
    text = (
        "# Rain\n\n::: {#fig-both layout-ncol=2}\n\n![North](a.svg){#fig-north fig-alt='n'}\n\n"
        "![South](a.svg){#fig-south fig-alt='s'}\n\nTwo sides\n\n:::\n\nSee @fig-both and @fig-south.\n"
    )
    editions = book(text)
    captions = [text_of(c) for c in editions.body().xpath("//*[@id='fig-both']//figcaption")]
    assert captions == ["(a) North", "(b) South", "Figure 1.1: Two sides"]
    assert links(editions.body()) == [("#fig-both", "Figure 1.1"), ("#fig-south", "Figure 1.1 (b)")]
    assert "See Figure 1.1 and Figure 1.1 (b)." in editions.printed
    assert "(b) South" in editions.printed


def test_an_equation_has_a_number_and_a_reference(book, text_of):
    editions = book('# Rain\n\n$$ x = 1 $$ {#eq-rain alt="x equals one"}\n\nSee @eq-rain.\n')
    (equation,) = editions.body().xpath("//*[@id='eq-rain']")
    assert equation.xpath(".//*[local-name()='math']")
    assert text_of(equation).endswith("(1.1)")
    assert links(editions.body()) == [("#eq-rain", "Equation 1.1")]
    assert "(1.1)" in editions.printed
    assert "See Equation 1.1." in editions.printed


@pytest.mark.parametrize(
    ("kind", "label", "word"),
    [
        ("note", "nte-rain", "Note"),
        ("tip", "tip-rain", "Tip"),
        ("warning", "wrn-rain", "Warning"),
        ("important", "imp-rain", "Important"),
        ("caution", "cau-rain", "Caution"),
    ],
)
def test_a_labelled_callout_has_a_number_and_a_reference(book, text_of, kind, label, word):
    editions = book(f"# Rain\n\n::: {{#{label} .callout-{kind}}}\n## Mind the drops\n\nWet.\n:::\n\nSee @{label}.\n")
    (callout,) = editions.body().xpath(f"//*[@id='{label}']")
    assert text_of(callout.find_class("callout-title-container")[0]) == f"{word} 1.1: Mind the drops"
    assert links(editions.body()) == [(f"#{label}", f"{word} 1.1")]
    assert f"See {word} 1.1." in editions.printed
    assert f"{word} 1.1: Mind the drops" in editions.printed


def test_a_callout_without_a_label_has_its_name_and_no_number(book, text_of):
    body = book("# Rain\n\n::: {.callout-note}\nWet.\n:::\n").body()
    assert text_of(body.find_class("callout-title-container")[0]) == "Note"


def test_chapters_sections_and_appendices_can_be_referred_to(book):
    see = "See @sec-rain, @sec-drops, @sec-more and @sec-hello.\n"
    editions = book(
        f"# Hello {{#sec-hello .unnumbered}}\n\n{see}",
        "# Rain {#sec-rain}\n\n## Drops {#sec-drops}\n",
        appendices=("# More {#sec-more}\n\n![F](a.svg){#fig-more fig-alt='x'}\n\nSee @fig-more.\n",),
    )
    assert links(editions.body()) == [
        ("one.html", "Chapter 1"),
        ("one.html#sec-drops", "Section 1.1"),
        ("extra-a.html", "Appendix A"),
        ("#sec-hello", "Hello"),
    ]
    assert links(editions.body("extra-a.qmd")) == [("#fig-more", "Figure A.1")]
    assert "See Chapter 1, Section 1.1, Appendix A and Hello." in editions.printed
    assert "Figure A.1: F" in editions.printed


def test_several_references_in_brackets_and_a_word_of_ones_own(book):
    figure = "![F](a.svg){{#fig-{0} fig-alt='x'}}\n\n"
    editions = book("# Rain\n\n" + figure.format("a") + figure.format("b") + "[@fig-a; @fig-b] and [Plot @fig-a].\n")
    assert [text for _, text in links(editions.body())] == ["Figure 1.1", "Figure 1.2", "Plot 1.1"]
    assert "Figure 1.1, Figure 1.2 and Plot 1.1." in editions.printed


def test_a_reference_in_a_title_keeps_the_pdf_within_its_standards(book):
    text = '# Rain of @fig-a and @eq-b {#sec-rain}\n\n![Wet](a.svg){#fig-a fig-alt="A."}\n\n'
    equation = '$$ x $$ {#eq-b alt="x"}\n\n'
    editions = book(text + equation + "Text.\n\n" * 80)
    place = editions.project.root / "made"
    place.mkdir()
    stamp = Stamp("id", "draft", "2021-04-01", 0, "embedded")
    rendering = EmbeddedRenderer().render(Order(editions.project, editions.manuscript, ("pdf",), place, stamp, 0))
    assert rendering.findings == ()
    assert "Rain of Figure 1.1 and Equation 1.1 Rain and sun Text." in editions.printed
