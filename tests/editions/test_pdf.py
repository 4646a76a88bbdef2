"""The PDF can be read by everybody, kept for long, and says which edition it is."""

from __future__ import annotations

import re
from datetime import date

import page
import pikepdf
import pypdfium2
import pytest
from lxml import html

from assessment.releases.accessibility.standards import allowed
from assessment.releases.reading.printed import alternative_texts, chapters, header_cells


@pytest.fixture
def pdf(edition):
    with pikepdf.open(edition.pdf) as document:
        yield document


def broken_rules(path, profile):
    failures = page.validate_pdf(str(path), profile=profile).failures
    excused = tuple(allowed("page-validation"))
    return [f"{f.rule_id}: {f.message}" for f in failures if not f.rule_id.endswith(excused)]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_it_conforms_to_pdf_ua_1_and_pdf_a_3a(edition, profile):
    assert broken_rules(edition.pdf, profile) == []


def test_the_validator_would_notice_a_document_without_tags(pdf, tmp_path):
    del pdf.Root["/MarkInfo"]
    pdf.save(tmp_path / "untagged.pdf")
    assert any("TAGGED-DOCUMENT" in rule for rule in broken_rules(tmp_path / "untagged.pdf", "ua1"))


def test_it_is_tagged_and_names_its_language_and_title(pdf, edition):
    home = html.parse(str(edition.folder / "index.html")).getroot()
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang) == home.get("lang")
    assert str(pdf.docinfo["/Title"]) == home.findtext(".//title")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == home.findtext(".//title")


def test_every_figure_has_an_alternative_text_and_every_table_header_cells(edition):
    assert alternative_texts(edition.pdf)
    assert all(alternative_texts(edition.pdf))
    assert header_cells(edition.pdf)
    assert all(header_cells(edition.pdf))


def test_its_bookmarks_lead_to_every_chapter_and_section(pdf, edition):
    with pdf.open_outline() as outline:
        found = list(titles(outline.root))
    wanted = [title for path in edition.pages for title in headings(path)]
    assert [title for title in found if title in wanted] == wanted


def titles(items):
    for item in items:
        assert item.destination or item.action, f"the bookmark {item.title} leads nowhere"
        yield " ".join(item.title.split())
        yield from titles(item.children)


def headings(path):
    """The numbered title of a page and its sections."""
    main = html.parse(str(path)).getroot().get_element_by_id("quarto-document-content")
    title = (main.xpath(".//h2[@class='home-title']") or main.xpath(".//h1"))[0]
    sections = main.xpath(".//section[@data-number]/*[self::h2]")
    return [" ".join(" ".join(h.itertext()).replace("Appendix", "").split()) for h in (title, *sections)]


def test_every_leaf_has_words(edition):
    assert all(len(text.strip()) > len("Appendices") for text in leaves(edition.pdf))


def leaves(path):
    with pypdfium2.PdfDocument(path) as document:
        return [leaf.get_textpage().get_text_range() for leaf in document]


def test_the_lists_of_figures_and_tables_name_the_leaf_on_which_each_stands(report):
    texts = [" ".join(text.split()) for text in leaves(report.pdf)]
    entry = r"((?:Figure|Table) [A-Z\d.]+\d) (?:(?!(?:Figure|Table) [A-Z\d.]+\d ).)+?(?: ?\.)+ ?\u2060(\d+)"
    entries = re.findall(entry, " ".join(texts))
    stands = {
        name: number for number, text in enumerate(texts, 1) for name in re.findall(r"((?:Figure|Table) [\w.]+):", text)
    }
    assert len(entries) > 10
    assert {name: int(leaf) for name, leaf in entries} == stands


def test_all_its_fonts_are_embedded(pdf):
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_every_leaf_carries_the_edition_and_its_status(report):
    short = report.manifest["edition"][:12]
    assert all(f"edition {short}" in text and "Draft" in text for text in leaves(report.pdf))
    assert report.manifest["edition"] in chapters(report.pdf)["About this edition"]


def test_it_is_dated_by_its_sources_and_not_by_the_clock(pdf, edition):
    day = edition.manifest["date"]
    assert date.fromisoformat(day)
    compact = f"D:{day.replace('-', '')}"
    assert str(pdf.docinfo["/CreationDate"]).startswith(compact)
    assert str(pdf.docinfo["/ModDate"]).startswith(compact)
    with pdf.open_metadata() as metadata:
        assert metadata["xmp:CreateDate"].startswith(day)


def test_its_links_lead_to_places_in_it_or_to_the_web(pdf):
    links = [a for leaf in pdf.pages for a in leaf.get("/Annots", []) if a.get("/Subtype") == "/Link"]
    addresses = [str(a.A.URI) for a in links if "/A" in a and a.A.get("/S") == "/URI"]
    inside = [a for a in links if "/Dest" in a or ("/A" in a and a.A.get("/S") == "/GoTo")]
    assert len(addresses) + len(inside) == len(links)
    assert all(address.startswith(("https://", "http://", "mailto:")) for address in addresses)
