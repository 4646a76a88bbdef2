"""The JSON Schemas: sound in themselves, and true of the report's own files and of what the code refuses."""

import json
from pathlib import Path

import jsonschema
import pytest

from assessment.checks.safeguarding import rules
from assessment.chores.report import STARTER
from assessment.notebooks.reading import read_notebook
from assessment.project.lined_yaml import parse
from assessment.project.project import Settings
from assessment.schemas.shipped import schemas
from assessment.values.harvest import VALUE_MIME

ROOT = Path(__file__).parents[2]
SCHEMAS = {schema.name: schema for schema in schemas()}
FILES = [
    (schema, path)
    for schema in schemas()
    for pattern in schema.files
    if not pattern.startswith("_book")  # made by a build, and checked where builds are
    for root in (ROOT, STARTER, ROOT / "tests" / "samples" / "weather")
    for path in sorted(root.glob(pattern))
]


def _valid(name, content):
    content = json.loads(json.dumps(content, default=str))
    jsonschema.validate(content, SCHEMAS[name].content, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("schema", schemas(), ids=lambda schema: schema.name)
def test_a_schema_is_one_and_says_what_it_is_for(schema):
    jsonschema.Draft202012Validator.check_schema(schema.content)
    assert schema.content["title"]
    assert len(schema.content["description"]) > 20
    assert schema.content.get("$id", "urn:assessment:").startswith("urn:assessment:")


def test_no_two_schemas_have_one_name():
    assert len(SCHEMAS) == len(schemas())


@pytest.mark.parametrize(("schema", "path"), FILES, ids=lambda item: getattr(item, "name", ""))
def test_our_own_files_keep_to_their_schemas(schema, path):
    text = path.read_text(encoding="utf-8")
    _valid(schema.name, parse(text).data if path.suffix in (".yml", ".yaml") else json.loads(text))


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_cells_and_values_of_the_report_keep_to_theirs(path):
    notebook = read_notebook(ROOT, path.relative_to(ROOT).as_posix())
    for cell in notebook.cells:
        _valid("cell-options", dict(cell.options))
        for output in cell.outputs:
            if VALUE_MIME in output.get("data", {}):
                _valid("value", output["data"][VALUE_MIME])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pins", {"rain": 2024}),
        ("quarto", {"assessment": {"notebook-timeout": 0}}),
        ("quarto", {"assessment": {"notebook-time": 1}}),
        ("safeguarding", {"words": [{"avoid": "late reader", "prefer": "x"}]}),
        ("safeguarding", {"allow": [{"reason": "x"}]}),
        ("value", {"id": "rain", "value": 1, "unit": "mm", "text": "1"}),
        ("cell-options", {"label": "two words"}),
    ],
)
def test_what_the_code_refuses_the_schema_refuses(name, content):
    with pytest.raises(jsonschema.ValidationError):
        _valid(name, content)


def test_the_settings_are_those_of_the_code():
    said = SCHEMAS["quarto"].content["properties"]["assessment"]["properties"]
    assert sorted(said) == sorted(name.replace("_", "-") for name in Settings.__dataclass_fields__)
    for name, field in Settings.__dataclass_fields__.items():
        if isinstance(field.default, float) and field.default:
            assert f"Default {field.default:.0f}." in said[name.replace("_", "-")]["description"]


def test_the_sections_of_the_rules_are_those_of_the_code():
    said = SCHEMAS["safeguarding"].content["properties"]
    assert sorted(said) == ["allow", "blocks", "links", "numbers", "percentages", "sets", "typed", "words"]
    allow = said["allow"]["items"]["properties"]
    assert sorted(allow) == sorted(set(rules.Allow.__dataclass_fields__) - {"line"})
    assert sorted(said["percentages"]["properties"]) == sorted(rules.Percentages.__dataclass_fields__)
