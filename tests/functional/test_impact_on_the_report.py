"""`impact` on the report itself: a cell of every dataset is edited, and both answers are held against a build.

The build is the real one but for the renderer, which writes one line: what it would print is in the graph.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assessment.datasets.package import versions
from assessment.editions.manifest import read_manifest
from assessment.model import RendererInfo
from assessment.notebooks.engines import default_executor
from assessment.pipeline.build import Work, build
from assessment.pipeline.impact import may_change
from assessment.pipeline.trial import Change, Trier, does_change
from assessment.project.project import load
from assessment.rendering.base import Rendering

ROOT = Path(__file__).parents[2]
WANTED = 25
KINDS = ("figure", "table", "value")


class OneLine:
    """A renderer whose edition is one line."""

    info = RendererInfo("one line", "1")

    def render(self, order):
        (order.destination / "index.html").write_text(order.stamp.edition)
        return Rendering("index.html")


@pytest.fixture
def report(tmp_path):
    """A copy of the report's sources, without the tool and its tests."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if not name.startswith(("src/", "tests/", "docs/", "benchmarks/")) and (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    return load(tmp_path)


def edited(text, turn):
    """A table with one cell changed: the number of a row where there is one, else its longest text."""
    header, *rows = csv.reader(io.StringIO(text))
    row = rows[turn * 7 % len(rows)]
    numbers = [at for at, name in enumerate(header) if name == "value" and _number(row[at])]
    at = numbers[0] if numbers else max(range(len(row)), key=lambda one: len(row[one]))
    row[at] = _larger(row[at]) if numbers else f"{row[at]} Edited."
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode()


def _number(text):
    return text.replace(".", "", 1).isdigit()


def _larger(text):
    return str(int(text) + max(1, int(text) // 50)) if text.isdigit() else f"{float(text) * 1.1:.2f}"


def graph(project):
    """What the manifest says: digest of each figure, table, value; each sentence with a value."""
    listed = read_manifest(project.output).graph["lineages"]
    digests = {(one["kind"], one["id"]): one["sha256"] for one in listed}
    uses = [use for one in listed if one["kind"] == "value" for use in one["used_in"]]
    return digests, {(use["path"], use["line"], use["sentence"]) for use in uses}


def answered(found):
    return {
        "figure": set(found.figures),
        "table": set(found.tables),
        "value": {move.id for move in found.values},
        "sentences": {(one.path, one.line, one.text) for one in found.sentences},
    }


@pytest.mark.slow
def test_a_cell_of_every_dataset_changes_what_impact_says(report):
    executor, jobs = default_executor(lambda _: None), os.cpu_count() or 1
    work = Work(executor, OneLine(), jobs, ("html",))
    assert build(report, work).editions is not None
    succeeded = []
    for turn, version in enumerate(item for item in versions(report.root) if item.pinned):
        path, (before, said_before) = report.root / version.path, graph(report)
        old = path.read_bytes()
        new = edited(old.decode(), turn)
        may = may_change(report, [str(path)])
        does = does_change(report, Change({version.path: new}), Trier(executor, jobs))
        assert path.read_bytes() == old
        path.write_bytes(new)
        done = build(report, work)
        assert done.executed.failed == does.failed, version.path
        if does.failed:  # a notebook holds something against this edit, as it should: take it back
            path.write_bytes(old)
            assert build(report, work).editions is not None
            continue
        after, said_after = graph(report)
        changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        real = {kind: {name for one, name in changed if one == kind} for kind in KINDS}
        assert answered(does) == {**real, "sentences": said_after - said_before}, version.path
        assert set(done.executed.executed) == set(does.notebooks) <= set(may.notebooks), version.path
        assert all(real[kind] <= answered(may)[kind] for kind in KINDS), version.path
        places = {(one.path, one.line) for one in may.sentences}
        assert {(where, line) for where, line, _ in said_after - said_before} <= places, version.path
        succeeded.append(version.dataset)
    assert len(succeeded) >= WANTED, succeeded
