import re
from dataclasses import replace

import pytest

from assessment.chapters.links import MADE
from assessment.model import Value
from assessment.provenance.graph import Graph, Input, Lineage, Use
from assessment.rendering.base import Order, Stamp
from assessment.rendering.quarto.sources import SourcedPages
from assessment.rendering.quarto.staging import LOCAL, lay_over, stage_project

PAGE = (
    "<html><head><title>Rain</title></head><body>"
    '<nav id="TOC" role="doc-toc"><a href="#x">x</a></nav><a class="sidebar-item-text sidebar-link active">R</a>'
    '<main class="content"><h1>Rain</h1><div class="cell"><div id="tbl-rain" class="quarto-float anchored">\n<figure>'
    "<figcaption>Table&nbsp;1: Rain</figcaption></figure>\n</div></div>"
    '<p><span class="value" data-value="rain.days">12</span></p></main></body></html>'
)
DATA = {"schema": {"fields": [{"name": "town"}]}, "data": [{"town": "hills"}]}


@pytest.fixture
def order(make_project, make_manuscript, tmp_path):
    """An order for a book with a table and a number."""
    inputs = (Input("data/rain.csv", "a" * 64, "rain", "2023", "Rain by town"),)
    origin = ("notebooks/rain.ipynb", "values", "publish()", "b" * 64, "c" * 64)
    table = Lineage("tbl-rain", "table", *origin, inputs=inputs, data=DATA, used_in=(Use("index.qmd", 1, "embedded"),))
    value = Value("rain.days", 12, "days", "12", *origin[:2])
    number = Lineage("rain.days", "value", *origin, text="12", inputs=inputs, value=value, used_in=table.used_in)
    project = make_project({"index.qmd": "# A\n"}, "project: {type: book}\nbook: {title: T, chapters: [index.qmd]}\n")
    stamp = Stamp("id", "draft", "2021-04-01", 2, "quarto 1.10.18")
    (tmp_path / "to").mkdir()
    targets = ("html", "pdf")
    return Order(project, make_manuscript(), targets, tmp_path / "to", stamp, 86400, graph=Graph((table, number)))


def test_quartos_page_gets_panels_data_and_what_they_need(order):
    pages = SourcedPages(order)
    pages.write_assets()
    markup = pages.sourced(PAGE, "chapters/rain.html")
    assert '</figure>\n</div><details class="provenance" id="sources-of-tbl-rain"' in markup
    assert "Source and data: Rain by town, version 2023." in markup
    assert markup.index('<section id="sources"') < markup.index("</main>")
    assert f'href="../{MADE}"' in markup
    assert (order.destination / "chapters/rain_files/data/tbl-rain.csv").read_text() == "town\nhills\n"
    for name in ("tokens.css", "fonts.css", "sources.css", "sources.js"):
        assert f'"../assets/{name}"' in markup
        assert (order.destination / "assets" / name).is_file()
    for name in re.findall(r'url\("([^"]+)"\)', (order.destination / "assets/fonts.css").read_text()):
        assert (order.destination / "assets" / name).is_file()


def test_the_page_of_the_making_stands_in_quartos_shell(order):
    (order.destination / "index.html").write_text(PAGE)
    SourcedPages(order).write_making("index.html")
    page = (order.destination / MADE).read_text()
    assert "<title>How this edition was made</title>" in page
    assert '<main class="content">\n<h1>How this edition was made</h1>' in page
    assert "tbl-rain" not in page.partition("</main>")[2]
    assert 'id="TOC"' not in page
    assert "sidebar-link active" not in page


def test_a_page_without_a_main_part_is_left_whole(order):
    assert "<p>bare</p>" in SourcedPages(order).sourced("<p>bare</p>", "index.html")


def test_the_template_is_told_of_sources_only_where_there_are_any(order):
    stage = order.project.build / "quarto"
    stage_project(order, stage)
    lay_over(order, stage, "pdf", "typst")
    assert '"provenance": "provenance.json"' in (stage / LOCAL).read_text()
    assert (stage / "attachments/tbl-rain.csv").is_file()
    stage_project(replace(order, graph=Graph()), stage)
    lay_over(order, stage, "pdf", "typst")
    assert "provenance" not in (stage / LOCAL).read_text()
