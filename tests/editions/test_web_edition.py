"""The web edition as files: what its pages promise holds without opening a browser."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from assessment.releases.reading.web import squeezed


@pytest.fixture(scope="module")
def documents(edition):
    paths = [*edition.pages, edition.folder / "how-this-edition-was-made.html"]
    return {path.resolve(): html.parse(str(path)).getroot() for path in paths}


def test_every_page_is_reached_by_turning_pages_but_the_one_that_every_foot_leads_to(edition, documents):
    made = edition.folder / "how-this-edition-was-made.html"
    assert {*edition.pages, made.resolve()} == {path.resolve() for path in edition.folder.rglob("*.html")}
    for path, document in documents.items():
        assert made.resolve() in {(path.parent / address).resolve() for address in document.xpath("//footer//a/@href")}


def test_every_link_and_file_named_by_a_page_exists(documents):
    missing = [
        f"{path.name}: {address}"
        for path, document in documents.items()
        for address in document.xpath("//@href | //@src")
        if not leads_somewhere(path, address, documents)
    ]
    assert missing == []


def leads_somewhere(page, address, documents):
    parts = urlsplit(address)
    if parts.scheme:
        return parts.scheme in ("https", "http", "mailto") or address.startswith("data:image/")
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return False
    fragment = unquote(parts.fragment)
    return not fragment or bool(documents[target].xpath("//*[@id=$id]", id=fragment))


def test_no_id_stands_twice_in_a_page(documents):
    for path, document in documents.items():
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids)), f"{path.name}: {sorted(i for i in set(ids) if ids.count(i) > 1)}"


def test_every_picture_has_an_alternative_text(documents):
    pictures = [picture for document in documents.values() for picture in document.xpath("//main//img")]
    assert pictures
    assert all(picture.get("alt", "").strip() for picture in pictures)


def test_a_cross_reference_says_what_the_caption_or_heading_says_that_it_leads_to(documents):
    links = [
        (path, link) for path, document in documents.items() for link in document.xpath("//a[@class='quarto-xref']")
    ]
    assert links
    for path, link in links:
        target, _, fragment = link.get("href").partition("#")
        document = documents[(path.parent / target).resolve() if target else path]
        number = squeezed(link.text_content()).removeprefix("Chapter").removeprefix("Section")
        place = document.xpath("//*[@id=$id]", id=fragment)[0] if fragment else document.xpath("//h1")[0]
        shown = (
            title_of(place)
            if place.xpath("self::section[contains(@class, 'unnumbered')]")
            else number_of(place, number)
        )
        assert shown == number, f"{path.name} says {link.text_content()}"


def title_of(section):
    return squeezed(section.xpath("./*[self::h2 or self::h3]")[0].text_content())


def number_of(place, number):
    """What stands at the target where a number is printed: the beginning of its caption, heading or callout title."""
    part = re.search(r"\(\w\)$", number)
    if part:
        whole = place.xpath("ancestor::div[contains(@class, 'quarto-float')]//figcaption")[-1].text_content()
        own = place.xpath(".//figcaption")[0].text_content()
        return squeezed(whole)[: part.start()] + squeezed(own)[: len(part[0])]
    if place.xpath("self::*[contains(@class, 'equation')]"):
        return "Equation" + squeezed(place.xpath(".//*[@class='equation-number']")[0].text_content()).strip("()")
    titles = ".//*[contains(@class, 'callout-title') or contains(@class, 'header-section-number')] | .//figcaption"
    shown = place.xpath("self::h1 | " + titles)[-1 if place.xpath(".//figure//figure") else 0]
    return squeezed(shown.text_content())[: len(number)]


def test_a_source_reads_alike_on_every_page(documents):
    entries = {}
    for document in documents.values():
        for entry in document.xpath("//*[contains(@class, 'csl-entry')]"):
            entries.setdefault(entry.get("id"), set()).add(squeezed(entry.text_content()))
    assert entries
    assert {name: words for name, words in entries.items() if len(words) > 1} == {}


def test_works_of_one_author_are_listed_by_year(report):
    listed = html.parse(str(report.folder / "references.html")).xpath("//*[contains(@class, 'csl-entry')]")
    found = [re.match(r"\s*(.+?) \((\d{4}\w?)\)", entry.text_content()) for entry in listed]
    years = {}
    for author, year in (match.groups() for match in found if match):
        years.setdefault(author.casefold(), []).append(year)
    assert any(len(each) > 2 for each in years.values())
    assert {author: each for author, each in years.items() if each != sorted(each)} == {}


def test_no_file_of_an_edition_is_empty(edition):
    assert [path.name for path in edition.folder.rglob("*") if path.is_file() and not path.stat().st_size] == []
