"""The documentation is a book that the pipeline builds, without a finding."""

from __future__ import annotations

import shutil
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_documentation_builds_as_a_site_without_a_finding(tmp_path, book_at):
    shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("_build", "_book", "*.py", "__pycache__"))
    book = book_at(tmp_path / "docs")
    built = book.build("--to", "html")
    assert (built.code, built.findings) == (0, []), built.findings
    assert "{{< embed" in book.page("authors.html")
    assert "assessment new report" in book.page("reference/commands.html")
    assert 'href="reference/formats.html"' in book.text("_book/index.html")
