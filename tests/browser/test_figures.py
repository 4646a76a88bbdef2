"""Figures and tables: enlarging, scrolling, tabs."""

from __future__ import annotations

FIGURES = "[.//figure//img][count(.//figure//img) > 1]"
TABS = "//*[@role='tab']"
TABLE = "//table[count(.//th) > 3]"


def is_enlarged(tab):
    return tab.evaluate("document.getElementById('viewer').open")


def test_every_chart_is_shown_and_can_be_enlarged(site, open_page):
    tab = open_page(site, site.page_with(FIGURES))
    pictures = tab.locator("main figure img")
    assert pictures.count() == tab.locator("main .enlarge").count()
    for index in range(pictures.count()):
        pictures.nth(index).scroll_into_view_if_needed()
        tab.wait_for_function(
            "index => document.querySelectorAll('main figure img')[index].naturalWidth > 0", arg=index
        )


def test_the_keyboard_enlarges_a_figure_and_escape_gives_the_focus_back(site, open_page):
    tab = open_page(site, site.page_with(FIGURES))
    button = tab.locator(".enlarge").nth(1)
    button.focus()
    tab.keyboard.press("Enter")
    assert is_enlarged(tab)
    figure = tab.locator("main figure:has(img)").nth(1)
    assert tab.get_attribute("#viewer img", "alt") == figure.locator("img").get_attribute("alt")
    assert tab.inner_text("#viewer-caption").split() == figure.locator("figcaption").inner_text().split()
    assert tab.evaluate("document.getElementById('viewer').contains(document.activeElement)")
    tab.keyboard.press("Escape")
    assert not is_enlarged(tab)
    assert button.evaluate("button => button === document.activeElement")


def test_a_press_on_the_picture_enlarges_it_too(site, open_page):
    tab = open_page(site, site.page_with(FIGURES), width=360, has_touch=True)
    tab.locator("main figure").first.scroll_into_view_if_needed()
    tab.locator("main figure img").first.tap()
    assert is_enlarged(tab)
    tab.click("#viewer .close")
    assert not is_enlarged(tab)


def test_a_table_wider_than_the_page_scrolls_by_keyboard(site, open_page):
    tab = open_page(site, site.page_with(TABLE), width=320)
    region = tab.locator("main [role='region'][tabindex='0']").first
    assert region.get_attribute("aria-label").startswith("Table ")
    region.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("document.activeElement.scrollLeft > 0")


def test_a_table_that_fits_is_no_stop_for_the_keyboard(report, open_page):
    tab = open_page(report, report.page_with(TABLE))
    region = tab.locator("main .quarto-float-tbl > div").first
    assert region.evaluate("region => region.scrollWidth <= region.clientWidth")
    assert region.get_attribute("tabindex") is None


def test_tabs_follow_the_arrows(sample, open_page):
    tab = open_page(sample, sample.page_with(TABS))
    tabs, panels = tab.locator("[role='tab']"), tab.locator("[role='tabpanel']")
    tabs.first.focus()
    tab.keyboard.press("ArrowRight")
    assert [panel.is_visible() for panel in panels.all()[:2]] == [False, True]
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    tab.keyboard.press("Home")
    assert [panel.is_visible() for panel in panels.all()[:2]] == [True, False]


def test_a_folded_callout_opens_by_keyboard(sample, open_page):
    tab = open_page(sample, sample.page_with("//summary"))
    summary = tab.locator("summary.callout-header").first
    summary.focus()
    tab.keyboard.press("Enter")
    assert summary.locator("xpath=..").get_attribute("open") is not None
