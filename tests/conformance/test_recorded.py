"""The embedded renderer means what Quarto was seen to mean, construct by construct; Quarto is not needed for it."""

from __future__ import annotations

import json
import shutil

import pytest
from record import RECORDED, build, constructs_of, copy_of_the_constructs

from assessment.editions.comparison.differences import compare
from assessment.editions.comparison.known import read_known
from assessment.editions.comparison.meaning import Item
from assessment.editions.comparison.recorded import from_json

TOLD = json.loads(RECORDED.read_text(encoding="utf-8"))
PLACES = [f"html: {place}" for place in TOLD["pages"]] + [f"pdf: {place}" for place in TOLD["printed"]]


@pytest.fixture(scope="module")
def recorded():
    return from_json(RECORDED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def embedded(tmp_path_factory, request):
    """The constructs as the embedded renderer makes them; typefaces are those made before, where there are any."""
    book = copy_of_the_constructs(tmp_path_factory.mktemp("conformance"))
    fonts = request.config.rootpath / "_build" / "fonts"
    if fonts.is_dir():
        shutil.copytree(fonts, book / "_build" / "fonts")
    return constructs_of(build(book, "--renderer", "embedded"))


@pytest.fixture(scope="module")
def compared(embedded, recorded):
    return compare(embedded, recorded, read_known())


def test_the_recording_names_the_quarto_that_made_it():
    assert TOLD["renderer"] == "quarto"
    assert tuple(map(int, TOLD["version"].split(".")[:2])) >= (1, 10)


@pytest.mark.parametrize("place", PLACES)
def test_each_chapter_means_the_same_in_each_format(compared, place):
    assert [each for each in compared.unexplained if each.where.startswith(place)] == []


def test_nothing_else_differs(compared):
    assert compared.unexplained == ()


def test_every_kind_of_thing_was_compared(compared):
    kinds = {"callout", "caption", "citation", "code", "cross-reference", "emphasis", "formula", "heading", "language"}
    kinds |= {"link", "list", "note", "picture", "source", "table", "tabs", "value"}
    assert {kind for kind in kinds if not compared.compared.get(kind)} == set()


@pytest.mark.parametrize("kind", ["caption", "picture", "citation", "cross-reference", "table", "value", "formula"])
def test_a_change_of_one_thing_would_be_noticed(embedded, recorded, kind):
    place, page = next((p, page) for p, page in embedded.pages.items() if any(i.kind == kind for i in page.items))
    at = next(i for i, item in enumerate(page.items) if item.kind == kind)
    before = page.items[at]
    page.items[at] = Item(before.kind, before.name, f"{before.text} 7", before.detail)
    try:
        found = compare(embedded, recorded, read_known()).unexplained
    finally:
        page.items[at] = before
    assert {(each.what, each.where.startswith(f"html: {place}")) for each in found} == {(kind, True)}


@pytest.mark.parametrize("edition", ["pages", "printed"])
def test_a_change_of_one_number_or_of_the_order_would_be_noticed(embedded, recorded, edition):
    page = next(page for page in getattr(embedded, edition).values() if len("".join(page.words)) > 200)
    words = list(page.words)
    page.words[-1:] = [words[-1] + "7"]
    try:
        assert {each.what for each in compare(embedded, recorded, read_known()).unexplained} == {"number"}
        page.words[:] = words[1:] + words[:1] if edition == "pages" else ["".join(words)[9:] + "".join(words)[:9]]
        assert compare(embedded, recorded, read_known()).unexplained
    finally:
        page.words[:] = words
