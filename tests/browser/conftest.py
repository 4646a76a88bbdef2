"""A real Chromium, the report and the sample book before it, and an eye on everything it asks for or complains of."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """A web edition as a browser finds it: an address ending in a slash, and its pages below it."""

    address: str
    folder: Path

    @property
    def pages(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*.html"))

    @property
    def chapters(self) -> list[str]:
        """The pages of the book itself, which are those that search looks through."""
        return [page for page in self.pages if page != "how-this-edition-was-made.html"]

    def page_with(self, xpath: str) -> str:
        """The first page whose text holds what a path names: tests do not depend on the titles of chapters."""
        parsed = ((page, html.parse(str(self.folder / page))) for page in self.pages)
        return next(page for page, document in parsed if document.xpath(f"//main{xpath}"))

    def pages_saying(self, word: str) -> set[str]:
        """The pages whose text holds a word, as it is written or with a capital."""
        own = "//main//text()[not(ancestor::*[@data-pagefind-ignore])]"  # what is said of sources is not looked through
        texts = {page: " ".join(html.parse(str(self.folder / page)).xpath(own)).lower() for page in self.chapters}
        return {page for page, text in texts.items() if re.search(rf"\b{word}\b", text)}


@dataclass
class Watch:
    """What pages did that they should not: requests to other hosts, failed requests, errors, complaints."""

    site: Site
    wrongs: list[str] = field(default_factory=list)

    def over(self, page) -> None:
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("pageerror", lambda error: self.wrongs.append(f"error: {error}"))
        page.on("console", self._console)

    def _request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and not request.url.startswith(self.site.address):
            self.wrongs.append(f"asked: {request.url}")

    def _failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what was still on its way when the page was left
            self.wrongs.append(f"failed: {request.url} {request.failure}")

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.wrongs.append(f"console: {message.text} ({message.location.get('url')})")


@pytest.fixture(scope="module")
def chromium():
    """One browser for each file of tests: Playwright's event loop must not run on into the tests of others."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(PROGRAMS)} is installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory):
    build(ROOT)
    return shutil.copytree(ROOT / "_book", tmp_path_factory.mktemp("report") / "_book")


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    project = shutil.copytree(ROOT / "tests" / "samples" / "weather", tmp_path_factory.mktemp("sample") / "weather")
    if (ROOT / "_build" / "fonts").is_dir():
        shutil.copytree(ROOT / "_build" / "fonts", project / "_build" / "fonts")
    build(project)
    return project / "_book"


@pytest.fixture(scope="session")
def arabic(tmp_path_factory):
    """A small book that runs from right to left, over HTTP."""
    project = shutil.copytree(ROOT / "tests" / "samples" / "arabic", tmp_path_factory.mktemp("sample") / "arabic")
    if (ROOT / "_build" / "fonts").is_dir():
        shutil.copytree(ROOT / "_build" / "fonts", project / "_build" / "fonts")
    build(project)
    with served(project / "_book") as site:
        yield site


def build(project: Path) -> None:
    command = [sys.executable, "-m", "assessment", "build", "--renderer", "embedded", "--project", str(project)]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr


@contextmanager
def served(folder: Path):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}/", folder)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def report(report_folder):
    """The report over HTTP."""
    with served(report_folder) as site:
        yield site


@pytest.fixture(scope="session")
def sample(sample_folder):
    """The sample book over HTTP."""
    with served(sample_folder) as site:
        yield site


@pytest.fixture(params=["http", "file"])
def site(request, report):
    """The report, served and opened from its folder."""
    return report if request.param == "http" else Site(f"{report.folder.as_uri()}/", report.folder)


@pytest.fixture
def open_page(chromium):
    """Open a page of a site in a browser of its own; what it does wrong fails the test in the end."""
    watches, contexts = [], []

    def open_(site: Site, page: str = "index.html", width: int = 1280, height: int = 800, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = context.new_page()
        watches.append(Watch(site))
        watches[-1].over(tab)
        tab.set_default_timeout(10_000)
        tab.goto(site.address + page)
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert [wrong for watch in watches for wrong in watch.wrongs] == []
