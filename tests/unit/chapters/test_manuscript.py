"""How the book is put together: numbers, labels, wrong references. Regular expressions play the conversion."""

import re

import pytest

from assessment.chapters import manuscript as module
from assessment.chapters.bibliography import Bibliography
from assessment.chapters.conversion import Conversion
from assessment.chapters.manuscript import read_manuscript
from assessment.model import Figure, Media

CONFIG = """\
project: {type: book}
book:
  title: Rain and sun
  chapters:
    - index.qmd
    - part: Weather
      chapters: [chapters/rain.qmd, chapters/sun.qmd]
  appendices: [methods.qmd]
"""
FILES = {
    "index.qmd": "# Hello {.unnumbered}\n",
    "chapters/rain.qmd": "# Rain {#sec-rain}\n\n![Wet](a.png){#fig-rain}\n",
    "chapters/sun.qmd": "# Sun {#sec-sun}\n\nSee @fig-rain and @sec-rain.\n",
    "methods.qmd": "# Methods {#sec-methods}\n",
}


class FakeConversions:
    """Finds labels, references and images with regular expressions, and keeps the jobs it was given."""

    jobs: list = []  # noqa: RUF012

    corrupt = ()

    def __init__(self, *_):
        FakeConversions.jobs = []

    def convert(self, job):
        FakeConversions.jobs.append(job)
        labels = [
            {"id": id_, "kind": id_.split("-")[0], "number": f"{job.number}.1", "title": "Wet", "parent": ""}
            for id_ in re.findall(r"\{#([\w-]+)", job.text)
        ]
        found = re.findall(r"(?<!\w)@([\w-]*\w)", job.text)
        references = [name for name in found if "-" in name]
        index = {
            "labels": labels,
            "headings": [
                {"level": 1, "id": "", "title": job.text.split("\n")[0].strip("# "), "number": "", "unlisted": False}
            ],
            "references": references,
            "citations": [name for name in found if "-" not in name],
            "files": [
                {"file": f"chapters/{name}", "token": name} for name in re.findall(r"\]\((\w+\.png)\)", job.text)
            ],
            "problems": [{"code": "C506", "what": "raw HTML", "token": "<b>"}] if "<b>" in job.text else [],
        }
        return Conversion("", "", "", index, "")

    def collect(self):
        pass


@pytest.fixture
def read(make_project, monkeypatch):
    monkeypatch.setattr(module, "Conversions", FakeConversions)
    monkeypatch.setattr(module, "read_bibliography", lambda *_: Bibliography({"gauge2020": {"title": "Rain"}}))

    def run(files=None, figures=None, variables=None):
        changed = {**FILES, "chapters/a.png": b"", **(files or {})}
        project = make_project({name: text for name, text in changed.items() if text is not None}, CONFIG)
        return read_manuscript(project, figures or {}, variables or {})

    return run


def places(manuscript):
    return [(f.code, f.path, f.line) for f in manuscript.findings]


def test_chapters_count_through_parts_and_appendices_have_letters(read):
    manuscript = read()
    assert [(chapter.path, chapter.number) for chapter in manuscript.chapters] == [
        ("index.qmd", ""),
        ("chapters/rain.qmd", "1"),
        ("chapters/sun.qmd", "2"),
        ("methods.qmd", "A"),
    ]
    assert manuscript.findings == ()
    assert manuscript.labels["fig-rain"].chapter == "chapters/rain.qmd"


def test_each_conversion_knows_its_place_in_the_book(read):
    read()
    jobs = {job.stem: job for job in FakeConversions.jobs}
    assert (jobs["rain"].folder, jobs["rain"].root, jobs["rain"].number) == ("chapters", "../", "1")
    assert (jobs["index"].folder, jobs["index"].root, jobs["index"].number) == ("", "", None)
    assert jobs["methods"].kind == "appendix"


def test_a_chapter_that_is_absent_leaves_a_page_that_says_so(read):
    manuscript = read({"chapters/sun.qmd": None})
    assert ("P102", "_quarto.yml", 7) in places(manuscript)
    assert "This chapter is missing" in manuscript.chapters[2].source.body
    assert manuscript.chapters[2].number == "2"  # so that the numbers after it stay


