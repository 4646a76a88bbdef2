"""Every kind of finding and every command is documented, and nothing is documented that does not exist."""

import re
from pathlib import Path

import pytest
import typer

from assessment.cli.main import app
from assessment.codes import CODES, REPAIRS
from assessment.model import finding

ROOT = Path(__file__).parents[2]
FINDINGS = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
SECTIONS = {
    code: (severity, meaning, body.strip())
    for code, meaning, severity, body in re.findall(
        r"^### ([A-Z]\d{3}) ([^\n]+)\n\n\*(\w+)\*\n\n(.*?)(?=^##|\Z)", FINDINGS, re.MULTILINE | re.DOTALL
    )
}


def test_the_documentation_lists_exactly_the_codes_there_are_in_their_order():
    assert list(SECTIONS) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_severity_and_meaning_are_those_of_the_table_with_an_example_and_a_repair(code):
    severity, meaning, body = SECTIONS[code]
    assert (severity, meaning) == CODES[code]
    example, _, repair = body.partition("\n\n")
    assert example.startswith("`")
    assert len(repair) > 20


def test_every_code_has_a_repair_and_every_repair_a_code():
    assert list(REPAIRS) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_repair_is_a_short_order_and_stands_where_a_finding_has_none_of_its_own(code):
    repair = REPAIRS[code]
    assert repair[0].islower()
    assert not repair.endswith(".")
    assert 15 < len(repair) <= 100
    assert finding(code, "it rained").hint == repair
    assert finding(code, "it rained", hint="take cover").hint == "take cover"


def test_every_code_begins_with_the_letter_of_its_subject():
    headings = re.findall(r"^## (\w)", FINDINGS, re.MULTILINE)
    assert len(headings) == len({code[0] for code in CODES})


def _options(command):
    below = [_options(each) for each in getattr(command, "commands", {}).values()]
    return set().union(*below) | {
        name for parameter in command.params for name in parameter.opts if name.startswith("--")
    }


COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
DOCUMENTED = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))  # fmt: skip # noqa: E501


def test_the_documentation_has_exactly_the_commands_there_are():
    assert set(DOCUMENTED) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented_with_it(name):
    common = {"--help", "--project"}
    missing = [option for option in _options(COMMANDS[name]) - common if option not in DOCUMENTED[name]]
    assert missing == []
