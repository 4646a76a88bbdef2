"""`impact` on the report itself: a cell of every dataset is edited, and both answers are held against a real build."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from impact_under_test import agrees

from assessment.datasets.package import versions

ROOT = Path(__file__).parents[2]
WANTED = 25


@pytest.fixture
def report(sample, tmp_path):
    """A copy of the report's sources, without the tool and its tests, built."""
    place = tmp_path / "report"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if not name.startswith(("src/", "tests/", "docs/", "benchmarks/")) and (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    book = type(sample("transport"))(place)
    assert book.build("--to", "html").json["failed"] == []
    return book


def edited(text, turn):
    """A table with one cell changed: the number of a row where there is one, else its longest text."""
    header, *rows = csv.reader(io.StringIO(text))
    row = rows[turn * 7 % len(rows)]
    numbers = [at for at, name in enumerate(header) if name == "value" and _number(row[at])]
    at = numbers[0] if numbers else max(range(len(row)), key=lambda one: len(row[one]))
    row[at] = _larger(row[at]) if numbers else f"{row[at]} Edited."
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def _number(text):
    return text.replace(".", "", 1).isdigit()


def _larger(text):
    return str(int(text) + max(1, int(text) // 50)) if text.isdigit() else f"{float(text) * 1.1:.2f}"


@pytest.mark.slow
def test_a_cell_of_every_dataset_changes_what_impact_says(report):
    succeeded = []
    for turn, version in enumerate(item for item in versions(report.root) if item.pinned):
        before = report.text(version.path)
        content = edited(before, turn)
        if agrees(report, version.path, content, "--to", "html"):
            succeeded.append(version.dataset)
        else:  # a notebook holds something against this edit, as it should: take it back
            report.write(version.path, before)
    assert len(succeeded) >= WANTED, succeeded
