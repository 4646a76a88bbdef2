import json

import pytest

from assessment.editions.manifest import NAME, Manifest, output_digests, read_manifest, stands
from assessment.model import RendererInfo


@pytest.fixture
def edition(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "index.html").write_text("hello")
    (tmp_path / "chapters" / "rain.html").write_text("rain")
    return tmp_path


@pytest.fixture
def manifest(edition):
    made = Manifest(
        "id",
        "key",
        "draft",
        "2021-04-01",
        RendererInfo("fake", "1"),
        "index.html",
        None,
        {"a": "1"},
        output_digests(edition),
    )
    (edition / NAME).write_bytes(made.as_bytes())
    return made


def test_what_is_written_is_read_back(edition, manifest):
    assert read_manifest(edition) == manifest
    assert manifest.as_bytes() == read_manifest(edition).as_bytes()


def test_an_edition_stands_as_long_as_it_holds_exactly_its_files(edition, manifest):
    assert stands(edition, manifest)
    (edition / "more.html").write_text("more")
    assert not stands(edition, manifest)
    (edition / "more.html").unlink()
    (edition / "chapters" / "rain.html").write_text("sun")
    assert not stands(edition, manifest)
    (edition / "chapters" / "rain.html").unlink()
    assert not stands(edition, manifest)


def test_the_manifest_does_not_list_itself(edition, manifest):
    assert set(output_digests(edition)) == {"index.html", "chapters/rain.html"}


@pytest.mark.parametrize("content", [b"scrap", b"[]", b"{}", b'{"schema": 1}', None])
def test_a_manifest_that_cannot_be_read_is_none(edition, content):
    if content is not None:
        (edition / NAME).write_bytes(content)
    assert read_manifest(edition) is None


def test_a_manifest_of_another_schema_is_none(edition, manifest):
    data = json.loads(manifest.as_bytes())
    (edition / NAME).write_text(json.dumps({**data, "schema": 99}))
    assert read_manifest(edition) is None
