"""A book that is right: both editions say the same, and say all of it."""

from __future__ import annotations

import json
import posixpath
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

BOTH = {
    "a value in prose": ("index.html", "Rain fell on 50 days"),
    "metadata of the book": ("index.html", "come from the Coast station"),
    "references to other chapters": ("index.html", "See Figure 1.1 and Appendix A."),
    "a citation": ("chapters/rain.html", "(Harbour 2021)"),
    "an author cited in the sentence": ("chapters/temperature.html", "as Quay and Pier (2019) expects"),
    "a notebook's figure, with a value in its caption": (
        "chapters/rain.html",
        "Figure 1.1: Rain by month, most of it 241 mm",
    ),
    "a notebook's table": ("chapters/rain.html", "Table 1.1: Rain by town"),
    "an included file": ("chapters/rain.html", "one millimetre is one litre on a square metre"),
    "the parts of a notebook's figure": ("chapters/temperature.html", "(a) Coast"),
    "references to the parts of a figure": (
        "chapters/temperature.html",
        "Figure 2.1 (a) for the coast and Figure 2.1 (b) for the hills",
    ),
    "printed text of a notebook": ("chapters/temperature.html", "3 towns are measured"),
    "a footnote": ("chapters/dialect.html", "A gauge is a funnel over a bottle."),
    "a box with a label": ("chapters/dialect.html", "Warning 3.1: Frost"),
    "a folded box": ("chapters/dialect.html", "Empty the gauge every morning."),
    "tabs": ("chapters/dialect.html", "Leave the gauge alone."),
    "an equation": ("chapters/dialect.html", "given by Equation 3.1"),
    "a typed table": ("chapters/dialect.html", "Table 3.1: Heights of the towns"),
    "a typed figure": ("chapters/dialect.html", "Figure 3.1: The station on its hill"),
    "a figure of two images": ("chapters/dialect.html", "Figure 3.2 (b) is the second part of Figure 3.2"),
    "code with a reference that is none": ("chapters/dialect.html", "stays code: 241 and @fig-none"),
    "a table of an appendix": ("chapters/methods.html", "Table A.1: Signs used"),
    "a reference from the appendix": ("chapters/methods.html", "the towns stand in Section 1.1"),
    "the sources": ("references.html", "Warm Hills. Sample Press."),
}


@pytest.fixture(scope="module")
def paper(finished):
    """The words of the finished PDF."""
    return finished.printed()


@pytest.mark.parametrize(("page", "words"), BOTH.values(), ids=BOTH)
def test_both_editions_say(finished, paper, page, words):
    assert words in finished.page(page)
    assert words in paper


def test_each_edition_says_what_is_meant_for_it_alone(finished, paper):
    page = finished.page("chapters/dialect.html")
    assert ("Only pages" in page, "Only print" in page) == (True, False)
    assert ("Only pages" in paper, "Only print" in paper) == (False, True)


def test_parts_and_appendices_stand_in_both_contents(finished, paper):
    home = lxml.html.fromstring(finished.text("_book/index.html"))
    (sidebar,) = home.xpath("//nav[@id='quarto-sidebar']")
    for title in ("Measurements", "Reading them", "Appendices"):
        assert title in sidebar.text_content()
        assert title in paper


def follow_every_link(book):
    """Each link and image of each page leads to a file, and to a place, that are there."""
    folder = book.root / "_book"
    pages = {
        path.relative_to(folder).as_posix(): lxml.html.fromstring(path.read_text()) for path in folder.rglob("*.html")
    }
    assert len(pages) == 7
    for name, page in pages.items():
        for link in page.xpath("//a/@href | //img/@src"):
            parts = urlsplit(link)
            assert not parts.netloc, f"{name} leaves the book: {link}"
            target = unquote(posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)))
            target = target if parts.path else name
            assert (folder / target).is_file(), f"{name}: {link}"
            if parts.fragment:
                assert pages[target].xpath("//*[@id=$id]", id=unquote(parts.fragment)), f"{name}: {link}"


def test_every_link_leads_to_a_page_and_a_place_that_are_there(finished):
    follow_every_link(finished)


