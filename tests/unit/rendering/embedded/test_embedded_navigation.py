from dataclasses import replace

import pytest

from assessment.project.book import Entry
from assessment.rendering.embedded.navigation import neighbours, sidebar, table_of_contents


@pytest.fixture
def book(make_manuscript, make_chapter):
    chapters = (
        make_chapter("index.qmd", (1, "hello", "Hello", "")),
        make_chapter("chapters/rain.qmd", (1, "rain", "Rain", "1"), number="1"),
        make_chapter("methods.qmd", (1, "methods", "Methods", "A"), number="A", kind="appendix"),
    )
    part = Entry("part", None, "Weather & climate")
    entries = (chapters[0].entry, part, replace(chapters[1].entry, in_part=True), chapters[2].entry)
    return make_manuscript(*chapters, entries=entries)


def test_the_contents_hold_parts_and_appendices_with_their_chapters(book):
    top = sidebar(book, "index.html")
    assert [(item["kind"], item["title_html"]) for item in top] == [
        ("chapter", "Hello"),
        ("part", "Weather &amp; climate"),
        ("appendices", "Appendices"),
    ]
    assert [(c["number"], c["href"]) for c in top[1]["children"]] == [("1", "chapters/rain.html")]
    assert [(c["number"], c["href"]) for c in top[2]["children"]] == [("A", "methods.html")]


def test_a_chapter_after_a_part_stands_beside_it(book, make_manuscript, make_chapter):
    sources = make_chapter("sources.qmd", (1, "sources", "Sources", ""))
    entries = (*book.entries[:3], sources.entry, *book.entries[3:])
    top = sidebar(make_manuscript(*book.chapters, sources, entries=entries), "index.html")
    assert [item["title_html"] for item in top] == ["Hello", "Weather &amp; climate", "Sources", "Appendices"]


def test_links_are_seen_from_the_page_and_the_page_itself_is_marked(book):
    top = sidebar(book, "chapters/rain.html")
    assert (top[0]["href"], top[0]["current"]) == ("../index.html", False)
    assert (top[1]["children"][0]["href"], top[1]["children"][0]["current"]) == ("rain.html", True)


def test_a_title_in_the_contents_holds_no_link_id_or_footnote(make_manuscript, make_chapter):
    title = 'Rain <span id="x">and</span> <a href="#y">sun</a><sup>1</sup>'
    (item,) = sidebar(make_manuscript(make_chapter("index.qmd", (1, "rain", title, ""))), "index.html")
    assert item["title_html"] == "Rain <span>and</span> sun"


def test_the_way_through_the_book_goes_in_order(book):
    before, after = neighbours(book, book.chapters[1])
    assert (before["href"], before["title_html"]) == ("../index.html", "Hello")
    assert (after["href"], after["number"]) == ("../methods.html", "A")
    assert neighbours(book, book.chapters[0])[0] is None
    assert neighbours(book, book.chapters[-1])[1] is None


def test_headings_of_a_page_are_nested_to_the_depth_asked_for(make_chapter):
    headings = [
        (1, "a", "A", "1"),
        (2, "b", "B", "1.1"),
        (3, "c", "C", "1.1.1"),
        (4, "d", "D", ""),
        (2, "e", "E & F", "1.2"),
    ]
    chapter = make_chapter("a.qmd", *headings)
    (first, second) = table_of_contents(chapter, 3)
    assert [child["id"] for child in first["children"]] == ["c"]
    assert first["children"][0]["children"] == []
    assert (second["id"], second["title_html"]) == ("e", "E &amp; F")
    assert [item["children"] for item in table_of_contents(chapter, 2)] == [[], []]


def test_unlisted_headings_are_left_out(make_chapter):
    chapter = make_chapter("a.qmd", (1, "a", "A", ""), (2, "b", "B", ""))
    chapter.conversion.index["headings"][1]["unlisted"] = True
    assert table_of_contents(chapter, 3) == []
