"""The checks of care on the command line."""

from __future__ import annotations

import json
import subprocess
import sys

from assessment.checks.safeguarding.check import count_allowed
from assessment.pipeline.build import examine
from assessment.project.project import load


def check(club):
    command = [sys.executable, "-m", "assessment", "check", "--json", "--project", club.root]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


def test_a_slip_is_an_error_with_its_place_and_what_to_write(club):
    _, line, _ = club.plant_prose("Many were rescued.")
    club.write()
    code, said, _ = check(club)
    (found,) = [finding for finding in said["findings"] if finding["code"] == "S701"]
    assert code == 1
    assert (found["path"], found["line"], found["severity"]) == ("chapters/club.qmd", line, "error")
    assert "identified and safeguarded" in found["hint"]


def test_rules_that_cannot_be_read_stop_the_command_with_their_line(club):
    club.files["safeguarding.yml"] += "more: rules\n"
    club.write()
    code, _, said = check(club)
    line = len(club.files["safeguarding.yml"].splitlines())
    assert code == 3
    assert f"safeguarding.yml:{line}" in said


def test_without_rules_nothing_is_checked(club):
    club.plant_prose("Many were rescued.")
    club.write()
    (club.root / "safeguarding.yml").unlink()
    assert not [found for found in check(club)[1]["findings"] if found["code"].startswith("S")]


def test_exceptions_are_counted(club):
    club.plant_prose('They were [rescued]{.allow reason="a title"}.')
    club.write()
    seen = examine(load(club.root))
    allowance = count_allowed(load(club.root), seen.executed.contents, seen.results.values, seen.manuscript)
    assert allowance.marks == 1
    assert allowance.words > 50
