from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.reviews.digests import Content, digests_of, fields_of, stable_number, without_noise

TABLE = {"schema": {"fields": [{"name": "mm", "type": "number"}]}, "data": [{"mm": 0.3}]}
CONTENT = Content((TABLE,), ("picture",), ("code",), {"data/rain.csv": "a"}, (("caption", "Rain"),), ("Rain fell.",))


def differing(other):
    one, two = digests_of(CONTENT), digests_of(other)
    return {name for name in ("data", "code", "rendering", "text") if getattr(one, name) != getattr(two, name)}


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({}, set()),
        ({"tables": ({**TABLE, "data": [{"mm": 0.1 + 0.2}]},)}, set()),
        ({"tables": ({**TABLE, "name": "other", "data": [{"mm": 0.3, "unlisted": 1}]},)}, set()),
        ({"tables": ({**TABLE, "data": [{"mm": 0.31}]},)}, {"data"}),
        ({"tables": ({**TABLE, "schema": {"fields": [{"name": "mm", "unit": "inch"}]}},)}, {"data"}),
        ({"rendered": ("other",)}, {"rendering"}),
        ({"code": ("other",)}, {"code"}),
        ({"inputs": {"data/rain.csv": "b"}}, {"code"}),
        ({"words": (("caption", "Snow"),)}, {"text"}),
        ({"sentences": ()}, {"text"}),
    ],
)
def test_each_part_has_its_digest(change, differs):
    assert differing(replace(CONTENT, **change)) == differs


def test_a_picture_without_a_table_is_its_own_data():
    bare = replace(CONTENT, tables=())
    other = replace(bare, rendered=("other",))
    assert digests_of(bare).data != digests_of(other).data


def test_what_a_notebook_read_may_be_unknown():
    assert digests_of(replace(CONTENT, inputs=None)).code == ""


@pytest.mark.parametrize(
    ("value", "stable"), [(2.0, 2), (0.1 + 0.2, 0.3), (True, True), ("2.0", "2.0"), (None, None), (float("nan"), "nan")]
)
def test_numbers_are_freed_of_noise(value, stable):
    assert stable_number(value) == stable
    assert type(stable_number(value)) is type(stable)


def test_a_table_without_a_schema_is_read_by_its_rows():
    assert [field["name"] for field in fields_of({"data": [{"a": 1}, {"b": 2}]})] == ["a", "b"]


def test_metadata_and_comments_of_a_drawing_do_not_count():
    one = b"<svg><!-- 10:15 --><metadata><date>today</date></metadata><path/></svg>"
    assert without_noise(one) == b"<svg><path/></svg>"