def test_names_of_files_and_titles_may_hold_any_sign(weather):
    chapter, notebook = "chapters/März & Co #1.qmd", "notebooks/Regen in 50 %.ipynb"
    renamed = {"chapters/rain.qmd": chapter, "notebooks/rain.ipynb": notebook}
    for old, new in renamed.items():
        (weather.root / old).rename(weather.root / new)
    weather.edit("_quarto.yml", "- chapters/rain.qmd", f'- "{chapter}"')
    weather.edit("_quarto.yml", "Weather of three towns", "Rain & <sun> at 50 % #1")
    for label in ("fig-rain-by-month", "tbl-rain-by-town"):
        weather.edit(chapter, f"../notebooks/rain.ipynb#{label}", f'"../{notebook}#{label}"')
    said = weather.build()
    assert (said.code, said.json["failed"], said.findings) == (0, [], [])
    follow_every_link(weather)
    assert "Figure 1.1: Rain by month" in weather.printed()


PICTURE = """#| fig-alt: "Title {0}."
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(2, 1))
axes.set_title("{0}")
plt.show()
"""


def test_a_note_in_a_title_is_printed_once_though_parts_pages_and_sources_repeat_the_title(weather):
    weather.edit("chapters/rain.qmd", "# Rain {", "# Rain^[Measured by the town.] *and more^[Said by none.]* {")
    assert weather.build().json["rendered"]["pdf"]
    printed = weather.printed()
    assert (printed.count("Measured by the town."), printed.count("Said by none.")) == (1, 1)


def test_cells_of_the_same_name_in_two_notebooks_keep_their_own_pictures(weather):
    for name in ("plain", "temperature"):
        raw = weather.notebook(f"notebooks/{name}.ipynb")
        cell = {"id": "plot", "source": PICTURE.format(name), "cell_type": "code", "metadata": {}, "outputs": []}
        raw["cells"].append({**cell, "execution_count": None})
        weather.write(f"notebooks/{name}.ipynb", json.dumps(raw))
        weather.append("chapters/rain.qmd", f"{{{{< embed ../notebooks/{name}.ipynb#plot >}}}}")
    assert weather.build().json["rendered"]["pdf"]
    page = lxml.html.fromstring(weather.text("_book/chapters/rain.html"))
    addresses = {image.get("alt"): image.get("src") for image in page.xpath("//main//img")}
    pictures = {addresses[f"Title {name}."] for name in ("plain", "temperature")}
    assert len({(weather.root / "_book/chapters" / address).read_bytes() for address in pictures}) == 2


def test_every_image_has_words_for_those_who_do_not_see_it(finished):
    pages = [lxml.html.fromstring(path.read_text()) for path in (finished.root / "_book").rglob("*.html")]
    words = [image.get("alt", "") for page in pages for image in page.xpath("//main//img")]
    assert len(words) == 6
    assert all(words)
    assert "Bar chart of rain by month; the first has 241 millimetres." in words


def test_a_printed_value_keeps_its_name_on_the_page(finished):
    home = lxml.html.fromstring(finished.text("_book/index.html"))
    (value,) = home.xpath("//main//span[@class='value']")
    assert (value.get("data-value"), value.text) == ("rain.wet_days", "50")


def test_a_book_without_data_package_and_with_notebooks_of_plain_jupyter(sample):
    book = sample("transport")
    said = book.build()
    assert (said.code, said.json["executed"], said.codes) == (0, ["buses"], {"D111", "N207"})
    for text in (book.page("index.html"), book.printed()):
        assert "Table 1.1 says how many people rode." in text
        assert "Airport 3400" in text


def test_the_editions_may_lie_deeper(weather):
    weather.edit("_quarto.yml", "output-dir: _book", "output-dir: public/book")
    assert weather.build().json["editions"]["html"] == "public/book/index.html"
    assert weather.files("public/book").keys() == weather.files().keys()


def test_one_edition_alone_and_then_the_other(weather):
    weather.append("index.qmd", "Another sentence.")
    said = weather.build("--to", "html")
    assert (said.json["editions"]["pdf"], said.json["rendered"]["pdf"]) == (None, False)
    assert not list((weather.root / "_book").glob("*.pdf"))
    both = weather.build("--to", "pdf")
    assert all(both.json["editions"].values())
    assert "Another sentence." in weather.page("index.html")
    assert "Another sentence." in weather.printed()
