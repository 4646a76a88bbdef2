import base64

import pytest

from assessment.figures.harvest import harvest

SVG = {"image/svg+xml": "<svg/>", "text/plain": "rain 1"}
DATA = "application/vnd.dataresource+json"
FIGURE = '#| label: fig-rain\n#| fig-cap: "Rain"\n#| fig-alt: "A line that rises"\ndraw()'
TABLE = '#| label: tbl-rain\n#| tbl-cap: "Rain"\nshow()'


@pytest.fixture
def harvested(make_notebook, code_cell):
    return lambda source, *bundles, **fields: harvest(make_notebook(code_cell(source, *bundles, **fields)))


def test_a_figure_is_its_picture_its_words_and_its_data(harvested):
    found = harvested(FIGURE, {**SVG, DATA: {"data": [{"mm": 1}]}})
    (figure,) = found.figures
    assert (figure.kind, figure.label, figure.cell) == ("figure", "fig-rain", "fig-rain")
    assert (figure.caption, figure.alt) == ("Rain", "A line that rises")
    assert figure.data == {"data": [{"mm": 1}]}
    assert [media.path for media in figure.media] == ["media/rain/fig-rain.svg"]
    assert found.pictures == {"media/rain/fig-rain.svg": b"<svg/>"}
    assert found.findings == ()


def test_the_vector_picture_is_preferred(harvested):
    png = base64.b64encode(b"dots").decode()
    assert [m.mime for m in harvested(FIGURE, {"image/png": png, **SVG}).figures[0].media] == ["image/svg+xml"]
    found = harvested(FIGURE, {"image/png": png})
    assert found.pictures == {"media/rain/fig-rain.png": b"dots"}


def test_several_pictures_are_parts_with_words_of_their_own(harvested):
    source = (
        '#| label: fig-rain\n#| fig-cap: "Both"\n#| fig-subcap: ["North", "South"]\n'
        '#| fig-alt: ["It rises", "It falls"]\n#| layout-ncol: 2\ndraw()'
    )
    (figure,) = harvested(source, SVG, SVG).figures
    assert [media.path for media in figure.media] == ["media/rain/fig-rain-1.svg", "media/rain/fig-rain-2.svg"]
    assert (figure.subcaptions, figure.subalts, figure.columns) == (("North", "South"), ("It rises", "It falls"), 2)


def test_the_digest_follows_the_output(harvested):
    digests = {
        harvested(FIGURE, {**SVG, "text/plain": text}).figures[0].sha256 for text in ("rain 1", "rain 2", "rain 1")
    }
    assert len(digests) == 2


def test_a_table_is_markdown_or_the_table_of_a_page(harvested):
    (table,) = harvested(TABLE, {"text/markdown": "| a |\n|---|\n| 1 |", "text/html": "<table></table>"}).figures
    assert (table.kind, table.markdown, table.html) == ("table", "| a |\n|---|\n| 1 |", "")
    (table,) = harvested(TABLE, {"text/html": "<style>x</style><table><tr></tr></table><p>3 rows</p>"}).figures
    assert (table.markdown, table.html) == ("", "<table><tr></tr></table>")


def test_text_of_a_labelled_or_identified_cell_can_be_quoted(harvested):
    (text,) = harvested("print('wet')", {"text/plain": "'wet'"}, id="a1").figures
    assert (text.kind, text.label, text.markdown) == ("text", "a1", "```\n'wet'\n```")


def test_a_published_value_is_no_text_to_quote(harvested):
    bundle = {"text/plain": "rain.mm = 1", "application/vnd.assessment.value+json": {"id": "rain.mm"}}
    assert harvested("publish(...)", bundle, id="a1").figures == ()


@pytest.mark.parametrize(
    ("source", "bundles", "codes"),
    [
        ('#| label: fig-rain\n#| fig-cap: "Rain"\ndraw()', [SVG], ["F101"]),
        ('#| label: fig-rain\n#| fig-alt: "It rises"\ndraw()', [SVG], ["F104"]),
        ("#| label: tbl-rain\nshow()", [{"text/markdown": "| a |\n|---|"}], ["F104"]),
        (FIGURE, [], ["F108"]),
        (FIGURE, [{"application/vnd.plotly.v1+json": {}}], ["F108"]),
        (TABLE, [SVG], ["F108"]),
    ],
    ids=["no alt", "figure, no caption", "table, no caption", "no output", "interactive", "a picture for a table"],
)
def test_what_a_cell_lacks_is_a_finding_at_the_cell(harvested, source, bundles, codes):
    findings = harvested(source, *bundles).findings
    assert [f.code for f in findings] == codes
    assert {(f.path, f.cell, f.line) for f in findings} == {("notebooks/rain.ipynb", source[10:18], None)}


def test_an_ordinary_cell_needs_nothing(harvested):
    assert harvested("x = 1").findings == ()
    assert harvested("x = 1").figures == ()
