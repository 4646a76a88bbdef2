from dataclasses import replace

import pytest
from facts_of_rain import LOOSE, RAIN
from lxml import html

from assessment.provenance.graph import Graph, Use
from assessment.rendering.panels.pages import MADE, Panels

MARKUP = (
    '<div id="fig-rain" class="quarto-float"><figure><img alt="x"><figcaption>Figure&nbsp;1.1: Rain</figcaption>'
    '</figure></div><p><span class="value" data-value="rain.days">12%</span></p>'
)


@pytest.fixture
def sourced(templates, labels, figure, number):
    """The sources of a page with a chart and a number."""

    def make(*lineages, markup=MARKUP, page="chapters/rain.html"):
        return Panels(templates, labels, Graph(lineages or (figure, number))).of_page(markup, page)

    return make


def parsed(text):
    return html.fragment_fromstring(text, create_parent="div")


def words(element):
    return " ".join(element.text_content().split())


def test_a_panel_tells_all_of_its_figure(sourced, figure):
    panel = parsed(sourced().markup).get_element_by_id("sources-of-fig-rain")
    assert panel.getprevious().get("id") == "fig-rain"
    assert panel.findtext("summary").startswith("Source and data: Rain by town, version 2023.")
    said = words(panel)
    for text in (
        "rain 2023",
        "Rain in millimetres.",
        "Weather Office",
        "Creative Commons Zero",
        "2024-01-02",
        RAIN.sha256,
        "From 2020: New gauges.",
        "Rain in May. Coast Guard: 12. Weather Office: 14. Use 14.",
        "Rain at sea, Coast Guard, 2023, p. 4",
        "notebooks/rain.ipynb, fig-rain",
        figure.sha256,
        figure.code_sha256,
        'draw("<rain>")',
    ):
        assert text in said
    assert panel.xpath(".//a[@rel='license']/@href") == ["https://example.org/zero"]


def test_the_data_of_a_chart_are_a_table_and_a_file(sourced):
    found = sourced()
    panel = parsed(found.markup).get_element_by_id("sources-of-fig-rain")
    (link,) = panel.xpath(".//a[@download]")
    assert link.get("href") == "rain_files/data/fig-rain.csv"
    assert words(link) == "Download the data of Figure 1.1 as CSV"
    assert found.files == {"rain_files/data/fig-rain.csv": b'town,wet_days\n"coast, north",12\nhills,\n'}
    (table,) = panel.xpath(".//table")
    assert words(table.find("caption")) == "Data behind Figure 1.1"
    assert [cell.get("scope") for cell in table.xpath(".//th")] == ["col", "col"]
    assert [words(cell) for cell in table.xpath(".//td")] == ["coast, north", "12", "hills", ""]


def test_a_table_shows_its_data_itself(sourced, figure):
    table = replace(figure, id="tbl-rain", kind="table")
    found = sourced(table, markup=MARKUP.replace("fig-rain", "tbl-rain"))
    panel = parsed(found.markup).get_element_by_id("sources-of-tbl-rain")
    assert panel.xpath(".//table") == []
    assert len(panel.xpath(".//a[@download]")) == 1


def test_a_page_ends_with_its_numbers(sourced):
    found = sourced()
    end = parsed(found.end)
    (row,) = end.xpath(".//tr[@data-number='rain.days']")
    number, what, origin, computed = row
    assert (words(number), number.find("a").get("href")) == ("12%", "#number-rain.days")
    assert words(what) == "2023, base: all days Two gauges failed."
    assert "Rain of the north, Weather Office, 2022" in words(origin)
    assert words(origin).endswith("CC0-1.0")
    for link in (origin.find("a"), computed.find("a")):
        assert end.xpath("//*[@id=$id]", id=link.get("href")[1:])
    assert parsed(found.markup).get_element_by_id("number-rain.days").text == "12%"
    assert end.xpath(".//section/p/a/@href") == [f"../{MADE}"]


def test_a_number_that_is_only_read_aloud_leads_to_its_figure(sourced, figure, number):
    place = figure.used_in[0]
    quoted = replace(number, used_in=(Use(place.path, place.line, "in a caption", "12% of days"),))
    markup = MARKUP.partition("<p>")[0]
    end = parsed(sourced(figure, quoted, markup=markup).end)
    assert end.xpath(".//tr[@data-number='rain.days']/th/a/@href") == ["#fig-rain"]


def test_a_page_without_numbers_has_no_such_end(sourced, figure):
    assert sourced(figure).end == ""


def test_what_a_page_does_not_show_changes_nothing(sourced, figure, number):
    other = replace(figure, id="fig-other"), replace(number, id="rain.other")
    assert sourced(figure, number) == sourced(figure, number, *other)


def test_of_many_files_a_panel_names_each_and_leads_to_the_page_that_tells_all(sourced, figure):
    many = tuple(replace(RAIN, path=f"data/{name}", dataset=name, title=name) for name in "abcd")
    panel = parsed(sourced(replace(figure, inputs=many)).markup).get_element_by_id("sources-of-fig-rain")
    links = panel.xpath(".//li/a/@href")
    assert links == [f"../{MADE}#data-{name}-2023" for name in "abcd"]
    assert "Weather Office and Coast Guard · CC0-1.0" in words(panel)


def test_a_file_that_is_not_declared_is_said_to_be_so(sourced, figure):
    panel = parsed(sourced(replace(figure, inputs=(LOOSE,))).markup).get_element_by_id("sources-of-fig-rain")
    assert "data/loose.csv not declared in the data package" in words(panel)


def test_a_figure_of_another_kind_gets_no_panel(sourced, number):
    assert sourced(number).markup.count("<details") == 0
