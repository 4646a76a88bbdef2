"""From saving to seeing: edits of many kinds in a real browser, on a copy of a book.

    python benchmarks/preview.py [BOOK | --workload medium] [--edits 32] [--json FILE]

BOOK is a project of this shape (default: the report of this repository); a workload is made and built first. The
book is copied with its results, previewed, and edited as an author would; for each edit the time is measured from the
end of the save until the browser has laid out a frame with the change. Then mistakes of many kinds are saved and
mended, and it is timed until the panel names file and line, and until it does no more. As machines and their load
differ, the same run also times a yardstick, a new Python that imports pandas and pyplot, and gives each median as a
share of its median. Needs Chromium and Playwright.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "_book", "tests", "__pycache__", ".*_cache", "preview")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
YARDSTICK_EACH = 6
MISTAKES: dict[str, Callable[[str], str]] = {
    "label": lambda text: f"{text}\nSee @fig-nowhere.\n",
    "citation": lambda text: f"{text}\nSo it is said [@nobody_1999].\n",
    "header": lambda text: f'---\ntitle: "never closed\n---\n{text.removeprefix("---")}',
    "variable": lambda text: f"{text}\nThere are {{{{< var no.such_value >}}}} of them.\n",
    "embed": lambda text: f"{text}\n{{{{< embed /notebooks/nowhere.ipynb#fig-nowhere >}}}}\n",
    "notebook": lambda text: text[: len(text) // 2],
}
KINDS = ("sentence", "words", "heading", "list", "reference", "citation", "value", "rename")


def main() -> None:
    """Measure and report."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="preview-") as scratch:
        book = Path(scratch) / "book"
        if asked.workload:
            make = [sys.executable, Path(__file__).with_name("workload.py"), "make", book, "--size", asked.workload]
            subprocess.run(make, check=True, stdout=sys.stderr)
            build = [sys.executable, "-m", "assessment", "build", "--renderer", "embedded", "--project", book]
            subprocess.run(build, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            shutil.copytree(asked.book, book, ignore=LEFT_OUT, symlinks=True)
        before = _load()
        with previewed(book) as address, browser() as chromium:
            taken = measure(book, address, chromium, asked.edits)
        report(taken, before, asked.json)


def measure(book: Path, address: str, chromium: Any, edits: int) -> list[tuple[str, float]]:
    """Seconds of each edit by its kind."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)  # Playwright evaluates
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    settle(page)
    chapters = [path for path in _chapters(book) if len(_paragraphs(path.read_text(encoding="utf-8"))) > 2]
    chance = random.Random(7)
    taken = []
    for number in range(edits):
        kind = KINDS[number % len(KINDS)]
        path = chapters[number % len(chapters)]
        page.goto(f"{address}{path.relative_to(book).with_suffix('.html')}")
        page.wait_for_selector(".preview-bar")
        settle(page)
        taken.append((kind, edit(page, path, kind, f"zebra{number}", chance)))
        print(f"{kind:10} {path.name:32} {1000 * taken[-1][1]:6.0f} ms", file=sys.stderr, flush=True)
        if number % YARDSTICK_EACH == 0:
            taken.append(("yardstick", yardstick()))
    taken += [("pdf", seconds) for seconds in printed(page, address, chapters[:5])]
    taken += found(page, address, book, chapters[:5])
    return taken


def edit(page: Any, path: Path, kind: str, word: str, chance: random.Random) -> float:
    """Seconds from saving one edit until its word is seen, at a place of the page scrolled to."""
    text = path.read_text(encoding="utf-8")
    place = chance.choice(_paragraphs(text))
    line = text[place : text.index("\n", place)]
    written = {
        "sentence": f"A sentence more, {word}.\n{line}",
        "words": f"{line} {word.capitalize()} it was.",
        "heading": f"## A part called {word} {{#sec-{word}}}\n\n{line}",
        "list": f"- {word}\n- and another\n\n{line}",
        "reference": f"{line} It is told in @sec-{word} of {word}.\n\n### Told {{#sec-{word}}}",
        "citation": f"{line} {word} [{_citation(text)}].",
        "value": f"{line} {word} {_value(text)}.",
        "rename": f"{line} {word} renamed.",
    }[kind]
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 3)")
    new = text[:place] + written + text[place + len(line) :]
    beside = path.with_name(f".{path.name}.new")
    (beside if kind == "rename" else path).write_text(new, encoding="utf-8")
    if kind == "rename":
        beside.replace(path)
    return _until(page, f"document.querySelector('main').textContent.toLowerCase().includes('{word}')")


def yardstick() -> float:
    """Seconds of a new Python that imports what most notebooks import."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import pandas, matplotlib.pyplot"], check=True)
    return time.perf_counter() - began


