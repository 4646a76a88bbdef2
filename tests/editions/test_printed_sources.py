"""The PDF says where its figures, tables and numbers come from, and carries their data."""

from __future__ import annotations

import csv
import io
import json
import random
import re

import pikepdf
import pypdfium2
import pytest

from assessment.editions.comparison.tagged import read_pdf
from assessment.releases.reading.printed import chapters
from assessment.releases.reading.web import squeezed
from assessment.rendering.panels.wording import first_sentence

SEED, PICKED = 6, 20
FEW = 8  # further files beside which the first is named
ENTRY = 600  # signs that an entry of the annex may have
ANNEX = "Sources of figures, tables and numbers"
OPENING = "Every figure, table and number of this book"


@pytest.fixture(scope="module")
def attached(edition):
    """What PDFium finds inside the PDF: name → content."""
    with pypdfium2.PdfDocument(edition.pdf) as document:
        found = [document.get_attachment(at) for at in range(document.count_attachments())]
        return {one.get_name(): bytes(one.get_data()) for one in found}


@pytest.fixture(scope="module")
def lineages(edition):
    return {one["id"]: one for one in edition.manifest["graph"]["lineages"] if one["used_in"]}


@pytest.fixture(scope="module")
def datasets(edition):
    return {one["path"]: one for one in edition.manifest["graph"]["datasets"]}


@pytest.fixture(scope="module")
def pages(edition):
    """The text of each page, by its number."""
    with pypdfium2.PdfDocument(edition.pdf) as document:
        return {at: squeezed(leaf.get_textpage().get_text_range()) for at, leaf in enumerate(document, 1)}


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_data_behind_every_figure_and_table_are_those_of_the_web_edition(edition, attached):
    beside = {path.name: path.read_bytes() for path in edition.folder.rglob("*_files/data/*.csv")}
    assert beside
    assert {name: content for name, content in attached.items() if name.startswith(("fig-", "tbl-"))} == beside


def test_the_attached_lists_say_what_the_graph_says(attached, lineages, datasets):
    rows = table(attached["sources-of-figures-and-tables.csv"]) + table(attached["sources-of-numbers.csv"])
    assert {row["id"] for row in rows} == set(lineages)
    for row in rows:
        lineage = lineages[row["id"]]
        known = [datasets[path] for path in lineage["inputs"] if path in datasets]
        assert {f"{one['dataset']} {one['version']}" for one in known} == set(filter(None, row["data"].split("; ")))
        assert {licence["name"] for one in known for licence in one["licences"]} == set(
            filter(None, row["licences"].split("; "))
        )
        assert (row["notebook"], row["cell"], row["sha256"]) == tuple(
            lineage[key] for key in ("notebook", "cell", "sha256")
        )
    digests = {row["path"]: row["sha256"] for row in table(attached["data.csv"])}
    assert digests == {path: one["sha256"] for path, one in datasets.items() if path in digests}


def test_numbers_are_attached_as_they_are_printed_and_as_they_are(attached, lineages):
    for row in table(attached["sources-of-numbers.csv"]):
        assert row["printed"] == lineages[row["id"]]["text"]
        assert float(row["value"]) == lineages[row["id"]]["value"]
        assert row["unit"] == lineages[row["id"]]["unit"]


def test_what_the_edition_was_made_from_is_attached(edition, attached):
    side = json.loads(attached["edition-inputs.json"])
    assert side["edition"] == edition.manifest["edition"]
    assert side["inputs"] == edition.manifest["inputs"]


def test_every_attachment_says_what_it_is_to_the_document(edition, attached):
    with pikepdf.open(edition.pdf) as pdf:
        files = list(pdf.Root.AF)
        assert {str(file.UF) for file in files} == set(attached)
        assert {str(file.AFRelationship) for file in files} == {"/Data", "/Supplement"}
        assert all(str(file.Desc) for file in files)
        assert all(file.EF.F.Subtype in ("/text/csv", "/application/json") for file in files)


@pytest.fixture(scope="module")
def publishers(edition):
    """Path of each data file → whose documents its numbers were taken from, as the data package says."""
    told = json.loads((edition.project / "data" / "datapackage.json").read_bytes())["resources"]
    return {f"data/{one['path']}": [source.get("publisher", "") for source in one["sources"]] for one in told}


