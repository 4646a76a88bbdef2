"""Slips of words, planted in every kind of published text, are found at their place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assessment.checks.safeguarding.markdown import plain_text

SLIPS = yaml.safe_load((Path(__file__).parent / "slips.yml").read_text(encoding="utf-8"))
ALSO = {"A staggering ex&shy;plosion.": 1}  # slips that hold a second word to avoid


def test_the_book_itself_is_clean(club):
    assert club.findings() == []


def test_planted_slips_are_found_at_their_place_and_nothing_else(club):
    places = [club.plant(slip["in"], slip["text"]) for slip in SLIPS]
    found = [f for f in club.findings() if f.code == "S701"]
    missed = [
        slip
        for slip, place in zip(SLIPS, places, strict=True)
        if not any((f.path, f.line, f.cell) == place and f"“{plain_text(slip['word'])}”" in f.message for f in found)
    ]
    assert len(SLIPS) >= 30
    assert not missed
    assert len(found) == len(SLIPS) + sum(ALSO.values())


def test_a_mark_with_a_reason_allows_the_word(club):
    club.plant_prose('The law says [“child pornography”]{.allow reason="title of a law"}.')
    assert club.findings() == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("The law says [“child pornography”]{.allow}.", "S702"), ('A [book]{.allow reason="a title"}.', "S703")],
)
def test_a_mark_needs_a_reason_and_something_to_allow(club, text, code):
    _, line, _ = club.plant_prose(text)
    assert [(f.code, f.line) for f in club.findings()] == [(code, line)]


def test_titles_of_the_bibliography_are_names(club):
    assert "monster" in club.files["references.bib"]
    assert club.findings() == []
