import pytest

from assessment.project.book import Book, Format
from assessment.rendering.quarto.formats import choose_formats

BOTH = ("html", "pdf")


def book(**formats):
    return Book("T", formats=tuple(Format(name, target, {}, 9) for name, target in formats.items()))


@pytest.mark.parametrize(
    ("formats", "html", "pdf"),
    [
        ({}, "html", "typst"),
        ({"html": "html", "typst": "pdf"}, "html", "typst"),
        ({"look-html": "html", "pdf": "pdf", "look-typst": "pdf"}, "look-html", "look-typst"),
        ({"pdf": "pdf"}, "html", "typst"),
    ],
)
def test_the_books_own_formats_are_taken(formats, html, pdf):
    assert choose_formats(book(**formats), BOTH).formats == (("html", html), ("pdf", pdf))


def test_only_what_is_asked_for_is_made():
    assert choose_formats(book(html="html", pdf="pdf"), ("html",)).formats == (("html", "html"),)


@pytest.mark.parametrize(
    ("formats", "targets", "codes"),
    [
        ({"html": "html", "typst": "pdf"}, BOTH, []),
        ({"pdf": "pdf"}, BOTH, ["P103"]),
        ({"pdf": "pdf"}, ("html",), []),
        ({"docx": None}, BOTH, ["P101"]),
    ],
)
def test_what_is_not_made_is_said(formats, targets, codes):
    findings = choose_formats(book(**formats), targets).findings
    assert [(found.code, found.line) for found in findings] == [(code, 9) for code in codes]