def test_a_label_used_twice_names_the_second_place(read):
    manuscript = read({"chapters/sun.qmd": "# Sun\n\n![Dry](a.png){#fig-rain}\n"})
    (finding,) = manuscript.findings
    assert (finding.code, finding.path, finding.line) == ("F103", "chapters/sun.qmd", 3)
    assert "chapters/rain.qmd" in finding.message


def test_a_label_used_twice_in_one_chapter_names_the_last_line(read):
    manuscript = read({"chapters/rain.qmd": "# Rain\n\n![a](a.png){#fig-rain}\n\n![b](a.png){#fig-rain}\n"})
    assert ("F103", "chapters/rain.qmd", 5) in places(manuscript)


def test_a_reference_that_leads_nowhere_names_its_line_and_offers_the_closest(read):
    manuscript = read({"chapters/sun.qmd": "# Sun\n\nSee @fig-rains.\n"})
    (finding,) = manuscript.findings
    assert (finding.code, finding.path, finding.line) == ("F102", "chapters/sun.qmd", 3)
    assert "@fig-rain" in finding.hint


def test_a_citation_that_is_not_in_the_bibliography_names_its_line(read):
    manuscript = read({"chapters/sun.qmd": "# Sun\n\nSo says @gauge2021.\n"})
    (finding,) = manuscript.findings
    assert (finding.code, finding.line) == ("C501", 3)
    assert finding.hint.startswith("did you mean @gauge2020? Else add the entry")


def test_a_cited_source_goes_to_its_chapter_alone_and_to_the_list_of_all(read):
    read({"chapters/sun.qmd": "# Sun\n\nSo says @gauge2020.\n", "methods.qmd": "# Sources\n\n::: {#refs}\n:::\n"})
    jobs = {job.stem: job for job in FakeConversions.jobs}
    assert "Rain" in jobs["sun"].references
    assert jobs["rain"].references == "[]"
    assert (jobs["methods"].nocite, jobs["methods"].bibliography_here) == (("gauge2020",), True)


def test_a_citation_at_the_end_of_a_sentence_or_in_code(read):
    read({"chapters/sun.qmd": "# Sun\n\nSo says @gauge2020.\n\n```\n@gauge2020\n```\n"})
    assert {job.stem for job in FakeConversions.jobs if "Rain" in job.references} == {"sun"}


def test_an_image_that_is_absent_and_raw_html_name_their_lines(read):
    manuscript = read({"chapters/sun.qmd": "# Sun\n\n![Dry](none.png)\n\n<b>bold</b>\n"})
    assert places(manuscript) == [("F107", "chapters/sun.qmd", 3), ("C506", "chapters/sun.qmd", 5)]


def figure(label):
    return Figure(label, "figure", "notebooks/rain.ipynb", label, media=(Media("media/rain/a.svg", "", ""),), alt="Up")


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("../notebooks/none.ipynb#fig-sun", "F105"),
        ("../notebooks/rain.ipynb#fig-none", "F106"),
        ("../notebooks/rain.ipynb", "C506"),
    ],
    ids=["no such notebook", "no such label", "a whole notebook"],
)
def test_an_embed_that_leads_nowhere_stays_visible(read, target, code):
    text = f"# Sun\n\n{{{{< embed {target} >}}}}\n"
    manuscript = read({"chapters/sun.qmd": text}, {"notebooks/rain.ipynb": {"fig-sun": figure("fig-sun")}})
    assert places(manuscript) == [(code, "chapters/sun.qmd", 3)]
    assert f"?embed:{target}" in manuscript.chapters[2].expansion.text


def test_an_embedded_figure_brings_its_label(read):
    text = "# Sun\n\n{{< embed ../notebooks/rain.ipynb#fig-sun >}}\n\nSee @fig-sun.\n"
    manuscript = read({"chapters/sun.qmd": text}, {"notebooks/rain.ipynb": {"fig-sun": figure("fig-sun")}})
    assert manuscript.findings == ()
    assert manuscript.labels["fig-sun"].chapter == "chapters/sun.qmd"
