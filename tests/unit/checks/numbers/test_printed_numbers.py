"""Each number of a text gets its origin: a value, a kind that may be typed, a rule of the book, or none."""

from __future__ import annotations

import pytest

from assessment.checks.numbers.language import load_language
from assessment.checks.numbers.printed import numbers_in
from assessment.checks.numbers.texts import read_prose
from assessment.checks.safeguarding.markdown import Source
from assessment.checks.safeguarding.passages import Place
from assessment.checks.safeguarding.phrases import compile_phrases

VALUES = {"rain.total": "641 mm"}


@pytest.fixture
def numbers():
    """The numbers of a markdown text with their origins and lines."""

    def numbers(text, kind="prose", lang="en-GB", book=None):
        passages = read_prose(text, Source(Place("a.qmd"), kind, values=VALUES)).passages
        rules = compile_phrases(book) if book else None
        found = [number for passage in passages for number in numbers_in(passage, load_language(lang), rules)]
        return [(number.text, number.origin, number.passage.line(number.start)) for number in found]

    return numbers


def test_a_value_keeps_its_name_and_a_typed_number_its_line(numbers):
    text = "Rain.\n\nIt rained {{< var rain.total >}}\nand on 31 days in 2021."
    assert numbers(text) == [("641 mm", "value", 3), ("31", "typed", 4), ("2021", "year", 4)]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("On 3 March it snowed.", "date"),
        ("On March 3 it snowed.", "date"),
        ("On Monday 3 it snowed.", "date"),
        ("It is 9:30 now.", "time of day"),
        ("See Section 3.2 for more.", "place in a document"),
        ("Under Article 34 it may.", "place in a document"),
        ("Windows 11 runs it.", "name"),
        ("It rained at station 12.", "name"),
        ("Readers aged 12 to 17 came.", "age"),
        ("Loans per 1,000 readers.", "rate"),
        ("There are two ways to count.", "count of the text"),
        ("“It is 31”, she said.", "quotation"),
        ("Fewer than 25 are hidden.", "rule of the book"),
    ],
)
def test_a_number_that_may_be_typed_says_of_what_kind_it_is(numbers, text, origin):
    assert {kind for _, kind, _ in numbers(text, book=["fewer than 25"])} == {origin}


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("On half of the days it rained.", "half"),
        ("It kept two thirds dry, and fifth of the rest.", "fifth of the"),
        ("The curve halves it in June.", "halves"),
        ("In the week 30 were late.", "30"),
    ],
)
def test_words_that_say_a_number_are_found(numbers, text, typed):
    assert typed in [shown for shown, origin, _ in numbers(text) if origin == "typed"]


def test_what_a_picture_shows_is_counted_in_captions_only(numbers):
    assert numbers("Two lines cross.", "caption") == [("Two", "part of the picture", 1)]
    assert numbers("Two lines were closed.") == [("Two", "typed", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "```\nx = 31\n```",
        "The call `rain(31)` is code.",
        "So $31 + x$ and\n\n$$31$$",
        "<!-- 31 days -->",
        "> It rained on 31 days.",
        "As told in [@rain2020, p. 31; @snow2021, 31-33].",
        "[31 days]{.allow reason='a label'}",
        "![](rain-31.png){width=31%}",
    ],
)
def test_what_the_author_does_not_say_is_not_read(numbers, text):
    assert numbers(text) == []


def test_a_citation_in_the_sentence_hides_no_number_after_it(numbers):
    assert numbers("As @rain2020, 31 days were wet.") == [("31", "typed", 1)]


def test_a_language_without_a_file_knows_digits_and_years(numbers):
    assert numbers("Es regnete an 31 von zwölf Tagen, 2021.", lang="de") == [("31", "typed", 1), ("2021", "year", 1)]


def test_a_long_text_of_digits_is_read_quickly(numbers):
    assert len(numbers("1 2 3 4 5 6 7 8 9 " * 400)) == 3600
