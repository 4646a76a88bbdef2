"""axe-core finds nothing on any page, wide and narrow, light and dark, with every dialog open."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDE, NARROW = 1280, 360
FIGURE = "//figure//img"
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]  # all that changes from light to dark


def violations(tab, rules):
    found = Axe().run(tab, options={"runOnly": rules}).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def violations_in_both_lights(tab):
    found = {}
    for light, rules in (("light", ALL), ("dark", OF_COLOUR)):
        tab.emulate_media(color_scheme=light)
        found[light] = violations(tab, rules)
    return {light: each for light, each in found.items() if each}


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("book", ["report", "sample", "arabic"])
def test_no_page_has_a_violation(request, open_page, book, width):
    site = request.getfixturevalue(book)
    tab = open_page(site, width=width)
    found = {}
    for page in site.pages:
        tab.goto(site.address + page)
        found[page] = violations_in_both_lights(tab)
    assert len(found) > 3
    assert {page: each for page, each in found.items() if each} == {}


def test_the_search_has_none(report, open_page):
    tab = open_page(report, report.page_with(FIGURE))
    tab.keyboard.press("/")
    tab.fill("#search-input", "reports")
    tab.wait_for_selector("#search-results a")
    assert violations_in_both_lights(tab) == {}


def test_an_enlarged_figure_has_none(report, open_page):
    tab = open_page(report, report.page_with(FIGURE))
    tab.locator(".enlarge").first.click()
    assert violations_in_both_lights(tab) == {}


def test_the_menu_of_a_narrow_page_has_none(report, open_page):
    tab = open_page(report, width=NARROW)
    tab.click("#menu")
    assert violations_in_both_lights(tab) == {}


def test_a_picture_without_alternative_text_and_pale_words_would_be_noticed(report, open_page):
    tab = open_page(report, report.page_with(FIGURE))
    tab.evaluate("document.querySelector('main img').removeAttribute('alt')")
    tab.evaluate("document.querySelector('main p:not([class])').style.color = '#bbb'")
    rules = {each.partition(":")[0] for each in violations(tab, ALL)}
    assert {"image-alt", "color-contrast"} <= rules
