"""The report holds together: nothing is wrong with it, and both editions are there."""

import json
import sys
from pathlib import Path

from assessment.process import run

ROOT = Path(__file__).parents[1]


def test_nothing_is_wrong_with_the_report() -> None:
    done = run([sys.executable, "-m", "assessment", "check", "--json", "--project", ROOT])
    errors = [found for found in json.loads(done.stdout)["findings"] if found["severity"] == "error"]
    assert errors == []


def test_both_editions_are_there() -> None:
    book = ROOT / "_book"
    assert (book / "index.html").is_file()
    assert len(list(book.glob("*.pdf"))) == 1
