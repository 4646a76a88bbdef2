"""The checks of care as a whole: only with rules, remembered, excepted by the rules, counted."""

from __future__ import annotations

import json
import os

import pytest

from assessment.checks.safeguarding import every_check
from assessment.checks.safeguarding.check import count_allowed, safeguarding
from assessment.errors import ConfigurationError
from assessment.model import Value

RULES = """\
words:
  - avoid: [shush*]
    prefer: quiet, please
    why: it is rude
numbers:
  people: [children]
  others: [books]
"""


def safeguarding_findings(*texts):
    with safeguarding(*texts) as care:
        return care()


@pytest.fixture
def check(make_project, make_manuscript, raw_notebook, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")

    def run(rules, *cells, files=None, values=(), function=safeguarding_findings):
        project = make_project({"safeguarding.yml": rules, **(files or {})} if rules is not None else files)
        contents = {"notebooks/club.ipynb": json.dumps(raw_notebook(*cells)).encode()}
        return function(project, contents, values, make_manuscript())

    return run


def test_a_project_without_rules_is_not_checked(check, code_cell, tmp_path):
    assert check(None, code_cell("# shush")) == ()
    assert not (tmp_path / "_build").exists()


def test_words_are_found_in_code_and_in_what_it_shows_once(check, code_cell):
    found = check(RULES, code_cell("label = 'Shush'", {"text/plain": "shush"}))
    assert [(f.code, f.cell) for f in found] == [("S701", "cell 1")]
    assert found[0].hint == "write: quiet, please"


def test_only_what_changed_is_looked_at_again(make_project, make_manuscript, raw_notebook, code_cell, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})  # nothing is looked at in a copy, unseen
    project, looked = make_project({"safeguarding.yml": RULES}), []
    look_at = every_check._look_at
    monkeypatch.setattr(
        every_check, "_look_at", lambda subject, *rest: looked.append(subject) or look_at(subject, *rest)
    )

    def check(**codes):
        looked.clear()
        contents = {
            f"notebooks/{n}.ipynb": json.dumps(raw_notebook(code_cell(code))).encode() for n, code in codes.items()
        }
        found = safeguarding_findings(project, contents, (), make_manuscript())
        return [finding.path for finding in found if finding.code == "S701"], len(looked)

    everything = check(club="# shush", town="# shush")
    assert everything == (["notebooks/club.ipynb", "notebooks/town.ipynb"], everything[1])
    assert check(club="# shush", town="# quiet") == (["notebooks/club.ipynb"], 1)
    assert check(town="# quiet") == ([], 0)
    (project.root / "safeguarding.yml").write_text(RULES.replace("shush*", "quiet"), encoding="utf-8")
    assert check(club="# shush", town="# quiet") == (["notebooks/town.ipynb"], everything[1])


def test_what_did_not_change_is_remembered(check, code_cell, tmp_path):
    first = check(RULES, code_cell("# shush"))
    memory = tmp_path / "_build" / "safeguarding.json"
    before = memory.stat().st_mtime_ns
    assert check(RULES, code_cell("# shush")) == first
    assert memory.stat().st_mtime_ns == before
    assert check(RULES, code_cell("# hello")) == ()


def test_a_memory_that_cannot_be_read_is_made_anew(check, code_cell, tmp_path):
    first = check(RULES, code_cell("# shush"))
    (tmp_path / "_build" / "safeguarding.json").write_text("{")
    assert check(RULES, code_cell("# shush")) == first


@pytest.mark.parametrize(
    "entry",
    [
        "{cell: cell 1, reason: a title}",
        "{text: Shush, reason: a title}",
        "{path: notebooks/club.ipynb, reason: a title}",
    ],
)
def test_an_exception_with_a_reason_allows_a_word(check, code_cell, entry):
    rules = RULES + f"allow:\n  - {entry}\n"
    assert check(rules, code_cell("label = 'Shush'")) == ()
    assert [(f.code, f.line) for f in check(rules, code_cell("label = 'hello'"))] == [("S703", 9)]


def test_an_exception_may_name_another_code(check):
    value = Value("club.few", 7, "children", "7", "notebooks/club.ipynb", "cell 4")
    assert [f.code for f in check(RULES, values=(value,))] == ["S711"]
    rules = RULES + "allow:\n  - {cell: cell 4, code: S711, reason: an example}\n"
    assert check(rules, values=(value,)) == ()


def test_the_data_package_may_name_units_of_people(check):
    files = {
        "data/datapackage.json": json.dumps({"peopleUnits": ["visitors"]}),
        "data/club/2024.csv": "dimension,value,unit\nAlba,7,visitors\nBorg,7,books\n",
    }
    assert [(f.code, f.path, f.line) for f in check(RULES, files=files)] == [("S711", "data/club/2024.csv", 2)]


def test_rules_that_cannot_be_read_are_an_error(check):
    with pytest.raises(ConfigurationError):
        check("words: 7\n")


def test_marks_are_counted_for_every_thousand_words(check, code_cell):
    source = f"#| fig-cap: \"[Shush]{{.allow reason='a title'}} {'word ' * 499}\"\nshow()"
    allowance = check(RULES, code_cell(source), function=count_allowed)
    assert (allowance.marks, allowance.exceptions, allowance.words) == (1, 0, 499)
    assert round(allowance.per_thousand_words, 1) == 2.0
