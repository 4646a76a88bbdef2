"""What tests of whole books share: small sample books, and the real command line run on copies of them."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SOMEBODY = {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}  # a fresh home names nobody
SAMPLES = Path(__file__).parent / "samples"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Tests started in the background of a shell inherit this, and so would the commands that have to hear theirs.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output; anything beside it there is an error."""
        return json.loads(self.out)

    @property
    def findings(self) -> list[dict[str, Any]]:
        return self.json["findings"]

    @property
    def codes(self) -> set[str]:
        return {finding["code"] for finding in self.findings}

    def found(self, code: str) -> dict[str, Any]:
        """The first finding with this code."""
        return next(finding for finding in self.findings if finding["code"] == code)


class Book:
    """A book on disk and the commands one gives about it, run outside its folder as a stranger would."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *arguments: str, env: Mapping[str, str] | None = None, before: Sequence[str] = ()) -> Said:
        """Run a command to its end; ``before`` are words in front of it, such as `setpriv …`."""
        done = subprocess.run(
            [*before, *self._command(*arguments)],
            cwd=self.root.parent,
            env=self._environment(env),
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command; the caller talks with it and sees it end."""
        return subprocess.Popen(
            self._command(*arguments),
            cwd=self.root.parent,
            env=self._environment(None),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def build(self, *options: str, **how: Any) -> Said:
        return self.run("build", "--json", *options, **how)

    def check(self) -> Said:
        return self.run("check", "--json")

    def write(self, path: str, content: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands in a file once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def append(self, path: str, text: str) -> int:
        """Add a paragraph; gives the line of its first row."""
        before = (self.root / path).read_text(encoding="utf-8")
        self.write(path, f"{before}\n{text}\n")
        return before.count("\n") + 2

    def edit_cell(self, notebook: str, label: str, source: str) -> None:
        """Give a labelled cell another source below its label."""
        raw = self.notebook(notebook)
        cell = next(cell for cell in raw["cells"] if f"#| label: {label}\n" in cell["source"])
        cell["source"] = [f"#| label: {label}\n", source]
        self.write(notebook, json.dumps(raw, indent=1) + "\n")

    def notebook(self, path: str) -> dict[str, Any]:
        return json.loads((self.root / path).read_bytes())

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def page(self, path: str) -> str:
        """The words of a page's main part, spaces made plain."""
        import lxml.html

        (main,) = lxml.html.fromstring(self.text(f"_book/{path}")).xpath("//main")
        return " ".join(main.text_content().split())

    def printed(self) -> str:
        """The words of the PDF, spaces made plain."""
        import pypdfium2

        (path,) = (self.root / "_book").glob("*.pdf")
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        return " ".join(" ".join(pages).split())

    def files(self, folder: str = "_book") -> dict[str, str]:
        """Path → digest of every file in a folder of the book."""
        place = self.root / folder
        return {
            path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(place.rglob("*"))
            if path.is_file()
        }

    def copied_to(self, place: Path) -> Book:
        shutil.copytree(self.root, place)
        return Book(place)

    def _command(self, name: str, *arguments: str) -> list[str]:
        # The embedded renderer, also on a machine where Quarto is installed.
        chosen = ("--renderer", "embedded") if name == "build" and "--renderer" not in arguments else ()
        at = () if name in ("compare", "adopt") else ("--project", str(self.root))  # these name folders themselves
        return [sys.executable, "-m", "assessment", name, *chosen, *arguments, *at]

    @staticmethod
    def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        return {**kept, **SOMEBODY, **(more or {})}


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """The weather book, built and accepted: for tests that only look. All workers of a run share it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place = base / "finished" / "weather"
    with (base / "finished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            making = Book(SAMPLES / "weather").copied_to(base / "making" / "weather")
            said = [making.run("build"), making.run("accept"), making.run("build")]
            assert [one.code for one in said] == [0, 0, 0], said
            (base / "making").rename(base / "finished")
    return Book(place)


@pytest.fixture(scope="session")
def book_at():
    """The book in a folder: for books that are made by a command and not copied."""
    return Book


@pytest.fixture
def sample(tmp_path):
    """A copy of a sample book by its name, never built."""
    return lambda name: Book(SAMPLES / name).copied_to(tmp_path / name)


@pytest.fixture
def weather(finished, tmp_path):
    """A copy of the finished weather book, for tests that change it."""
    return finished.copied_to(tmp_path / "weather")
