"""The seal of a manifest, its input side, and its published form."""

import json
from pathlib import Path

import pytest

from assessment.editions.manifest import SCHEMA, Manifest, input_side, sealed, understood
from assessment.model import RendererInfo

PUBLISHED = Path(__file__).parents[3] / "docs" / "manifest.schema.json"


@pytest.fixture
def manifest():
    sides = {"inputs": {"a.csv": "1" * 64}, "outputs": {"index.html": "2" * 64}, "texts": {"index.html": ""}}
    return Manifest("id", "key", "draft", "2021-04-01", RendererInfo("fake", "1"), "index.html", **sides)


def test_a_manifest_bears_a_seal_that_any_change_breaks(manifest):
    content = manifest.as_bytes()
    assert sealed(content)
    assert understood(content) == manifest
    assert not sealed(content.replace(b'"draft"', b'"release"'))
    assert not sealed(content + b" ")
    assert not sealed(b"{}")


def test_the_input_side_knows_nothing_of_what_came_out(manifest):
    said = json.loads(input_side(manifest))
    assert said["inputs"] == manifest.inputs
    assert not {"outputs", "html", "pdf", "texts", "seal", "key", "tool", "remarks"} & set(said)
    assert input_side(manifest) == input_side(Manifest(**{**vars(manifest), "outputs": {}, "pdf": "book.pdf"}))


def test_the_schema_is_published_as_the_package_has_it(manifest):
    assert PUBLISHED.read_bytes() == SCHEMA.read_bytes()
    schema = json.loads(SCHEMA.read_bytes())
    assert set(schema["required"]) == set(json.loads(manifest.as_bytes()))
