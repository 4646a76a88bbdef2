"""Reading under every condition: narrow, dark, without scripts, on paper, without a network."""

from __future__ import annotations

import pytest

TABS, FIGURE, SECTION = "//*[@role='tab']", "//figure//img", "//section[@data-number]"


def background(tab):
    return tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")


@pytest.mark.parametrize("book", ["report", "sample"])
@pytest.mark.parametrize("width", [360, 320])
def test_no_page_is_wider_than_a_phone(request, open_page, book, width):
    site = request.getfixturevalue(book)
    tab = open_page(site, width=width)
    wider = {}
    for page in site.pages:
        tab.goto(site.address + page)
        wider[page] = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert {page: by for page, by in wider.items() if by > 0} == {}


def test_every_page_is_read_to_its_end_without_asking_another_host(site, open_page):
    tab = open_page(site)
    for page in site.pages:
        tab.goto(site.address + page)
        tab.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager'; })")
        tab.wait_for_load_state("networkidle")
        assert tab.evaluate("[...document.images].every(image => image.complete && image.naturalWidth)")


def test_the_typefaces_come_with_the_pages(site, open_page):
    tab = open_page(site)
    loaded = tab.evaluate(
        "document.fonts.ready.then(all => [...all].filter(face => face.status === 'loaded').map(face => face.family))"
    )
    assert {"IBM Plex Sans", "IBM Plex Serif"} <= {name.strip('"') for name in loaded}


def test_a_choice_of_dark_is_remembered_and_can_be_undone(site, open_page):
    tab = open_page(site)
    light = background(tab)
    tab.click("#dark-mode")
    dark = background(tab)
    assert dark != light
    assert tab.get_attribute("#dark-mode", "aria-pressed") == "true"
    tab.goto(site.address + site.pages[0])
    assert background(tab) == dark
    tab.click("#dark-mode")
    assert background(tab) == light
    assert tab.evaluate("localStorage.length") == 0


def test_dark_follows_the_system_and_charts_stay_on_white(site, open_page):
    tab = open_page(site, site.page_with(FIGURE), color_scheme="dark")
    assert background(tab) != "rgb(255, 255, 255)"
    plate = tab.locator("main figure :has(> img)").first
    assert plate.evaluate("plate => getComputedStyle(plate).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [1280, 360])
def test_without_scripts_everything_can_be_read_and_reached(site, open_page, width):
    tab = open_page(site, site.page_with(SECTION), width=width, java_script_enabled=False)
    assert not tab.locator("#search-open").is_visible()
    assert not tab.locator("#dark-mode").is_visible()
    assert tab.locator("#TOC ul").first.is_visible()
    assert tab.locator("main section.level2").last.is_visible()
    if width < 900:
        tab.click("a.menu-control")
    assert tab.locator("#quarto-sidebar").is_visible()
    address = tab.locator("#quarto-sidebar a").last.evaluate("link => link.href")
    tab.locator("#quarto-sidebar a").last.click()
    assert tab.url == address


def test_without_scripts_all_tabs_are_shown(sample, open_page):
    tab = open_page(sample, sample.page_with(TABS), java_script_enabled=False)
    assert all(panel.is_visible() for panel in tab.locator("[role='tabpanel']").all())


def test_on_paper_a_chapter_stands_alone(report, open_page):
    tab = open_page(report, report.page_with(FIGURE))
    tab.emulate_media(media="print")
    for shell in ("#quarto-sidebar", "#TOC", ".page-navigation", ".tools", ".enlarge >> nth=0"):
        assert not tab.locator(shell).is_visible()
    assert tab.locator("main h1").is_visible()
    assert tab.locator("main figure img").first.is_visible()


def test_every_page_says_which_edition_it_is(site, open_page):
    tab = open_page(site)
    editions = set()
    for page in site.pages:
        tab.goto(site.address + page)
        editions.add(tab.inner_text(".stamp"))
    assert len(editions) == 1
    assert editions.pop().startswith("Draft · edition ")
