"""The weather book as its people would release it: committed, signed by two, with its links and corrections listed."""

from __future__ import annotations

import pytest

from release_ready import make_ready


@pytest.fixture(scope="session")
def _ready(finished, tmp_path_factory):
    book = finished.copied_to(tmp_path_factory.mktemp("ready") / "weather")
    make_ready(book.root)
    return book


@pytest.fixture
def ready(_ready, tmp_path):
    """A copy that a test may change."""
    return _ready.copied_to(tmp_path / "weather")
