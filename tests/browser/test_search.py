"""Search: pagefind's index where pages are served, the inlined one where they are opened from a folder."""

from __future__ import annotations

import pytest

WORD = "children"  # whatever the report comes to say, it says this


@pytest.fixture
def searching(site, open_page):
    """A page with the search open, and a way to search."""
    tab = open_page(site, site.pages[0])
    tab.keyboard.press("/")

    def search(words):
        tab.fill("#search-input", words)
        tab.wait_for_function("document.getElementById('search-status').textContent !== ''")
        tab.wait_for_timeout(400)
        return tab.eval_on_selector_all("#search-results a", "links => links.map(link => link.href)")

    tab.search = search
    return tab


def focused(tab):
    return tab.evaluate("document.activeElement.id || document.activeElement.tagName")


def test_it_finds_words_in_every_chapter_that_has_them(searching, site):
    found = {address.partition("#")[0].removeprefix(site.address) for address in searching.search(WORD)}
    assert len(found) > 2
    assert site.pages_saying(WORD) <= found <= set(site.pages)


def test_a_hit_shows_the_word_marked_and_leads_to_it(searching):
    searching.search(WORD)
    assert searching.locator("#search-results mark").first.inner_text().lower().startswith(WORD)
    searching.keyboard.press("Enter")
    searching.wait_for_load_state()
    assert WORD in searching.inner_text("main").lower()


def test_the_number_of_hits_is_announced(searching):
    assert searching.get_attribute("#search-status", "role") == "status"
    assert searching.search("zzqqxx") == []
    assert searching.inner_text("#search-status") == "No results"


def test_arrows_walk_through_the_hits_and_back_and_escape_closes(searching):
    searching.search(WORD)
    searching.keyboard.press("ArrowDown")
    assert focused(searching) == "A"
    searching.keyboard.press("ArrowUp")
    assert focused(searching) == "search-input"
    searching.keyboard.press("Escape")
    assert not searching.evaluate("document.getElementById('search').open")


def test_what_is_typed_is_never_taken_for_markup(searching):
    searching.search(f"<img src=x onerror=alert(1)> {WORD}")
    assert searching.locator("#search-results img").count() == 0


def test_the_button_opens_it_and_closing_gives_the_focus_back(site, open_page):
    tab = open_page(site)
    tab.click("#search-open")
    assert focused(tab) == "search-input"
    tab.click("#search .close")
    assert focused(tab) == "search-open"
