"""Reading the rules: what is wrong with them is refused with its line."""

from __future__ import annotations

import pytest

from assessment.checks.safeguarding.published import RULES
from assessment.checks.safeguarding.rules import Rules, load_rules
from assessment.errors import ConfigurationError

WORD = "words:\n  - avoid: [shush]\n    prefer: quiet, please\n    why: it is rude\n"


def read(folder, text):
    (folder / RULES).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_rules(folder)


def test_a_project_without_rules_has_none(tmp_path):
    assert load_rules(tmp_path) == Rules()


def test_a_section_that_is_absent_is_not_checked(tmp_path):
    rules = read(tmp_path, WORD)
    assert (rules.numbers, rules.percentages, rules.hosts, rules.blocks) == (None, None, None, ())
    assert rules.words[0].avoid.search("Shush!")
    assert rules.any_word.search("Shush!")


def test_the_rules_of_the_report_are_read(rules):
    assert len(rules.words) >= 20
    assert rules.numbers.largest_hidden == 10
    assert rules.numbers.survey_hidden == 25
    assert rules.hosts
    assert {block.name for block in rules.blocks} == {"content-notice", "help"}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("words: [\n", 2, "YAML"),
        ("wrods: []\n", 1, "not known"),
        ("words: shush\n", 1, "a list"),
        ("words:\n  - avoid: [shush]\n    why: it is rude\n", 2, "`prefer:` is missing"),
        ("words:\n  - avoid: [(shush]\n    prefer: quiet\n    why: rude\n", 2, "cannot be understood"),
        ("words:\n  - avoid: [<noise>]\n    prefer: quiet\n    why: rude\n", 2, "a set that is not there"),
        ("words:\n  - avoid: [shush, 7]\n    prefer: quiet\n    why: rude\n", 2, "quotation marks"),
        (WORD + "allow:\n  - text: shush\n", 6, "`reason:` is missing"),
        (WORD + "allow:\n  - reason: a title\n", 6, "names a text, a path"),
        ("numbers:\n  people: [children]\n  others: [books]\n  change: few\n", 4, "whole number"),
        ("numbers:\n  people: [children]\n", 1, "`others:` is missing"),
        ("numbers: 7\n", 1, "keys with values"),
        ("links:\n  - kind: press\n    hosts: {a: b}\n", 3, "list of texts"),
        ("blocks:\n  - class: help\n    at: middle\n", 3, "start or end"),
        ("blocks:\n  - class: help\n    at: end\n    dated: always\n", 4, "true or false"),
    ],
)
def test_a_mistake_names_its_line(tmp_path, text, line, message):
    with pytest.raises(ConfigurationError, match=message) as caught:
        read(tmp_path, text)
    assert (caught.value.path, caught.value.line) == (RULES, line)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="UTF-8"):
        read(tmp_path, b"words: \xff\n")
