"""Two reviewers sign on two branches, and both add the record: git cannot merge it, the command can."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assessment.reviews.entries import Comment, Digests, Record, SignOff
from assessment.reviews.record import as_yaml
from assessment.reviews.records import path_of, read_one

DIGESTS = Digests("a" * 64, "b" * 64, "c" * 64, "d" * 64)
ADA = SignOff("assurer", "Ada", "2026-01-01T12:00:00Z", "approved", DIGESTS, "By hand")
BEN = SignOff("approver", "Ben", "2026-01-01T12:00:01Z", "approved", DIGESTS)
CLEO = SignOff("assurer", "Cleo", "2026-01-01T12:00:02Z", "changes wanted", DIGESTS)
ASKED = Comment("Ben", "2026-01-01T12:00:01Z", "Which gauge?")


@pytest.fixture
def git(rain):
    def run(*arguments, code=0):
        who = ("-c", "user.name=T", "-c", "user.email=t@localhost")
        done = subprocess.run(["git", *who, *arguments], cwd=rain.root, capture_output=True, text=True, check=False)
        assert done.returncode == code, done
        return done.stdout

    run("init", "-b", "main")
    (rain.root / ".gitignore").write_text("_build/\n")
    run("add", "-A")
    run("commit", "-m", "book")
    return run


@pytest.fixture
def merge(rain, git):
    """Sign on two branches and merge them, which fails; the command that joins, run once."""

    def run(ours, theirs):
        for branch, record in (("other", theirs), ("main", ours)):
            git("switch", *(["-c"] if branch == "other" else []), branch)
            path_of(rain.project, "fig-rain").parent.mkdir(exist_ok=True)
            path_of(rain.project, "fig-rain").write_bytes(record if isinstance(record, bytes) else as_yaml(record))
            git("add", "-A")
            git("commit", "-m", "sign")
        git("merge", "other", code=1)
        command = [sys.executable, "-m", "assessment", "review", "merge", "--project", str(rain.root)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("theirs", [(BEN,), (CLEO,), (ADA, BEN)])
def test_the_entries_of_both_sides_are_kept_once(rain, git, merge, theirs):
    said = merge(Record("fig-rain", (ADA,)), Record("fig-rain", theirs, (ASKED,)))
    assert (said.returncode, said.stdout) == (0, "joined reviews/fig-rain.yml\n")
    record = read_one(rain.project, "fig-rain")
    assert (set(record.sign_offs), record.comments) == ({ADA, *theirs}, (ASKED,))
    assert git("ls-files", "-u") == ""
    git("commit", "-m", "merge")
    command = [sys.executable, "-m", "assessment", "review", "merge", "--project", str(rain.root)]
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (0, "No record is in conflict.\n")


def test_a_side_that_is_no_record_is_said(git, merge):
    said = merge(Record("fig-rain", (ADA,)), b"schema: 9\n")
    assert (said.returncode, "one side of the merge is no record" in said.stderr) == (3, True)
    assert "reviews/fig-rain.yml" in git("ls-files", "-u")
