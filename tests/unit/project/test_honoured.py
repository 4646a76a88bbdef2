import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from assessment.project.honoured import SCHEMA, Ignored, ignored_keys

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_schema_is_one():
    Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(
    "book", [".", "tests/samples/weather", "tests/samples/transport", "tests/conformance/constructs"]
)
def test_our_own_books_keep_to_it_and_no_renderer_ignores_a_key(pytestconfig, book):
    data = yaml.safe_load((pytestconfig.rootpath / book / "_quarto.yml").read_text(encoding="utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert list(ignored_keys(data)) == []


@pytest.mark.parametrize("data", [{"project": {"type": "website"}}, {"assessment": {"notebook-timeout": "long"}}])
def test_a_value_of_another_kind_is_refused_by_it(data):
    whole = {"project": {"type": "book"}, "book": {"title": "Rain", "chapters": ["index.qmd"]}} | data
    assert list(VALIDATOR.iter_errors(whole))


@pytest.mark.parametrize(
    ("data", "ignored"),
    [
        ({"filters": ["a.lua"]}, Ignored(("filters",), ("embedded",))),
        ({"book": {"cover-image": "a.png"}}, Ignored(("book", "cover-image"), ("embedded",))),
        (
            {"format": {"html": {"theme": "cosmo"}}},
            Ignored(("format", "html", "theme"), ("embedded",), ("none", "default")),
        ),
        ({"format": {"my-typst": {"margin": 1}}}, Ignored(("format", "my-typst", "margin"), ("embedded",))),
        ({"assessment": {"store-sizes": 3}}, Ignored(("assessment", "store-sizes"), ("embedded", "quarto"))),
    ],
)
def test_what_a_renderer_ignores_is_named_with_it(data, ignored):
    assert list(ignored_keys(data)) == [ignored]


def test_a_key_of_the_book_s_own_is_metadata():
    assert list(ignored_keys({"station": "Coast"})) == []
