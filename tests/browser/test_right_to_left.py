"""A book in Arabic is laid out from right to left, and its words are Arabic."""

from __future__ import annotations


def _box(tab, selector):
    return tab.locator(selector).first.bounding_box()


def test_the_contents_stand_at_the_right_and_the_headings_of_the_page_at_the_left(arabic, open_page):
    tab = open_page(arabic, "chapters/rain.html", width=1400)
    assert tab.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    contents, text, headings = (_box(tab, name) for name in ("#quarto-sidebar", "main", "#TOC"))
    assert contents["x"] > text["x"] > headings["x"]


def test_no_page_is_wider_than_the_screen(arabic, open_page):
    tab = open_page(arabic, width=360)
    for page in arabic.pages:
        tab.goto(arabic.address + page)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), page


def test_the_words_of_the_shell_are_arabic_and_the_search_counts_in_it(arabic, open_page):
    tab = open_page(arabic)
    assert tab.inner_text(".skip-link").strip() == "انتقل إلى المحتوى"
    tab.keyboard.press("/")
    tab.fill("#search-input", "المطر")
    tab.wait_for_selector("#search-results a")
    status = tab.inner_text("#search-status")
    assert "نتيجة" in status or "النتائج" in status
