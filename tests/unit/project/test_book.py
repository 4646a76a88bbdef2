import pytest

from assessment.project.book import read_book
from assessment.project.lined_yaml import parse


def book(text):
    return read_book(parse(text))


def with_chapters(rest=""):
    return book(f"project: {{type: book}}\nbook:\n  title: Rain\n  chapters: [index.qmd]\n{rest}")


def test_order_is_chapters_parts_and_appendices_with_their_lines():
    read = book(
        "project:\n  type: book\nbook:\n  chapters:\n    - index.qmd\n    - part: Weather\n      chapters:\n"
        "        - rain.qmd\n    - part: sun.qmd\n      chapters: [shade.qmd]\n  appendices: [methods.qmd]\n"
    )
    assert [(e.kind, e.path, e.title) for e in read.entries] == [
        ("chapter", "index.qmd", ""),
        ("part", None, "Weather"),
        ("chapter", "rain.qmd", ""),
        ("part", "sun.qmd", ""),
        ("chapter", "shade.qmd", ""),
        ("appendix", "methods.qmd", ""),
    ]
    assert [entry.line for entry in read.entries] == [5, 6, 8, 9, 10, 11]
    assert [entry.path for entry in read.files()] == ["index.qmd", "rain.qmd", "sun.qmd", "shade.qmd", "methods.qmd"]


@pytest.mark.parametrize(
    "text",
    ["book: {chapters: [index.qmd]}", "project: {type: website}", "project: {type: book}", "- a\n- b\n", ""],
    ids=["no type", "a website", "no chapters", "a list", "an empty file"],
)
def test_what_is_no_book_is_refused(text):
    with pytest.raises(ValueError, match="book"):
        book(text)


def test_formats_stand_for_one_of_our_two_editions_or_none():
    read = with_chapters("format:\n  html: {toc: true}\n  assessment-typst: default\n  docx: default\n  pdf: {}\n")
    assert [(f.name, f.target, f.line) for f in read.formats] == [
        ("html", "html", 6),
        ("assessment-typst", "pdf", 7),
        ("docx", None, 8),
        ("pdf", "pdf", 9),
    ]


def test_a_book_without_a_format_is_html():
    assert [(f.name, f.target) for f in with_chapters().formats] == [("html", "html")]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("A. Gauge", ("A. Gauge",)),
        ("[A. Gauge, {name: B. Vane}]", ("A. Gauge", "B. Vane")),
        ("{name: {given: Ada, family: Gauge}}", ("Ada Gauge",)),
        ("{name: {literal: The gauge keepers}}", ("The gauge keepers",)),
    ],
)
def test_authors_are_read_in_every_form_quarto_allows(author, names):
    assert with_chapters(f"author: {author}\n").authors == names


def test_settings_have_quartos_defaults():
    read = with_chapters()
    assert (read.output_dir, read.lang, read.csl, read.bibliography, read.toc_depth) == ("_book", "en", None, (), 3)


def test_one_bibliography_or_several():
    assert with_chapters("bibliography: a.bib\n").bibliography == ("a.bib",)
    assert with_chapters("bibliography: [a.bib, b.bib]\n").bibliography == ("a.bib", "b.bib")
