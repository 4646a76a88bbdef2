import pytest

from assessment.project.book import BookError, read_book
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


def test_a_book_without_a_home_page_is_refused_at_its_chapters():
    with pytest.raises(BookError, match="no home page") as refused:
        book("project: {type: book}\nbook:\n  chapters:\n    - rain.qmd\n    - chapters/index.qmd\n")
    assert refused.value.line == 3
    assert "index.qmd" in refused.value.hint


def test_the_home_page_comes_first_wherever_it_is_listed():
    read = book("project: {type: book}\nbook: {chapters: [rain.qmd, {part: P, chapters: [sun.qmd, index.qmd]}]}\n")
    assert [(entry.kind, entry.path) for entry in read.entries] == [
        ("chapter", "index.qmd"),
        ("chapter", "rain.qmd"),
        ("part", None),
        ("chapter", "sun.qmd"),
    ]
    assert not read.entries[0].in_part


def test_a_part_that_is_the_home_page_leaves_its_chapters_in_no_other_part():
    chapters = "[{part: P, chapters: [b.qmd]}, {part: index.qmd, chapters: [a.qmd]}, c.qmd]"
    read = book(f"project: {{type: book}}\nbook: {{chapters: {chapters}}}\n")
    assert [entry.path for entry in read.files()] == ["index.qmd", "b.qmd", "a.qmd", "c.qmd"]
    assert [entry.path for entry in read.entries if entry.in_part] == ["b.qmd"]


def test_a_path_may_begin_at_the_folder_of_the_project():
    read = book("project: {type: book}\nbook: {chapters: [./index.qmd, {part: ./p.qmd, chapters: [a/./b.qmd]}]}\n")
    assert [entry.path for entry in read.entries] == ["index.qmd", "p.qmd", "a/b.qmd"]


def test_a_file_in_a_part_is_told_from_one_beside_it():
    read = book("project: {type: book}\nbook:\n  chapters: [index.qmd, {part: P, chapters: [rain.qmd]}, sources.qmd]\n")
    assert [entry.path for entry in read.entries if entry.in_part] == ["rain.qmd"]


@pytest.mark.parametrize(
    ("chapters", "message"),
    [
        ("rain.qmd", "`chapters:` is a list"),
        ("[index.qmd, {part: P, chapters: rain.qmd}]", "`chapters:` is a list"),
        ("[index.qmd]\n  appendices: methods.qmd", "`appendices:` is a list"),
        ("[index.qmd, {text: Rain}]", "neither a file nor a part"),
        ("[index.qmd, [rain.qmd]]", "neither a file nor a part"),
        ("[index.qmd, null]", "neither a file nor a part"),
    ],
)
def test_an_order_that_names_no_files_is_refused_and_never_dropped(chapters, message):
    with pytest.raises(BookError, match=message):
        book(f"project: {{type: book}}\nbook:\n  chapters: {chapters}\n")


def test_a_chapter_listed_twice_is_told_with_its_line_and_its_own_repair():
    with pytest.raises(BookError, match=r"rain\.qmd is listed twice") as caught:
        book("project: {type: book}\nbook:\n  chapters:\n    - index.qmd\n    - rain.qmd\n    - rain.qmd\n")
    assert caught.value.line == 6
    assert "take one of the lines out" in caught.value.hint


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
