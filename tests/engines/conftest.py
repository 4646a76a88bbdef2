from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """An empty project whose notebooks tests write and run."""
    root = tmp_path_factory.mktemp("book")
    (root / "notebooks").mkdir()
    (root / "data").mkdir()
    (root / "_quarto.yml").write_text("project: {type: book}\nbook: {title: Rain, chapters: [index.qmd]}\n")
    (root / "notebooks" / "beside.txt").write_text("beside")
    (root / "notebooks" / "beside.py").write_text("NAME = 'a module beside the notebook'\n")
    return root
