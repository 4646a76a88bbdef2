"""The weather book as its people would release it: committed, signed by two, with links and corrections listed."""

from __future__ import annotations

import fcntl
import shutil

import pytest

from assessment.releases.accessibility.axe import PROGRAMS
from release_ready import make_ready


@pytest.fixture(scope="session")
def _ready(finished, tmp_path_factory):
    """Made once; all workers of a run share it."""
    place = finished.root.parent.parent / "ready" / "weather"
    with (place.parent.parent / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            making = finished.copied_to(tmp_path_factory.mktemp("making") / "weather")
            make_ready(making.root)
            place.parent.mkdir(exist_ok=True)
            making.root.rename(place)
    return type(finished)(place)


@pytest.fixture
def ready(_ready, tmp_path):
    """A copy that a test may change."""
    return _ready.copied_to(tmp_path / "weather")


@pytest.fixture(scope="session")
def browser():
    if not any(map(shutil.which, PROGRAMS)):
        pytest.skip(f"no browser: none of {', '.join(PROGRAMS)} is installed (apt-get install chromium)")
