"""Wrong content in a chapter is a finding with its place; the draft is still made, whole, and shows what it lacks."""

from __future__ import annotations

import pytest

CHAPTER = "chapters/rain.qmd"
PARAGRAPHS = {
    "a figure that does not exist": ("See @fig-snow.", "F102", "fig-snow", "?@fig-snow"),
    "a section that does not exist": ("See @sec-snow.", "F102", "sec-snow", "?@sec-snow"),
    "a citation that does not exist": ("See @nobody1999.", "C501", "nobody1999", "nobody1999"),
    "a variable that does not exist": ("See {{< var rain.mots >}}.", "V401", "rain.mots", "?var:rain.mots"),
    "a metadata key that does not exist": ("See {{< meta snow >}}.", "C508", "snow", "?meta:snow"),
    "an embedded notebook that does not exist": (
        "{{< embed ../notebooks/snow.ipynb#fig-a >}}",
        "F105",
        "notebooks/snow.ipynb",
        "?embed:../notebooks/snow.ipynb#fig-a",
    ),
    "an embedded cell that does not exist": (
        "{{< embed ../notebooks/rain.ipynb#fig-a >}}",
        "F106",
        "fig-a",
        "?embed:../notebooks/rain.ipynb#fig-a",
    ),
    "an included file that does not exist": ("{{< include _snow.qmd >}}", "C505", "_snow.qmd", "?include:_snow.qmd"),
    "a chapter that includes itself": ("{{< include rain.qmd >}}", "C505", "includes itself", "?include:rain.qmd"),
    "an image that does not exist": ('![Snow](../images/snow.svg){fig-alt="Snow."}', "F107", "snow.svg", "?image:"),
    "an image of another host": ("![Snow](https://example.org/snow.png)", "C506", "another host", "?image:https"),
    "an image without words for it": ("![Snow](../images/station.svg){#fig-s}", "F101", "fig-s", "Snow"),
    "a heading that skips a level": ("#### Too deep", "C503", "Too deep", "Too deep"),
    "a label used twice": ("## Again {#sec-towns}", "F103", "sec-towns", "Again"),
    "a figure embedded twice": ("{{< embed ../notebooks/rain.ipynb#fig-rain-by-month >}}", "F103", "fig-rain", ""),
    "a link to a chapter that does not exist": ("Go [there](snow.qmd).", "F102", "chapters/snow.qmd", "there"),
    "a link to a place that does not exist": ("Go [there](rain.qmd#snow).", "F102", "#snow", "there"),
    "a shortcode outside the dialect": ("{{< video rain.mp4 >}}", "C506", "video", "?shortcode"),
    "mathematics that cannot be read": (r"Then $\snow$ falls.", "C506", r"\snow", "falls"),
}


@pytest.mark.parametrize(("text", "code", "words", "shown"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_a_wrong_paragraph_is_found_at_its_line_and_shown_in_the_draft(weather, text, code, words, shown):
    line = weather.append(CHAPTER, text)
    said = weather.build()
    assert (said.code, said.codes) == (1, {code})
    finding = said.found(code)
    assert (finding["path"], finding["line"], finding["severity"]) == (CHAPTER, line, "error")
    assert words in finding["message"]
    assert finding["hint"]
    assert said.json["rendered"]["pdf"]
    assert shown in weather.page("chapters/rain.html")
    assert shown in weather.printed()


def test_a_figure_shown_twice_is_referred_to_instead(weather):
    weather.append(CHAPTER, "{{< embed ../notebooks/rain.ipynb#fig-rain-by-month >}}")
    assert "refer to it with @fig-rain-by-month" in weather.check().found("F103")["hint"]


def test_a_wrong_paragraph_of_an_included_file_is_found_there(weather):
    weather.append("chapters/_units.qmd", "See @fig-snow.")
    finding = weather.check().found("F102")
    assert (finding["path"], finding["line"]) == ("chapters/_units.qmd", 3)


def test_a_slip_of_the_pen_gets_a_suggestion(weather):
    weather.append(CHAPTER, "See @tbl-rain-by-towns, @harbor2021 and {{< var rain.mots >}}.")
    hints = {finding["code"]: finding["hint"] for finding in weather.check().findings}
    assert "@tbl-rain-by-town?" in hints["F102"]
    assert "@harbour2021?" in hints["C501"]
    assert "rain.most?" in hints["V401"]


def test_a_chapter_that_is_listed_and_absent_leaves_a_page_that_says_so(weather):
    weather.edit("_quarto.yml", "- references.qmd", "- chapters/snow.qmd\n    - references.qmd")
    said = weather.build()
    finding = said.found("P102")
    assert (said.code, finding["path"], finding["line"]) == (1, "_quarto.yml", 19)
    assert "This chapter is missing" in weather.page("chapters/snow.html")
    assert "This chapter is missing" in weather.printed()


def test_a_notebook_as_a_chapter_is_outside_the_dialect(weather):
    weather.edit("_quarto.yml", "- references.qmd", "- notebooks/rain.ipynb\n    - references.qmd")
    finding = weather.check().found("C506")
    assert (finding["path"], finding["line"]) == ("_quarto.yml", 19)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [(b"---\ntitle: [Rain\n---\n\n# Rain\n", "C504", 3), (b"# Rain\n\nM\xe4rz\n", "C507", 3)],
    ids=["a header that is not YAML", "not UTF-8"],
)
def test_a_chapter_that_cannot_be_read_as_it_should(weather, content, code, line):
    weather.write(CHAPTER, content)
    said = weather.check()
    finding = said.found(code)
    assert (said.code, finding["path"], finding["line"]) == (1, CHAPTER, line)


ENTRIES = {
    "a brace that is never closed": ("{Rain on the coast}", "{Rain on the coast", 1, "harbour2021"),
    "a space in the key": ("quay2019", "quay 2019", 8, "quay2019"),
    "a comma that is missing": ("{Warm hills},", "{Warm hills}", 8, "quay2019"),
}


@pytest.mark.parametrize(("old", "new", "line", "key"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_does_not_parse_is_left_out_alone(weather, old, new, line, key):
    weather.edit("references.bib", old, new)
    said = weather.check()
    finding = said.found("C502")
    assert (said.code, finding["path"], finding["line"]) == (1, "references.bib", line)
    missing = [finding["message"] for finding in said.findings if finding["code"] == "C501"]
    assert len(missing) == 1
    assert key in missing[0]


def test_a_bibliography_that_is_absent(weather):
    (weather.root / "references.bib").unlink()
    said = weather.build()
    assert (said.code, said.codes) == (1, {"C501", "C502"})


def test_what_keeps_the_pdf_from_its_standards_does_not_keep_a_draft_from_its_pdf(weather):
    line = weather.append(CHAPTER, "A sign that no typeface of the book has: \N{SLIGHTLY SMILING FACE}.")
    said = weather.build()
    finding = said.found("E601")
    assert (said.code, finding["path"], finding["line"], finding["severity"]) == (0, CHAPTER, line, "warning")
    assert "A sign that no typeface" in weather.printed()


def test_the_draft_counts_what_is_open(weather):
    weather.append(CHAPTER, "See @fig-snow and @fig-hail.")
    weather.build()
    assert "2 open findings" in weather.text("_book/index.html")
    assert "2 open findings" in weather.printed()
