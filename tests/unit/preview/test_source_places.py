from dataclasses import replace

import pytest

from assessment.chapters.source import read_source
from assessment.model import Figure, Value
from assessment.pipeline.build import Results
from assessment.preview.reading import Reading
from assessment.preview.sources import Place, Spot, places_of

CHAPTER = """\
---
author: A. Gauge
---

# Rain {#sec-rain}

The wettest month brought {{< var rain.most >}} millimetres [@harbour2021].
The driest month brought none at all, as @fig-rain shows.

{{< embed ../notebooks/rain.ipynb#fig-rain >}}

- Empty the [gauge](https://example.org/gauge) **every** morning.
- Read it in the evening.

{{< include _units.qmd >}}
"""
NOTEBOOK = """\
{"cells": [
 {"source": ["#| label: fig-rain\\n",
  "show(chart)"]},
 {"source": "publish(\\"rain.most\\", 702, \\"mm\\")"}
]}
"""


@pytest.fixture
def reading(make_project, make_chapter, make_manuscript):
    files = {"index.qmd": "# Hello\n", "chapters/rain.qmd": CHAPTER, "notebooks/rain.ipynb": NOTEBOOK}
    project = make_project({**files, "chapters/_units.qmd": "Rain is measured in millimetres of water.\n"})
    chapter = make_chapter("chapters/rain.qmd")
    source = read_source(project.root, "chapters/rain.qmd")
    expansion = replace(chapter.expansion, includes=["chapters/_units.qmd"])
    manuscript = make_manuscript(replace(chapter, source=source, expansion=expansion))
    figure = Figure("fig-rain", "figure", "notebooks/rain.ipynb", "fig-rain")
    value = Value("rain.most", 702, "mm", "702", "notebooks/rain.ipynb", "cell 2")
    results = Results((), {"notebooks/rain.ipynb": {"fig-rain": figure}}, (value,), {}, ())
    return Reading(1, project, results, manuscript, (), 0)


def place(reading, **spot):
    return places_of(reading, "chapters/rain.html", Spot(**spot))


PARAGRAPH = (
    "The wettest month brought 702 millimetres (Harbour 2021). "
    "The driest month brought none at all, as Figure 1.1 shows."
)


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        (PARAGRAPH, "wettest", 7),
        (PARAGRAPH, "none at all", 8),
        ("Empty the gauge every morning.", "gauge", 12),
        ("Read it in the evening.", "evening", 13),
        ("1 Rain", "Rain", 5),
    ],
)
def test_the_words_round_the_place_lead_to_their_line(reading, text, word, line):
    assert place(reading, text=text, offset=text.index(word))[0] == Place("text", "chapters/rain.qmd", line)


def test_words_of_an_included_file_lead_there(reading):
    found = place(reading, text="Rain is measured in millimetres of water.")
    assert found == (Place("text", "chapters/_units.qmd", 1),)


def test_a_figure_leads_to_its_cell_and_to_where_it_is_placed(reading):
    assert place(reading, label="fig-rain")[:2] == (
        Place("figure", "notebooks/rain.ipynb", 2, "fig-rain"),
        Place("placed", "chapters/rain.qmd", 10),
    )


def test_a_number_leads_to_its_cell_and_to_where_it_is_quoted(reading):
    assert place(reading, value="rain.most")[:2] == (
        Place("value", "notebooks/rain.ipynb", 4, "cell 2"),
        Place("quoted", "chapters/rain.qmd", 7),
    )


def test_what_is_found_nowhere_leads_to_the_chapter(reading):
    assert place(reading, text="Wind.") == (Place("chapter", "chapters/rain.qmd", 1),)
    assert places_of(reading, "no-such.html", Spot(text="Wind.")) == ()
