"""The report holds together: nothing is wrong with it, and both editions are there."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_nothing_is_wrong_with_the_report() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assessment", "check", "--json", "--project", str(ROOT)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    errors = [found for found in json.loads(done.stdout)["findings"] if found["severity"] == "error"]
    assert errors == []


def test_both_editions_are_there() -> None:
    book = ROOT / "_book"
    assert (book / "index.html").is_file()
    assert len(list(book.glob("*.pdf"))) == 1
