"""The live preview in a real browser: what is saved shows, what is wrong is named, and the last good page stays."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys

import pytest


class Writing:
    """A book under preview, as its author has it: files to save, pages to look at."""

    def __init__(self, root, address) -> None:
        self.root = root
        self.address = address
        self.folder = root

    def save(self, path, text) -> None:
        (self.root / path).write_text(text, encoding="utf-8")

    def save_by_rename(self, path, text) -> None:
        beside = (self.root / path).with_name(".unsaved")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.root / path)

    def text(self, path) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path, old, new) -> str:
        """Save a file with one text replaced; gives what it held before."""
        before = self.text(path)
        assert before.count(old) == 1
        self.save(path, before.replace(old, new))
        return before

    def git(self, *arguments) -> None:
        who = ["-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=self.root, check=True, capture_output=True)


@pytest.fixture(scope="module")
def writing(finished, tmp_path_factory):
    """The sample book, built and accepted before, under preview."""
    root = shutil.copytree(finished.root, tmp_path_factory.mktemp("preview") / "weather")
    shutil.rmtree(root / "_book")
    command = [sys.executable, "-m", "assessment", "preview", "--project", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        address = next(match[1] for line in program.stderr if (match := re.search(r"(http://\S+/) ", line)))
        yield Writing(root, address)
        program.send_signal(signal.SIGINT)
        assert program.wait(20) == 0
        assert program.stdout.read() == ""
    assert not (root / "_book").exists()


@pytest.fixture
def page(writing, open_page):
    """Open a page of the book and wait until all is well with it."""

    def open_(name="chapters/rain.html"):
        tab = open_page(writing, name)
        is_well(tab)
        return tab

    return open_


def says(tab, text, within="main"):
    tab.locator(within, has_text=text).wait_for(timeout=60_000)


def is_well(tab):
    """Nothing is being done, and nothing is wrong that would have to be mended."""
    tab.locator(".preview-bar:not(:has(.preview-errors)) [role=status]", has_text="Up to date").wait_for(timeout=60_000)
    assert tab.locator("#preview-panel").is_hidden()


def panel(tab, *texts):
    """The finding in the panel that says all of this."""
    found = tab.locator("#preview-panel li")
    for text in texts:
        found = found.filter(has_text=text)
    found.first.wait_for(timeout=60_000)
    return found.first


def test_a_sentence_shows_where_it_was_written_and_nothing_else_is_touched(writing, page):
    tab = page()
    tab.evaluate("document.querySelector('#sec-towns table').untouched = true")
    tab.evaluate("window.scrollTo(0, 120)")
    before = writing.edit("chapters/rain.qmd", "the towns.", "the towns.\nHail was not counted.")
    says(tab, "Hail was not counted.")
    assert tab.evaluate("document.querySelector('#sec-towns table').untouched")
    assert tab.evaluate("scrollY") == 120
    writing.save("chapters/rain.qmd", before)
    tab.locator("main", has_not_text="Hail").wait_for()


def test_a_new_section_is_listed_and_can_be_linked_to(writing, page):
    tab = page()
    before = writing.edit("chapters/rain.qmd", "## Towns", "## Hail {#sec-hail}\n\nNone fell.\n\n## Towns")
    says(tab, "None fell.")
    says(tab, "1.1 Hail", "#TOC")
    tab.locator("#sec-hail a.anchor").wait_for(state="attached")
    writing.save("chapters/rain.qmd", before)
    tab.locator("#TOC", has_not_text="Hail").wait_for()


def test_a_file_saved_by_renaming_another_shows(writing, page):
    tab = page()
    before = writing.text("chapters/rain.qmd")
    writing.save_by_rename("chapters/rain.qmd", before.replace("the towns.", "the towns, by rename."))
    says(tab, "by rename")
    writing.save_by_rename("chapters/rain.qmd", before)
    tab.locator("main", has_not_text="by rename").wait_for()


@pytest.mark.parametrize(
    ("wrong", "line", "named"),
    [
        ("See @fig-rain-by-moth.", 11, "did you mean @fig-rain-by-month?"),
        ("It rained [@harbor2021].", 11, "did you mean @harbour2021?"),
        ("It was {{< var rain.mots >}} mm.", 11, "rain.most"),
        ("{{< embed ../notebooks/rain.ipynb#fig-rain >}}", 11, "fig-rain-by-month"),
    ],
    ids=["label", "citation", "variable", "embed"],
)
def test_what_is_wrong_is_named_with_file_and_line_until_it_is_mended(writing, page, wrong, line, named):
    tab = page()
    before = writing.edit("chapters/rain.qmd", "the towns.\n", f"the towns.\n\n\n{wrong}\n")
    found = panel(tab, f"chapters/rain.qmd:{line}", named)
    assert found.locator("a").get_attribute("href") == f"vscode://file{writing.root}/chapters/rain.qmd:{line}"
    writing.save("chapters/rain.qmd", before)
    is_well(tab)


def test_a_broken_header_is_named_and_the_page_stays_whole(writing, page):
    tab = page()
    before = writing.edit("chapters/rain.qmd", 'author: "A', 'author: "A" b: "A')
    panel(tab, "chapters/rain.qmd:2", "the YAML header cannot be read")
    assert "The wettest month" in tab.inner_text("main")
    writing.save("chapters/rain.qmd", before)
    is_well(tab)


def test_a_chapter_that_is_deleted_is_named_and_nothing_else_goes_wrong(writing, page):
    tab = page()
    before = writing.text("chapters/rain.qmd")
    (writing.root / "chapters" / "rain.qmd").unlink()
    panel(tab, "_quarto.yml:", "the chapter chapters/rain.qmd is absent")
    tab.locator(".preview-bar [role=status]", has_text="Up to date").wait_for(timeout=60_000)
    assert "a mistake in the program" not in tab.inner_text("#preview-panel")
    writing.save("chapters/rain.qmd", before)
    says(tab, "The wettest month")
    is_well(tab)


@pytest.mark.parametrize("how", ["broken", "deleted"])
def test_without_a_book_the_last_good_page_stays(writing, page, how):
    tab = page()
    before = writing.text("_quarto.yml")
    if how == "broken":
        writing.edit("_quarto.yml", "  subtitle: ", "  subtitle: [")
        panel(tab, "_quarto.yml:", "not valid YAML")
    else:
        (writing.root / "_quarto.yml").unlink()
        panel(tab, "no _quarto.yml")
    assert "The wettest month" in tab.inner_text("main")
    tab.reload()
    assert "The wettest month" in tab.inner_text("main")
    writing.save("_quarto.yml", before)
    is_well(tab)


def test_a_notebook_is_computed_anew_and_its_number_follows(writing, page):
    tab = page("chapters/temperature.html")
    before = writing.text("notebooks/temperature.ipynb")
    raw = json.loads(before)
    cell = next(cell for cell in raw["cells"] if "publish(" in "".join(cell["source"]))
    cell["source"] = [*cell["source"], '\npublish("temperature.told", 4137, "readings")']
    writing.save("notebooks/temperature.ipynb", json.dumps(raw))
    chapter = writing.edit("chapters/temperature.qmd", " degrees,", " degrees or {{< var temperature.told >}},")
    says(tab, "4,137")
    writing.save("chapters/temperature.qmd", chapter)
    writing.save("notebooks/temperature.ipynb", before)
    tab.locator("main", has_not_text="4,137").wait_for(timeout=60_000)


def test_a_notebook_half_written_or_failing_is_named_and_its_figures_stay(writing, page):
    tab = page()
    before = writing.text("notebooks/rain.ipynb")
    writing.save("notebooks/rain.ipynb", before[: len(before) // 2])
    panel(tab, "notebooks/rain.ipynb:", "not JSON")
    raw = json.loads(before)
    raw["cells"][-1]["source"] = ["1 / 0"]
    writing.save("notebooks/rain.ipynb", json.dumps(raw))
    panel(tab, "notebooks/rain.ipynb", "ZeroDivisionError")
    assert tab.locator("#fig-rain-by-month img").evaluate("image => image.naturalWidth") > 0
    writing.save("notebooks/rain.ipynb", before)
    is_well(tab)


def test_another_branch_may_be_checked_out(writing, page):
    tab = page()
    writing.save(".gitignore", "_build/\n")
    writing.git("init", "-q", "-b", "dry")
    writing.git("add", ".")
    writing.git("commit", "-qm", "Dry")
    writing.git("checkout", "-q", "-b", "wet")
    writing.git("mv", "chapters", "sections")
    writing.save("_quarto.yml", writing.text("_quarto.yml").replace("chapters/", "sections/"))
    writing.edit("sections/rain.qmd", "the towns.", "the wet towns.")
    writing.git("commit", "-qam", "Wet")
    assert "The wettest month" in tab.inner_text("main")  # the page is none of the book's, and stays
    says(tab, "no such page any more", ".preview-bar")
    tab.click(".preview-elsewhere a")
    tab.click("#quarto-sidebar a[href='sections/rain.html']")
    says(tab, "the wet towns.")
    writing.git("checkout", "-q", "dry")
    says(tab, "no such page any more", ".preview-bar")
    tab.click(".preview-elsewhere a")
    tab.click("#quarto-sidebar a[href='chapters/rain.html']")
    says(tab, "the towns.")
    is_well(tab)
    before = writing.edit("chapters/rain.qmd", "the towns.", "the towns, after all.")
    says(tab, "after all")
    writing.save("chapters/rain.qmd", before)
    is_well(tab)


def test_the_pdf_is_shown_page_by_page_and_follows(writing, page):
    tab = page("_preview/pdf")
    tab.locator("main img").nth(3).wait_for()
    shown = "pages => pages.map(page => page.getAttribute('src'))"
    before = tab.locator("main img").evaluate_all(shown)
    chapter = writing.edit("chapters/rain.qmd", "the towns.", "the printed towns.")
    after = before
    for _ in range(600):
        if after != before:
            break
        tab.wait_for_timeout(100)
        after = tab.locator("main img").evaluate_all(shown)
    assert 0 < sum(one != other for one, other in zip(before, after, strict=True)) < len(before)
    writing.save("chapters/rain.qmd", chapter)


def test_what_the_data_package_says_shows_under_figures(writing, page):
    tab = page()
    told = writing.text("data/datapackage.json")
    package = json.loads(told)
    for resource in package["resources"]:
        resource["title"] = f"{resource['title']}, counted anew"
    writing.save("data/datapackage.json", json.dumps(package, indent=2))
    tab.locator("main", has_text="counted anew").wait_for(timeout=60_000)
    writing.save("data/datapackage.json", told)
    tab.locator("main", has_not_text="counted anew").wait_for(timeout=60_000)


def test_code_that_draws_the_same_picture_shows_under_it(writing, page):
    tab = page()
    before = writing.text("notebooks/rain.ipynb")
    raw = json.loads(before)
    cell = next(one for one in raw["cells"] if "fig-rain-by-month" in "".join(one["source"]))
    cell["source"] = ["".join(cell["source"]) + "\n# drawn by hand"]
    writing.save("notebooks/rain.ipynb", json.dumps(raw))
    tab.locator("main", has_text="# drawn by hand").wait_for(timeout=60_000, state="attached")
    writing.save("notebooks/rain.ipynb", before)
    tab.locator("main", has_not_text="# drawn by hand").wait_for(timeout=60_000)
    is_well(tab)


def test_a_word_a_figure_and_a_number_lead_to_their_sources(writing, page):
    tab = page()
    menu = tab.locator("#preview-source")
    tab.locator("main p", has_text="Rain is measured").click(modifiers=["Alt"])
    says(tab, "chapters/_units.qmd:1", "#preview-source")
    tab.keyboard.press("Escape")
    assert menu.is_hidden()
    tab.locator("#fig-rain-by-month figcaption").click(modifiers=["Alt"])
    says(tab, "figure: notebooks/rain.ipynb", "#preview-source")
    assert "[fig-rain-by-month]" in menu.inner_text()
    assert "chapters/rain.qmd:10" in menu.inner_text()
    tab.locator("main .value").first.click(modifiers=["Alt"])
    says(tab, "value: notebooks/rain.ipynb", "#preview-source")
    assert f"vscode://file{writing.root}/notebooks/rain.ipynb" in menu.locator("a").first.get_attribute("href")
