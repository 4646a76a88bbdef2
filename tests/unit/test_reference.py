"""Every command, option, finding and format is documented, and the reference is what the code says now."""

import re
import runpy
from pathlib import Path

import pytest
import typer
import yaml

from assessment.checks.safeguarding.published import RULES
from assessment.cli.main import app
from assessment.codes import CODES
from assessment.datasets.package import DESCRIPTOR, PINS
from assessment.notebook import DATA_MIME
from assessment.project.root import CONFIG
from assessment.schemas.shipped import schemas
from assessment.values.harvest import VALUE_MIME
from assessment.values.variables import VARIABLES

DOCS = Path(__file__).parents[2] / "docs"
MAKE = runpy.run_path(str(DOCS / "reference" / "make.py"))
WRITTEN = MAKE["pages"]()
COMMANDS = dict(MAKE["_leaves"]("assessment", typer.main.get_command(app)))
EVERYTHING = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))


def _page(name):
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_is_what_the_code_gives_now(name):
    assert _page(name) == WRITTEN[name], "run `make reference` and commit docs/reference/"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_reference_with_all_its_options(name):
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", _page("commands.md"), re.MULTILINE | re.DOTALL)[1]
    options = {option for each in COMMANDS[name].params for option in each.opts if option.startswith("--")}
    assert {option for option in options - {"--help"} if f"`{option}`" not in section} == set()
    assert all(getattr(each, "help", "") for each in COMMANDS[name].params), "each option says what it means"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained_by_hand_as_well(name):
    explained = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert f"\n## {name.split()[1]}\n" in explained
    assert name in explained


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_in_the_reference(code):
    assert f"| {code} | {CODES[code][0]} |" in _page("findings.md")


@pytest.mark.parametrize("schema", schemas(), ids=lambda schema: schema.name)
def test_every_format_is_in_the_reference_with_its_keys(schema):
    section = re.search(
        rf"^## {re.escape(schema.title)}\n(.*?)(?=^## |\Z)", _page("formats.md"), re.MULTILINE | re.DOTALL
    )[1]
    assert [key for key in schema.content.get("properties", {}) if f"`{key}`" not in section] == []
    assert all(f"`{name}`" in section for name in schema.files)


@pytest.mark.parametrize("name", [CONFIG, VARIABLES, PINS, DESCRIPTOR, RULES])
def test_every_file_a_person_keeps_has_a_schema(name):
    assert any(name in schema.files for schema in schemas())


@pytest.mark.parametrize("name", [DATA_MIME, VALUE_MIME, "manifest.json"])
def test_every_other_format_is_explained(name):
    assert name in EVERYTHING


def test_every_page_is_a_chapter_of_the_documentation():
    book = yaml.safe_load((DOCS / "_quarto.yml").read_text(encoding="utf-8"))["book"]["chapters"]
    listed = [path for item in book for path in (item["chapters"] if isinstance(item, dict) else [item])]
    made = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if "_b" not in path.parts[-2][:2]}
    assert sorted(listed) == sorted(made), "list the page in docs/_quarto.yml"
