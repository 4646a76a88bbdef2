"""The small language of the rules."""

from __future__ import annotations

import re

import pytest

from assessment.checks.safeguarding.phrases import compile_phrases


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("library card*", "Two LIBRARY CARDS"),
        ("library card", "library-card"),
        ("library card", "library\n  card"),
        ("re-read", "reread"),
        ("re-read", "re read"),
        ("(lend|lent) books", "lent books"),
        ("books? lent", "book lent"),
        ("lent … library", "lent by a very small library"),
        ("lent … library", "lent library"),
        ("of <number>", "of 1,200"),
        ("of <number>", "of thirty-two"),
        ("<town> library", "Borg library"),
        ("/li[a-z]+ry/", "the library"),
        ("late readers'", "late readers' books"),
    ],
)
def test_a_phrase_matches(phrase, text):
    assert compile_phrases([phrase], {"town": ["Alba", "Borg"]}).search(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("lent", "lentils"),
        ("lent", "relent"),
        ("library card", "librarycard"),
        ("lent … library", "lent by one of the many towns without a library"),
        ("of <number>", "of 2020"),
        ("of <number>", "of 41%"),
        ("of <number>", "of 41 per cent"),
        ("self-made", "a self_made_thing"),
    ],
)
def test_a_phrase_does_not_match(phrase, text):
    assert not compile_phrases([phrase]).search(text)


def test_no_phrase_matches_nothing():
    assert not compile_phrases([]).search("anything")


def test_what_cannot_be_understood_is_refused():
    with pytest.raises(re.error):
        compile_phrases(["(lend"])
    with pytest.raises(KeyError):
        compile_phrases(["<town> library"])
