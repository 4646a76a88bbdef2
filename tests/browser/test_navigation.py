"""Finding one's way: contents, headings, previous and next, keyboard; over HTTP and from a folder."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

SECTIONS = "//section[contains(@class, 'level2')][@data-number][4]"


def focused(tab):
    return tab.evaluate("(({id, className, tagName}) => id || className || tagName)(document.activeElement)")


def test_the_contents_lead_to_every_page(site, open_page):
    tab = open_page(site)
    links = tab.eval_on_selector_all("#quarto-sidebar a", "links => links.map(link => link.href)")
    assert sorted(link.removeprefix(site.address) for link in links) == site.pages
    for link in links:
        tab.goto(link)
        assert tab.locator("#quarto-sidebar [aria-current='page']").evaluate("link => link.href") == link


def test_next_and_previous_walk_through_the_book_and_back(site, open_page):
    tab = open_page(site)
    seen = [tab.url]
    while tab.locator(".page-navigation .next").count():
        turn(tab, ".next")
        seen.append(tab.url)
    assert sorted(url.removeprefix(site.address) for url in seen) == site.chapters
    for url in reversed(seen[:-1]):
        turn(tab, ".previous")
        assert tab.url == url


def turn(tab, way):
    with tab.expect_navigation():
        tab.click(f".page-navigation {way}")


def test_the_headings_of_a_page_lead_to_their_sections_and_follow_the_reader(site, open_page):
    tab = open_page(site, site.page_with(SECTIONS))
    links = tab.locator("#TOC > details > ul > li > a")
    assert links.count() >= tab.locator("main section.level2[data-number]").count()
    links.nth(1).click()
    section = tab.locator(f"main section{links.nth(1).get_attribute('href')}")
    assert 0 <= section.bounding_box()["y"] < 200
    tab.wait_for_function("link => link.hasAttribute('aria-current')", arg=links.nth(1).element_handle())


def test_the_keyboard_reaches_the_text_at_once(site, open_page):
    tab = open_page(site)
    tab.keyboard.press("Tab")
    assert focused(tab) == "skip-link"
    tab.keyboard.press("Enter")
    assert focused(tab) == "quarto-document-content"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_keyboard_reaches_tools_contents_headings_and_text_in_this_order(sample, open_page):
    tab = open_page(sample, sample.page_with("//section"))
    places = ["skip-link", "masthead", "quarto-sidebar", "TOC", "quarto-document-content"]
    find = "places => places.find(name => document.activeElement.closest(`#${name}, .${name}`))"
    seen = []
    while len(seen) < len(places):
        tab.keyboard.press("Tab")
        place = tab.evaluate(find, places)
        if place not in seen[-1:]:
            seen.append(place)
    assert seen == places


@pytest.mark.parametrize("width", [360, 320])
def test_on_a_phone_the_contents_are_a_menu(site, open_page, width):
    tab = open_page(site, width=width)
    sidebar = tab.locator("#quarto-sidebar")
    assert not sidebar.is_visible()
    tab.focus("#menu")
    tab.keyboard.press("Enter")
    assert sidebar.is_visible()
    assert tab.get_attribute("#menu", "aria-expanded") == "true"
    tab.keyboard.press("Escape")
    assert not sidebar.is_visible()
    assert focused(tab) == "menu"
    tab.click("#menu")
    last = sidebar.locator("a").last
    address = last.evaluate("link => link.href")
    last.click()
    assert tab.url == address


def test_every_page_links_to_the_pdf(site, open_page):
    tab = open_page(site)
    for page in site.pages:
        tab.goto(site.address + page)
        href = tab.locator(".masthead a[download]").evaluate("link => link.href")
        assert (site.folder / unquote(href.removeprefix(site.address))).read_bytes().startswith(b"%PDF-1.7")


def test_the_pdf_is_downloaded_under_its_name(report, open_page):
    tab = open_page(report)
    with tab.expect_download() as download:
        tab.click(".cover a[download]")
    assert (report.folder / download.value.suggested_filename).is_file()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")


def test_a_cross_reference_leads_to_its_figure_in_another_chapter(site, open_page):
    tab = open_page(site, site.page_with("//a[@class='quarto-xref'][contains(@href, '.html#fig-')]"))
    tab.locator("a.quarto-xref[href*='.html#fig-']").first.click()
    assert 0 <= tab.locator(f"#{tab.url.partition('#')[2]}").bounding_box()["y"] < 300


def test_a_citation_leads_to_its_source(site, open_page):
    tab = open_page(site)
    citation = tab.locator("main .citation a").first
    place = citation.get_attribute("href")
    citation.click()
    assert tab.locator(f"{place}:target").is_visible()