def printed(page: Any, address: str, chapters: list[Path]) -> Iterator[float]:
    """Seconds from saving until the pages of the PDF view are new."""
    page.goto(f"{address}_preview/pdf")
    page.wait_for_selector("main img")
    settle(page)
    addresses = "[...document.querySelectorAll('main img')].map((page) => page.src).join()"
    for path in chapters:
        settle(page)
        known = page.evaluate(addresses)
        text = path.read_text(encoding="utf-8")
        place = _paragraphs(text)[1]
        path.write_text(f"{text[:place]}For the printer. {text[place:]}", encoding="utf-8")
        yield _until(page, f"{addresses} !== {json.dumps(known)}")


def found(page: Any, address: str, book: Path, chapters: list[Path]) -> Iterator[tuple[str, float]]:
    """Seconds from saving a mistake of each kind until the panel names it, and from mending it until it is gone."""
    notebook = min((book / "notebooks").glob("*.ipynb"))
    for number, (kind, mistake) in enumerate(MISTAKES.items()):
        chapter = chapters[number % len(chapters)]
        path = notebook if kind == "notebook" else chapter
        page.goto(f"{address}{chapter.relative_to(book).with_suffix('.html')}")
        settle(page)
        text = path.read_text(encoding="utf-8")
        path.write_text(mistake(text), encoding="utf-8")
        place = path.relative_to(book).as_posix() + ":"  # with a line
        named = json.dumps(place)
        panel = "(document.querySelector('#preview-panel:not([hidden])')?.textContent ?? '')"
        yield f"{kind}: named", _until(page, f"{panel}.includes({named})")
        path.write_text(text, encoding="utf-8")
        yield f"{kind}: mended", _until(page, f"!{panel}.includes({named})")


def settle(page: Any) -> None:
    """Wait as an author would: until page and PDF are done. Search and checks may go on, as an edit cuts them short."""
    said = "document.querySelector('.preview-bar [role=status]')?.textContent"
    page.wait_for_function(f"/^(Up to date|Checking|Indexing)/.test({said})")


def _until(page: Any, condition: str) -> float:
    """Seconds until a condition holds in a frame that the browser has laid out."""
    began = time.perf_counter()
    page.wait_for_function(f"() => {{ return {condition}; }}", polling="raf")
    return time.perf_counter() - began


def report(taken: list[tuple[str, float]], load: str, place: Path | None) -> None:
    """Print median and 95th percentile by kind, and keep them as JSON where asked."""
    kinds: dict[str, list[float]] = {}
    for kind, seconds in taken:
        kinds.setdefault(kind, []).append(seconds)
    prose = [seconds for kind, seconds in taken if kind in KINDS]
    rows = {f"prose ({len(prose)} edits)": prose, **kinds}
    measure = statistics.median(kinds["yardstick"])
    print(f"{'':22} {'median':>8} {'p95':>8} {'most':>8}  ms {'of yardstick':>14}; load {load} before, {_load()} after")
    for name, times in rows.items():
        middle = statistics.median(times)
        print(f"{name:22} {_ms(middle)} {_ms(_percentile(times))} {_ms(max(times))}     {middle / measure:14.2f}")
    if place:
        rounded = [[kind, round(seconds, 3)] for kind, seconds in taken]
        said = {"prose": list(KINDS), "load": [load, _load()], "seconds": rounded}
        place.write_text(json.dumps(said) + "\n", encoding="utf-8")


def _percentile(times: list[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:8.0f}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _chapters(book: Path) -> list[Path]:
    names = re.findall(r"^\s*- (?:part: )?\"?([\w/.-]+\.qmd)", (book / "_quarto.yml").read_text("utf-8"), re.MULTILINE)
    return [book / name for name in names]


def _paragraphs(text: str) -> list[int]:
    """Where plain paragraphs of a chapter begin."""
    return [match.end() for match in re.finditer(r"\n\n(?=[A-Z][a-z])", text)]


def _citation(text: str) -> str:
    keys = re.findall(r"@(?!fig-|tbl-|sec-|eq-|lst-)([\w-]+)", text)
    return f"@{keys[0]}" if keys else "@nobody"


def _value(text: str) -> str:
    names = re.findall(r"\{\{< var [\w.-]+ >\}\}", text)
    return names[0] if names else "one"


@contextmanager
def previewed(book: Path) -> Iterator[str]:
    """A preview of a book, and its address."""
    command = [sys.executable, "-m", "assessment", "preview", "--project", str(book)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        try:
            stream = program.stderr or iter(())
            yield next(match[1] for line in stream if (match := re.search(r"(http://\S+/) ", line)))
        finally:
            program.terminate()


@contextmanager
def browser() -> Iterator[Any]:
    """A Chromium."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, PROGRAMS)))
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("book", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--workload", choices=("small", "medium", "large"))
    parser.add_argument("--edits", type=int, default=32)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
