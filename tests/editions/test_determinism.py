"""The same sources give the same bytes, whoever builds them, wherever and whenever."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from edition_under_test import ROOT, build

PLACES = {
    "plain": {"TZ": "Pacific/Auckland", "LANG": "C", "PYTHONHASHSEED": "1"},
    "a path with spaces/and ümlauts": {"TZ": "America/St_Johns", "LANG": "C.UTF-8", "PYTHONHASHSEED": "2"},
}
SAME_DAY = {"SOURCE_DATE_EPOCH": "1700000000"}


def sources(destination):
    """Copy what is committed, as it stands in the working copy, and nothing that a build has left there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git here to tell the sources from what was made of them")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (destination / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, destination / name)


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The report, built from nothing in two places at once, under two names, homes and time zones."""
    base = tmp_path_factory.mktemp("two-places")

    def make(place):
        project, home = base / place, base / "homes" / place
        home.mkdir(parents=True)
        sources(project)
        return build(project, {**PLACES[place], **SAME_DAY, "HOME": str(home)})

    with ThreadPoolExecutor(len(PLACES)) as pool:
        return list(pool.map(make, PLACES))


def test_two_builds_in_different_places_are_the_same_bytes(editions):
    first, second = map(digests, editions)
    assert len(first) > 20
    assert first == second


def test_an_edition_does_not_know_where_it_was_made(editions):
    for folder in editions:
        place = str(folder.parent).encode()
        assert [path.name for path in folder.rglob("*") if path.is_file() and place in path.read_bytes()] == []


def test_another_day_would_be_noticed(editions, tmp_path):
    project = tmp_path / "another-day"
    shutil.copytree(editions[0].parent, project, symlinks=True)
    before = digests(project / "_book")
    build(project, {"SOURCE_DATE_EPOCH": str(int(SAME_DAY["SOURCE_DATE_EPOCH"]) + 86400)})
    after = digests(project / "_book")
    changed = {name for name in before if after.get(name) != before[name]}
    assert {"index.html", "manifest.json"} < changed
    assert any(name.endswith(".pdf") for name in changed)
