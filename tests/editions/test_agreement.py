"""The two editions say the same: word for word, in the same order."""

from __future__ import annotations

import re

import pytest

from assessment.releases.reading.order import first_difference
from assessment.releases.reading.printed import chapters
from assessment.releases.reading.web import Mention, missing, read_page, squeezed


@pytest.fixture(scope="module")
def web(edition):
    return {page.heading: page for page in map(read_page, edition.pages)}


@pytest.fixture(scope="module")
def printed(edition):
    return {heading: squeezed(text) for heading, text in chapters(edition.pdf).items()}


def words_of_one_format(project, name):
    """What the chapters show in one format alone."""
    block = re.compile(rf'^::: \{{\.content-visible when-format="(?:{name})"\}}\n(.*?)\n:::$', re.MULTILINE | re.DOTALL)
    texts = [path.read_text(encoding="utf-8") for path in sorted((project / "chapters").glob("*.qmd"))]
    return [squeezed(words) for text in texts for words in block.findall(text)]


def without(words, text):
    for some in words:
        text = text.replace(some, "")
    return text


def test_every_page_is_a_chapter_of_the_pdf_in_the_same_order(web, printed):
    assert [heading for heading in printed if heading in web] == list(web)


def test_both_say_the_same_word_for_word(web, printed, edition):
    only_web, only_printed = (words_of_one_format(edition.project, name) for name in ("html", "pdf|typst"))
    differences = {
        heading: first_difference(without(only_web, page.text), without(only_printed, printed[heading]))
        for heading, page in web.items()
    }
    assert differences == dict.fromkeys(web, "")


@pytest.mark.parametrize(
    "kind", ["value", "citation", "cross-reference", "caption", "alternative text", "origin", "source"]
)
def test_what_a_page_mentions_the_pdf_mentions_in_the_same_order(web, printed, kind):
    mentions = {heading: [m for m in page.mentions if m.kind == kind] for heading, page in web.items()}
    assert any(mentions.values())
    assert {heading: missing(found, printed[heading]) for heading, found in mentions.items()} == {
        heading: [] for heading in web
    }


def test_another_digit_in_the_pdf_would_be_noticed(web, printed):
    heading, value = next((h, m) for h, page in web.items() for m in page.mentions if m.kind == "value")
    digit = next(letter for letter in value.text if letter.isdigit())
    other = value.text.replace(digit, str((int(digit) + 1) % 10))
    altered = printed[heading].replace(value.text, other)
    assert value in missing(web[heading].mentions, altered)
    assert first_difference(printed[heading], altered)


def test_another_letter_of_a_year_would_be_noticed(web, printed):
    heading, citation = next((h, m) for h, page in web.items() for m in page.mentions if m.kind == "citation")
    altered = printed[heading].replace(citation.text, citation.text.replace("20", "19", 1))
    assert citation in missing(web[heading].mentions, altered)


def test_another_order_would_be_noticed():
    first, second = Mention("caption", "Figure 1.1: Rain"), Mention("caption", "Figure 1.2: Sun")
    assert missing([first, second], "Figure1.1:RainthenFigure1.2:Sun") == []
    assert missing([first, second], "Figure1.2:SunthenFigure1.1:Rain") == [second]


def test_hyphens_spaces_and_line_ends_make_no_difference():
    assert squeezed("self-\ngenerated 36.2\u00a0million\u2060") == squeezed("self\ufffegenerated 36.2 million")