def test_twenty_figures_tables_and_numbers_lead_to_page_version_source_and_licence(
    edition, lineages, datasets, pages, publishers
):
    """One step: the annex, from the bookmarks or the line under the figure; the second, from there to the data."""
    lines = [squeezed(line) for line in chapters(edition.pdf)[ANNEX].splitlines()]
    annex = "".join(lines)
    names = sorted(lineages)
    some = random.Random(SEED).sample(names, min(PICKED, len(names)))  # noqa: S311
    for name in some:
        lineage = lineages[name]
        (first, *others) = [datasets[path] for path in lineage["inputs"] if path in datasets]
        titled = squeezed(f"{first['title']}, version {first['version']}")
        known = publishers[first["path"]]
        is_value = lineage["kind"] == "value"
        entry = heading_over(lineage, lines, pages) if is_value else entry_of(lineage, annex, pages)
        assert titled in entry or len(others) > FEW, name
        assert others or any(squeezed(whose.split(",")[0]) in entry for whose in known), name
        # where there are many files, the rows of the data tell whose each is, and always under which licence
        row = annex[annex.rindex(titled + squeezed(f"{first['dataset']} {first['version']}")) :][:ENTRY]
        assert any(squeezed(whose.split(",")[0]) in row for whose in known), name
        assert all(squeezed(licence["name"]) in row for licence in first["licences"]), name


def entry_of(lineage, annex, pages):
    """What the annex says of a figure or table, once its page is proved to show it."""
    title = squeezed(first_sentence(lineage["text"]))
    found = re.search(rf"{re.escape(title)}Page(\d{{1,3}})(?=\D)", annex)
    assert found, lineage["id"]
    assert title in pages[int(found[1])], lineage["id"]
    return annex[found.end() :][:ENTRY]


def heading_over(lineage, lines, pages):
    """What the annex says over the line of a number, once its pages are proved to show it."""
    text, unit, name = (squeezed(lineage[key]) for key in ("text", "unit", "id"))
    unit = "" if unit == "percent" else unit  # the number shows it
    entry = re.compile(rf"{re.escape(text)}{re.escape(unit)}.*{re.escape(name)}Pages?(\d{{1,3}}(?:,\d{{1,3}})*)")
    (at, found), *_ = [(at, match) for at, line in enumerate(lines) if (match := entry.fullmatch(line))]
    if all(use["how"] == "quoted" for use in lineage["used_in"]):  # an alternative text is not on the page
        assert all(text in pages[int(page)] for page in found[1].split(",")), lineage["id"]
    return next(line for line in reversed(lines[:at]) if not re.search(r"Pages?[\d,]+$", line))


def test_the_annex_gives_the_pages_on_which_numbers_stand(edition, lineages, pages):
    """Its links are read from the PDF itself: page numbers that lead to the page they name."""
    with pikepdf.open(edition.pdf) as pdf, pypdfium2.PdfDocument(edition.pdf) as document:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages, 1)}
        checked = 0
        first = next(at for at, text in pages.items() if squeezed(OPENING) in text)
        for at, page in enumerate(list(pdf.pages)[first - 1 :], first):
            text = document[at - 1].get_textpage()
            for link in page.get("/Annots", []):
                said = text.get_text_bounded(*map(float, link.Rect)).strip()
                if said.isdigit():
                    target = link.get("/Dest") or link.A.D
                    assert numbers[target[0].objgen] == int(said)
                    checked += 1
    assert checked >= len(lineages)


def test_the_line_under_a_figure_leads_to_its_entry_in_the_annex(edition, pages):
    first = next(at for at, text in pages.items() if squeezed(OPENING) in text)
    with pikepdf.open(edition.pdf) as pdf, pypdfium2.PdfDocument(edition.pdf) as document:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages, 1)}
        lines = 0
        for at, page in enumerate(pdf.pages, 1):
            text = document[at - 1].get_textpage()
            for link in page.get("/Annots", []):
                said = text.get_text_bounded(*map(float, link.Rect)).strip()
                if said.startswith("Source and data:"):
                    target = link.get("/Dest") or link.A.D
                    assert numbers[target[0].objgen] >= first
                    lines += 1
    assert lines > 1


def test_the_last_page_names_the_edition(edition, pages):
    assert edition.manifest["edition"] in pages[max(pages)]


def test_every_entry_of_the_annex_is_a_paragraph_to_a_screen_reader(edition):
    """No link of it stands outside of one, but in a cell of the table of data."""
    root, passed = read_pdf(edition.pdf).root, False
    inside = ("P", "TD", "H1", "H2")
    alone = []
    for element, above in walked(root, ()):
        if element.sort == "H1":
            passed = squeezed(element.text()) == squeezed(ANNEX)
        if passed and element.sort == "Link" and not set(inside) & set(above):
            alone.append(element.text())
    assert alone == []


def walked(element, above):
    """Each element below one, with the sorts of those around it, in the order of reading."""
    for kid in element.kids:
        if not isinstance(kid, str):
            yield kid, above
            yield from walked(kid, (*above, kid.sort))
