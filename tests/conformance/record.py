"""Record what Quarto makes of the constructs: `python tests/conformance/record.py QUARTO`, QUARTO being its program.

The recording stands beside the book and names the version that made it. `test_recorded.py` holds the embedded
renderer to it wherever Quarto is absent; `test_by_quarto.py` holds the recording to Quarto where it is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assessment.editions.comparison.meaning import Meaning, Passage
from assessment.editions.comparison.reading import read_edition
from assessment.editions.comparison.recorded import as_json

HERE = Path(__file__).parent
EXTENSION = Path("_extensions") / "assessment"
RECORDED = HERE / "recorded.json"


def copy_of_the_constructs(folder: Path) -> Path:
    """The book of constructs as a project of its own, with the look of this repository."""
    book = folder / "constructs"
    shutil.copytree(HERE / "constructs", book)
    shutil.copytree(HERE.parents[1] / EXTENSION, book / EXTENSION)
    return book


def constructs_of(edition: Path) -> Meaning:
    """What an edition's chapters mean; what it tells of its own making differs from one machine to the next."""
    meaning = read_edition(edition)
    return replace(meaning, pages=_chapters(meaning.pages), printed=_chapters(meaning.printed))


def _chapters(passages: Mapping[str, Passage]) -> dict[str, Passage]:
    own = ("(where numbers come from)", "how-this-edition-was-made", "Sourcesoffigures", "Aboutthisedition")
    return {place: passage for place, passage in passages.items() if not any(name in place for name in own)}


def build(book: Path, *options: str) -> Path:
    """Build both editions from the command line; gives their folder."""
    command = [sys.executable, "-m", "assessment", "build", "--project", str(book), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return book / "_book"


def main(quarto: str) -> None:
    """Build the constructs with Quarto and keep what its editions say."""
    version = subprocess.run([quarto, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        edition = build(copy_of_the_constructs(Path(folder)), "--renderer", "quarto", "--quarto", quarto)
        RECORDED.write_text(as_json(constructs_of(edition), version), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
