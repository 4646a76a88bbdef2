"""axe-core over every page, wide and narrow, in light and in dark: no violation at all.

It needs a browser. Where there is none the gate says so, and has failed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assessment.model import Finding, finding
from assessment.releases.gates import Gate, could_not_run, judged
from assessment.reviews.wording import counted

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
_WIDTHS = (1280, 360)
_ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OF_COLOUR = ["color-contrast", "link-in-text-block"]  # all that changes from light to dark
_LIGHTS = (("light", _ALL), ("dark", _OF_COLOUR))
_SHOWN = 100
_SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();  // pages hear of another light before they are drawn next
  await frame();
  const sheets = [...document.querySelectorAll("link[rel~=stylesheet]")].filter(link => !link.sheet && !link.disabled);
  await Promise.all(sheets.map(link => new Promise(done => { link.onload = link.onerror = done; })));
  await frame();
  const changing = document.getAnimations().filter(animation => animation instanceof CSSTransition);
  await Promise.allSettled(changing.map(transition => transition.finished));
}"""  # a colour on its way from light to dark is none that anybody reads
_PATIENCE = 120_000  # milliseconds: a busy machine is slow, not inaccessible


def axe_gate(folder: Path, path: str) -> Gate:
    """Whether axe-core finds nothing in the web edition in ``folder``, which messages name as ``path``."""
    try:
        import axe_playwright_python.sync_playwright as axe
        from playwright.sync_api import Error
    except ImportError:
        return could_not_run("L908", "axe-core or Playwright is not installed", 'pip install "assessment[release]"')
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    pages = sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
    try:
        with _browser(program) as browser:
            found = [one for width in _WIDTHS for one in _at_width(browser, axe.Axe(), folder, pages, width)]
    except Error as exc:
        hint = "install Chromium (apt-get install chromium), or let Playwright: playwright install chromium"
        return could_not_run("L908", f"no browser, or it failed: {str(exc).splitlines()[0]}", hint)
    findings = [_finding(path, *one) for one in dict.fromkeys(found)]
    return judged("L908", findings, f"{counted(len(pages), 'page')}, {len(_WIDTHS)} widths, light and dark")


@contextmanager
def _browser(program: str | None) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def _at_width(browser: Any, axe: Any, folder: Path, pages: list[str], width: int) -> Iterator[tuple[str, str, str]]:
    """Page, rule and element of every violation at one width."""
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
    tab = context.new_page()
    tab.set_default_timeout(_PATIENCE)
    for page in pages:
        tab.goto((folder / page).as_uri())
        for light, rules in _LIGHTS:
            tab.emulate_media(color_scheme=light)
            tab.evaluate(_SETTLED)
            for violation in axe.run(tab, options={"runOnly": rules}).response["violations"]:
                for node in violation["nodes"]:
                    yield page, f"{violation['id']} ({violation['help']})", node["html"][:_SHOWN]
    context.close()


def _finding(path: str, page: str, rule: str, element: str) -> Finding:
    hint = "mend the element where it is written: in the chapter, the notebook or the look"
    return finding("L908", f"breaks the rule {rule}: {element}", path=f"{path}/{page}", hint=hint)
