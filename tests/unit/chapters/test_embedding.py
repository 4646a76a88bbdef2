import pytest

from assessment.chapters.embedding import as_markdown
from assessment.model import Figure, Media


def quoted(text, as_text):
    return text.replace("{{< var rain.mm >}}", "640" if as_text else '[640]{.value data-value="rain.mm"}')


@pytest.fixture
def figure():
    def make(*pictures, **fields):
        media = tuple(Media(f"media/rain/{name}", "image/svg+xml", "") for name in pictures)
        return Figure(**{"label": "fig-rain", "kind": "figure", "notebook": "n", "cell": "c", "media": media, **fields})

    return make


def test_a_figure_is_an_image_with_caption_label_and_alternative_text(figure):
    text = as_markdown(
        figure("fig-rain.svg", caption="Rain: {{< var rain.mm >}}", alt="{{< var rain.mm >}} mm"), quoted
    )
    caption = 'Rain: [640]{.value data-value="rain.mm"}'
    assert text == f'![{caption}](embed-media:rain/fig-rain.svg){{#fig-rain fig-alt="640 mm"}}'


def test_quotation_marks_and_line_ends_do_not_break_the_attribute(figure):
    text = as_markdown(figure("a.svg", caption="Rain\nand sun", alt='A "wet"\nyear \\ so'), quoted)
    assert text.startswith("![Rain and sun]")
    assert 'fig-alt="A \\"wet\\" year \\\\ so"' in text


def test_a_figure_without_a_label_of_quartos_gets_no_identity(figure):
    assert as_markdown(figure("a.svg", label="a1b2"), quoted) == "![](embed-media:rain/a.svg)"


def test_several_pictures_are_parts_in_columns(figure):
    parts = figure("a.svg", "b.svg", caption="Both", subcaptions=("North", "South"), subalts=("Up", "Down"), columns=2)
    text = as_markdown(parts, quoted)
    assert text.startswith("::: {#fig-rain layout-ncol=2}")
    assert '![North](embed-media:rain/a.svg){#fig-rain-1 fig-alt="Up"}' in text
    assert '![South](embed-media:rain/b.svg){#fig-rain-2 fig-alt="Down"}' in text
    assert text.endswith("Both\n\n:::")


def test_a_table_stands_in_a_float_with_its_caption(figure):
    table = figure(label="tbl-rain", kind="table", markdown="| a |\n|---|\n| 1 |\n", caption="Rain")
    assert as_markdown(table, quoted) == "::: {#tbl-rain}\n\n| a |\n|---|\n| 1 |\n\nRain\n\n:::"


def test_a_table_of_a_page_is_raw(figure):
    text = as_markdown(figure(label="tbl-rain", kind="table", html="<table></table>"), quoted)
    assert "```{=html}\n<table></table>\n```" in text


def test_text_is_quoted_as_it_is(figure):
    assert as_markdown(figure(label="a1", kind="text", markdown="```\nwet\n```"), quoted) == "```\nwet\n```"
