"""Two reviewers at work in a real browser, by keyboard alone; the packet opened from a file; axe on every page."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from assessment.releases.redline import Reworded
from assessment.releases.since import Changes, Moved, MovedSentence, Pictures, Recommendations, Shown
from rain_book import RainBook

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_TABS = 80


def command(rain, *arguments):
    return [sys.executable, "-m", "assessment", *arguments, "--project", str(rain.root)]


@contextmanager
def serving(rain):
    with subprocess.Popen(command(rain, "review"), stderr=subprocess.PIPE, encoding="utf-8") as server:
        yield re.search(r"http://\S+", server.stderr.readline())[0]
        server.send_signal(signal.SIGINT)
        server.wait(30)


@pytest.fixture
def rain(tmp_path):
    return RainBook.made(tmp_path / "rain")


@pytest.fixture
def served(rain):
    with serving(rain) as address:
        yield address


@pytest.fixture
def browser(chromium):
    """Open a page in a browser of its own; its complaints fail the test, but for answers that are meant to refuse."""
    contexts, wrongs = [], []

    def open_(address, **options):
        context = chromium.new_context(viewport={"width": 1100, "height": 800}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tab.on("pageerror", lambda error: wrongs.append(str(error)))
        tab.on("console", lambda said: None if re.search("409|422", said.text) else wrongs.append(said.text))
        tab.goto(address)
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert wrongs == []


def tab_to(tab, selector):
    """Press Tab until the element has the focus, as a person without a mouse would."""
    for _ in range(MOST_TABS):
        tab.keyboard.press("Tab")
        if tab.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} cannot be reached with the Tab key")


def press(tab, selector, key="Enter"):
    tab_to(tab, selector)
    with tab.expect_navigation():
        tab.keyboard.press(key)


def fill(tab, name, role, note="", comment=""):
    tab_to(tab, "form[action='/say'] input[name=name]")
    tab.keyboard.press("Control+A")
    tab.keyboard.type(name)
    tab_to(tab, "input[name=role]")
    tab.keyboard.press("Space")
    if role == "approver":
        tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.querySelector('input[name=role]:checked').value") == role
    tab_to(tab, "textarea[name=note]")
    tab.keyboard.type(note)
    tab_to(tab, "textarea[name=comment]")
    tab.keyboard.type(comment)


def violations(tab):
    found = []
    for scheme, width in (("light", 1100), ("dark", 1100), ("light", 340)):
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size({"width": width, "height": 800})
        response = Axe().run(tab, options={"runOnly": ALL}).response
        found += [f"{scheme} {w['id']}: {node['html'][:120]}" for w in response["violations"] for node in w["nodes"]]
    tab.set_viewport_size({"width": 1100, "height": 800})
    return found


def record(rain, id="fig-rain"):
    return yaml.safe_load((rain.root / "reviews" / f"{id}.yml").read_text())


def test_two_reviewers_work_by_keyboard_and_settle_a_collision(rain, served, browser):
    ada, ben = browser(served), browser(served)
    assert violations(ada) == []
    for tab in (ada, ben):
        press(tab, "a[href='/subject?id=fig-rain']")
    assert violations(ada) == []

    fill(ada, "Ada", "assurer", note="Checked by hand.")
    press(ada, "button[value=approved]", "Space")
    assert ada.inner_text("[role=status]") == "Saved: fig-rain."

    fill(ben, "Ben", "approver", note="Say which gauge.", comment="Which gauge?")
    press(ben, "button[value='changes wanted']")
    assert "somebody else said something" in ben.inner_text("[role=alert]")
    assert ben.evaluate("document.activeElement.id") == "conflict"
    assert ben.input_value("textarea[name=note]") == "Say which gauge."
    assert violations(ben) == []
    assert record(rain)["approver"] is None
    press(ben, "button[value='changes wanted']")
    assert [(s["name"], s["decision"]) for s in record(rain)["approver"]] == [("Ben", "changes wanted")]

    ada.goto(served.partition("?")[0] + "subject?id=fig-rain")
    assert violations(ada) == []
    tab_to(ada, "form[action='/settle'] input[name=name]")
    press(ada, "form[action='/settle'] button")
    assert record(rain)["comments"][0]["settled-by"] == "Ada"
    fill(ada, "Ada", "assurer", comment="It is the coast's.")
    press(ada, "button[value='']")
    assert [(c["name"], c["state"]) for c in record(rain)["comments"]] == [("Ben", "settled"), ("Ada", "open")]
    assert len(record(rain)["assurer"]) == 1  # a comment alone decides nothing


def test_a_data_edit_lapses_and_a_prose_edit_elsewhere_does_not(rain, served, browser):
    tab = browser(served)
    for subject in ("fig-rain", "tbl-rain"):
        tab.goto(served.partition("?")[0] + f"subject?id={subject}")
        fill(tab, "Ada", "assurer")
        press(tab, "button[value=approved]")
    rain.text("Nobody measures snow.", "Snow is not measured.")
    tab.goto(served.partition("?")[0])
    assert tab.locator("h2 .state").all_inner_texts() == ["missing"]
    rain.write(coast=150)
    tab.reload()
    assert tab.locator("h2 .state").all_inner_texts()[0] == "lapsed"
    press(tab, "a[href='/subject?id=fig-rain']")
    assert "coast: 100 → 150 (+50, +50.0%)" in tab.inner_text(".changes")
    assert violations(tab) == []


def test_pictures_are_compared_in_three_ways(rain, served, browser):
    tab = browser(served)
    press(tab, "a[href='/subject?id=fig-rain']")
    fill(tab, "Ada", "assurer")
    press(tab, "button[value=approved]")
    rain.write(colour="red")
    tab.goto(served.partition("?")[0] + "subject?id=fig-rain")
    now = tab.locator(".pair figure").nth(1)
    tab_to(tab, "input[value=side]")
    assert now.evaluate("e => getComputedStyle(e).mixBlendMode + getComputedStyle(e).clipPath") == "normalnone"
    tab.keyboard.press("ArrowDown")
    tab_to(tab, "input[type=range]")
    tab.keyboard.press("ArrowRight")
    assert now.evaluate("e => getComputedStyle(e).clipPath") == "inset(0px 0px 0px 51%)"
    assert violations(tab) == []
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("ArrowDown")
    assert now.evaluate("e => getComputedStyle(e).mixBlendMode") == "difference"
    assert violations(tab) == []


def test_a_packet_answered_from_a_file_gives_the_records_of_the_page(rain, browser, tmp_path):
    made = tmp_path / "packet.html"
    subprocess.run(command(rain, "review", "packet", "-o", str(made)), check=True, capture_output=True)
    tab = browser(made.as_uri(), accept_downloads=True)
    assert violations(tab) == []
    assert tab.locator("section.item h2").all_inner_texts()[0] == "fig-rain"
    tab_to(tab, "#name")
    tab.keyboard.type("Ada")
    tab_to(tab, "input[name=role]")
    tab.keyboard.press("Space")
    tab_to(tab, "input[name=decision-0]")
    tab.keyboard.press("ArrowDown")
    tab_to(tab, "section[data-at='0'] .note")
    tab.keyboard.type("Checked by hand.")
    tab_to(tab, "section[data-at='0'] .comment-text")
    tab.keyboard.type("Which gauge?")
    assert tab.inner_text("#answered") == "Answered: 1 of 3."
    tab_to(tab, "#save-answers")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    assert tab.inner_text("#told").startswith("Saved 1 answer in review-ada.json")
    saved = tmp_path / "review-ada.json"
    download.value.save_as(saved)
    said = subprocess.run(
        command(rain, "review", "import", str(saved)), capture_output=True, encoding="utf-8", check=False
    )
    assert (said.returncode, said.stdout) == (0, "taken     fig-rain\n")
    from_packet = record(rain)
    (rain.root / "reviews" / "fig-rain.yml").unlink()

    with serving(rain) as address:
        page = browser(address)
        press(page, "a[href='/subject?id=fig-rain']")
        fill(page, "Ada", "assurer", note="Checked by hand.", comment="Which gauge?")
        press(page, "button[value=approved]")
        page.wait_for_load_state("networkidle")  # what is still asked for when the server stops would be a complaint
    assert without_time(record(rain)) == without_time(from_packet)
    assert json.loads(saved.read_text())["answers"][0]["digests"] == from_packet["assurer"][0]["digests"]


def test_the_certificate_and_a_problem_read_well(rain, served, browser, tmp_path):
    made = tmp_path / "certificate.html"
    said = command(rain, "review", "certificate", "--format", "html", "-o", str(made))
    subprocess.run(said, check=True, capture_output=True)
    assert violations(browser(made.as_uri())) == []
    tab = browser(served)
    tab.goto(served.partition("?")[0] + "subject?id=fig-rain")
    fill(tab, "Ana Lyst", "assurer")
    press(tab, "button[value=approved]")
    assert "the analyst cannot approve it" in tab.inner_text("[role=alert]")
    assert violations(tab) == []


def test_the_page_of_what_changed_reads_well(browser, tmp_path):
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    shown = Shown((picture,), ("One bar.",), "Rain by town.")
    changed = Changes(
        "Rain",
        "v1.0",
        "0" * 40,
        values=(Moved("rain.most", "100", "150"), Moved("rain.least", None, "1")),
        sentences=(MovedSentence("index.qmd", 3, "It rained 100 mm.", "It rained 150 mm."),),
        figures=(Pictures("fig-rain", shown, shown), Pictures("fig-snow", Shown(), shown)),
        tables=("tbl-rain",),
        data=(Moved("rain", "2022 (0123456789ab)", "2023 (ba9876543210)"),),
        prose=(Reworded("index.qmd", 5, (("same", "Rain "), ("removed", "fell."), ("added", "falls."))),),
        recommendations=Recommendations(("Plant trees.",), ("Dig wells.",)),
    )
    made = tmp_path / "changes.html"
    made.write_text(changed.as_html())
    tab = browser(made.as_uri())
    assert violations(tab) == []
    assert tab.locator("img").first.evaluate("e => e.naturalWidth") > 0  # the page's own policy lets it show


def without_time(content):
    """A record without its times, and the seals that cover them."""
    blocks = [*(content["assurer"] or ()), *(content["approver"] or ()), *(content["comments"] or ())]
    for block in blocks:
        del block["date"], block["seal"]
    return content


def test_axe_would_notice(rain, served, browser):
    tab = browser(served)
    tab.evaluate("document.querySelector('main h1').remove()")
    tab.evaluate("document.querySelector('.title').style.color = '#ccc'")
    assert {"light page-has-heading-one", "light color-contrast"} <= {
        each.partition(":")[0] for each in violations(tab)
    }
