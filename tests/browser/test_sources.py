"""From every figure and number a reader reaches its source, version and licence in one step or two."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).resolve().parents[2]
SEED, PICKED = 6, 20
NUMBER = "[.//span[@data-value] and .//details[.//table[@class='sheet']]]"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SWITCH = ".show-sources button"


@pytest.fixture(scope="module")
def graph(report):
    """What the manifest says of figures, tables and numbers (id → lineage), and of the data (path → dataset)."""
    told = json.loads((report.folder / "manifest.json").read_bytes())["graph"]
    return {one["id"]: one for one in told["lineages"]}, {one["path"]: one for one in told["datasets"]}


@pytest.fixture(scope="module")
def shown(report):
    """Every figure, table and number that pages show, with its page."""
    from lxml import html

    found = {}
    for page in report.pages:
        main = html.parse(str(report.folder / page)).getroot().get_element_by_id("quarto-document-content")
        for name in main.xpath(".//details[starts-with(@id, 'sources-of-')]/@id"):
            found.setdefault(name.removeprefix("sources-of-"), page)
        for name in main.xpath(".//span[@data-value and starts-with(@id, 'number-')]/@data-value"):
            found.setdefault(name, page)
    return found


def some(names, count):
    return random.Random(SEED).sample(sorted(names), count)  # noqa: S311


def told_of(lineage, datasets):
    """What must be said: the data with their versions, and the licences, of files told in full."""
    return [datasets[path] for path in lineage["inputs"] if path in datasets]


def words(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def publishers():
    """Path of each data file → whose documents its numbers were taken from; long names up to their first comma."""
    told = json.loads((ROOT / "data" / "datapackage.json").read_bytes())["resources"]
    return {f"data/{one['path']}": [source["publisher"].split(",")[0] for source in one["sources"]] for one in told}


def test_twenty_figures_tables_and_numbers_lead_to_source_version_and_licence(
    report, open_page, shown, graph, publishers
):
    lineages, datasets = graph
    floats = [name for name in shown if name.startswith(("fig-", "tbl-"))]
    names = some(floats, PICKED // 2) + some(set(shown) - set(floats), PICKED // 2)
    tab = open_page(report)
    for name in names:
        tab.goto(report.address + shown[name])
        said = said_of_float(tab, name) if name in floats else said_of_number(tab, name)
        data = told_of(lineages[name], datasets)
        assert data, name
        for one in data[:2]:
            assert f"{one['title']}, version {one['version']}" in said, name
            assert all(licence["name"] in said or licence["title"] in said for licence in one["licences"]), name
        assert any(whose in said for one in data for whose in publishers[one["path"]]), name
        assert lineages[name]["notebook"] in said
        assert lineages[name]["sha256"][:16] in said


def said_of_float(tab, name):
    """One step: the line under the figure opens."""
    panel = tab.locator(f"[id='sources-of-{name}']")
    panel.locator("> summary").click()
    assert panel.locator(".facts").first.is_visible()
    return words(panel.inner_text())


def said_of_number(tab, name):
    """Two steps: the switch, which is remembered, and the number."""
    if tab.get_attribute(SWITCH, "aria-pressed") == "false":
        tab.click(SWITCH)
    tab.locator(f"main .value[data-value='{name}'] .value-source").first.click()
    dialog = tab.locator("dialog.source")
    assert dialog.is_visible()
    said = words(dialog.inner_text())
    tab.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    return said


def test_the_data_of_a_chart_can_be_downloaded_and_are_those_of_the_table(site, open_page):
    tab = open_page(site, site.page_with("[.//table[@class='sheet']]"))
    panel = tab.locator("details.provenance:has(table.sheet)").first
    panel.locator("> summary").click()
    panel.locator(".rows > summary").click()
    shown_rows = panel.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    address = panel.locator("a[download]").evaluate("link => link.href")
    file = site.folder / unquote(address.removeprefix(site.address))
    header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
    assert rows == shown_rows
    assert [name.replace("_", " ") for name in header] == panel.locator("thead th").all_text_contents()


def test_the_keyboard_alone_opens_and_closes_everything(site, open_page):
    tab = open_page(site, site.page_with(NUMBER))
    summary = tab.locator("details.provenance > summary").first
    summary.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("details.provenance").first.get_attribute("open") is not None
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('details.provenance') !== null")
    tab.focus(SWITCH)
    tab.keyboard.press("Space")
    button = tab.locator(".value-source").first
    button.focus()
    tab.keyboard.press("Enter")
    dialog = tab.locator("dialog.source")
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    tab.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert button.evaluate("button => button === document.activeElement")


def test_a_number_is_text_until_the_switch_is_on_and_the_choice_is_remembered(site, open_page):
    page = site.page_with(NUMBER)
    tab = open_page(site, page)
    plain = tab.inner_text("main p:has(.value) >> nth=0")
    assert tab.locator(".value-source").count() == 0
    tab.click(SWITCH)
    assert tab.locator(".value-source").count() > 0
    assert tab.inner_text("main p:has(.value) >> nth=0") == plain
    name = tab.locator(".value-source").first.get_attribute("aria-label")
    assert name.startswith(tab.locator(".value-source").first.inner_text())
    tab.goto(site.address + page)
    assert tab.locator(".value-source").count() > 0
    assert tab.get_attribute(SWITCH, "aria-pressed") == "true"
    tab.click(SWITCH)
    assert tab.locator(".value-source").count() == 0
    assert tab.evaluate("localStorage.length") == 0


def test_without_scripts_panels_and_the_table_of_numbers_serve(site, open_page):
    tab = open_page(site, site.page_with(NUMBER), java_script_enabled=False)
    assert not tab.locator(SWITCH).is_visible()
    tab.locator("details.provenance > summary").first.click()
    assert tab.locator("details.provenance .facts").first.is_visible()
    tab.locator("details.numbers > summary").click()
    row = tab.locator("details.numbers tbody tr").first
    assert row.is_visible()
    assert "version" in row.inner_text()


def test_the_table_of_numbers_leads_to_each_and_to_its_data_and_code(site, open_page):
    tab = open_page(site, site.page_with("//a[starts-with(@href, '#data-')]"))
    tab.locator("details.numbers > summary").click()
    row = tab.locator("details.numbers tbody tr:has(a[href^='#data-'])").first
    for link in (row.locator("a[href^='#data-']").first, row.locator("a[href^='#cell-']").first):
        link.click()
        place = tab.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1)))?.id")
        assert tab.locator(f"[id='{place}']").is_visible()
    row.locator("a[href^='#number-']").click()
    assert tab.evaluate("document.querySelector(':target').textContent") == row.locator("th").inner_text()


def test_the_page_of_the_making_is_reached_from_every_foot_and_leads_to_data(site, open_page):
    tab = open_page(site)
    tab.click("footer a[href$='made.html']")
    assert tab.locator("h1").inner_text() == "How this edition was made"
    assert tab.locator("details.dataset").count() > 10
    address = tab.locator("#exhibits tbody a[href^='#data-']").first
    address.click()
    tab.wait_for_selector("details.dataset[open]")  # it opens when the browser tells of the new address
    assert tab.locator("details.dataset[open]").count() == 1
    with tab.expect_navigation():
        tab.locator("#exhibits tbody th a").first.click()
    assert tab.evaluate("document.querySelector(':target') !== null")


@pytest.mark.parametrize("width", [1280, 320])
def test_open_panels_and_dialogs_have_no_violation_and_are_no_wider_than_the_page(report, open_page, width):
    tab = open_page(report, report.page_with(NUMBER), width=width)
    tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    tab.click(SWITCH)
    assert violations_in_both_lights(tab) == {}
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.locator(".value-source").first.click()
    tab.evaluate("document.querySelectorAll('dialog.source details').forEach(fold => { fold.open = true; })")
    assert violations_in_both_lights(tab) == {}
    assert tab.evaluate("(d => d.scrollWidth <= d.clientWidth)(document.querySelector('dialog.source'))")


def test_the_page_of_the_making_has_no_violation_unfolded(report, open_page):
    tab = open_page(report, "how-this-edition-was-made.html")
    tab.evaluate("[...document.querySelectorAll('details.dataset')].slice(0, 5).forEach(fold => { fold.open = true; })")
    assert violations_in_both_lights(tab) == {}


def violations_in_both_lights(tab):
    found = {}
    for light in ("light", "dark"):
        tab.emulate_media(color_scheme=light)
        all_ = Axe().run(tab, options={"runOnly": RULES}).response["violations"]
        found[light] = [f"{each['id']}: {node['html'][:160]}" for each in all_ for node in each["nodes"]]
    return {light: each for light, each in found.items() if each}


def test_on_paper_the_line_and_the_table_stay_and_the_panels_go(report, open_page):
    tab = open_page(report, report.page_with(NUMBER))
    tab.emulate_media(media="print")
    assert tab.locator("details.provenance > summary").first.is_visible()
    assert not tab.locator("details.provenance > .facts").first.is_visible()
    assert tab.locator("details.numbers tbody tr").first.is_visible()
    assert not tab.locator(SWITCH).is_visible()
