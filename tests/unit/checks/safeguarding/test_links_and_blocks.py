"""Links by kind of publisher; the content notice and the list of help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.chapters.shortcodes import Expansion
from assessment.chapters.source import ChapterSource
from assessment.checks.safeguarding.links import link_findings
from assessment.checks.safeguarding.notice import block_findings, find_block
from assessment.checks.safeguarding.passages import Link, Place
from assessment.checks.safeguarding.rules import Block

HOSTS = {"charities": ("library.org",), "governments": ("*.gov.example",)}
MARCH_2024 = 1_710_000_000


def refused(address):
    return [f.message for f in link_findings([Link(address, Place("a.qmd"), 3)], HOSTS)]


@pytest.mark.parametrize(
    "address",
    [
        "https://library.org/x",
        "http://www.library.org:443/",
        "https://LIBRARY.org",
        "https://towns.gov.example/a",
        "library.org/page",
        "#sec-loans",
        "../index.qmd",
        "img/a.svg",
        "mailto:desk@library.org",
        "chapters/club.html#x",
    ],
)
def test_a_link_within_the_project_or_to_an_allowed_kind_passes(address):
    assert refused(address) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.org",
        "https://notlibrary.org",
        "https://library.org.elsewhere.com",
        "https://library.org@elsewhere.com/",
        "https://gov.example",
        "//elsewhere.org/x",
        "elsewhere.org/x",
        "ftp://library.org/x",
        "javascript:alert(1)",
        "https://127.0.0.1/",
        "https://[::1",
    ],
)
def test_any_other_link_is_found_and_not_repeated(address):
    (message,) = refused(address)
    assert "elsewhere" not in message


HELP = Block("help", "start", {}, dated=True, max_age_days=100)
PAGE = "# Home\n\n::: {.help}\n\nAsk at the desk.\nGone through on {date}.\n\n:::\n\nProse.\n"


@pytest.fixture
def check(make_chapter, make_manuscript):
    def run(text, *blocks):
        source, expansion = ChapterSource("index.qmd", body=text), Expansion(text)
        chapter = replace(make_chapter("index.qmd"), source=source, expansion=expansion)
        return [(f.code, f.line) for f in block_findings(make_manuscript(chapter), blocks, MARCH_2024)]

    return run


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("1 March 2024", []),
        ("2024-03-01", []),
        ("1 March 2023", [("S743", 3)]),
        ("last year", [("S742", 3)]),
        ("31 February 2024", [("S742", 3)]),
    ],
)
def test_a_list_of_help_is_dated(check, date, found):
    assert check(PAGE.replace("{date}", date), HELP) == found


def test_a_block_that_is_missing_is_found(check):
    assert check("# Home\n\nProse.\n", HELP) == [("S741", None)]


def test_a_block_says_what_it_must(check):
    import re

    says = {"the desk": re.compile("desk"), "the telephone": re.compile("telephone")}
    assert check(PAGE, Block("help", "end", says)) == [("S742", 3)]


def test_a_notice_stands_first(check):
    notice = Block("content-notice", "start", {}, first=True)
    assert check("# Home\n\nProse.\n\n::: {.content-notice}\nRead on.\n:::\n", notice) == [("S742", 5)]
    assert check("# Home\n\n::: {.content-notice}\nRead on.\n:::\n\nProse.\n", notice) == []


def test_a_block_ends_where_it_closes():
    text = "::: {.help}\n\n::: {.callout-note}\nin\n:::\n\nin\n:::\nout"
    assert find_block(text, "help") == (0, 7)
    assert find_block("::: help\nin\n:::", "help") == (0, 2)
    assert find_block("::: {.helpful}\nin\n:::", "help") is None
