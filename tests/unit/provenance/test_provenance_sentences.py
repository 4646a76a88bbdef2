"""The sentence that holds something, as it is printed."""

import re

import pytest

from assessment.chapters.manuscript import Label
from assessment.chapters.source import ChapterSource
from assessment.provenance.sentences import Prose

VARIABLES = {"rain": {"most": '[241]{.value data-value="rain.most"}', "days": '[50]{.value data-value="rain.days"}'}}
LABELS = {
    "fig-rain": Label("fig-rain", "fig", "2.1", "Rain", "index.qmd"),
    "sec-rain": Label("sec-rain", "chapter", "2", "Rain", "index.qmd"),
}


def places_of(pattern):
    return lambda text: [match.start() for match in re.finditer(pattern, text)]


MOST = places_of(r"\{\{< var rain\.most >\}\}")
BODY = """\
# Rain of {{< var rain.most >}}

First sentence. The *wettest* month brought {{< var rain.most >}} millimetres [@harbour2021].[^note]
@fig-rain shows it, on {{< var rain.days >}}
days.
- a list of {{< var rain.most >}}
| town | {{< var rain.most >}} |

[^note]: A note on {{< var rain.most >}}.
"""


@pytest.fixture
def prose(make_project):
    return Prose(make_project(), VARIABLES, LABELS)


@pytest.fixture
def source():
    return ChapterSource("index.qmd", {}, BODY, 4)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (4, "Rain of 241"),
        (6, "The wettest month brought 241 millimetres."),
        (9, "a list of 241"),
        (10, "| town | 241 |"),
        (12, "A note on 241."),
    ],
)
def test_the_sentence_around_a_place_is_said_as_printed(prose, source, line, sentence):
    assert prose.holding(source, line, MOST) == (sentence,)


def test_a_sentence_over_two_lines_is_whole(prose, source):
    assert prose.holding(source, 7, places_of("rain.days")) == ("Figure 2.1 shows it, on 50 days.",)


def test_what_stands_on_another_line_is_not_meant(prose, source):
    assert prose.holding(source, 7, MOST) == ()


def test_links_comments_and_references_read_as_text(prose, source):
    written = "See [the page](https://example.org), <!-- not this --> @fig-rain and @sec-none."
    assert prose.printed(written, source) == "See the page, Figure 2.1 and @sec-none."
    written = 'In @sec-rain, ![a mast](<my files/mast.svg>){fig-alt="A mast." width=50%} stands.'
    assert prose.printed(written, source) == "In Chapter 2, a mast stands."
