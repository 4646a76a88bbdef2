"""Convert one chapter for both editions with pandoc and our Lua filters; conversions are kept by content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from assessment.chapters.pandoc import pandoc, pandoc_version
from assessment.project.files import write_atomically

_LUA = Path(__file__).parent / "lua"
_FILTER = "book.lua"
_STYLE = "citation-style.csl"
Ask = Callable[[Sequence[str | Path], str], str]
"""Arguments and input of pandoc → what it writes."""


@dataclass(frozen=True)
class Job:
    """Everything a conversion depends on. ``root`` leads from the page to the top of the web edition.

    ``references`` is CSL JSON text, ``letters`` those of their years, ``style`` the digest of the style; ``nocite``
    are keys to list without a citation; ``bibliography_here`` says that the PDF's list of sources stands in this
    chapter; ``print`` is the format that conditional content names for the PDF.
    """

    text: str
    stem: str
    folder: str
    root: str
    kind: str
    number: str | None
    title: str
    lang: str
    references: str = "[]"
    letters: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    nocite: tuple[str, ...] = ()
    bibliography_here: bool = False
    print: str = "typst"
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Conversion:
    """A converted chapter: its body for each edition, its title, and the index of what it holds."""

    html: str
    title_html: str
    typst: str
    index: Mapping[str, Sequence[Any]]
    digest: str


class Conversions:
    """The conversions of a project, kept in `_build/chapters/` under the digest of their job."""

    def __init__(self, build: Path, look: Path, style: str, ask: Ask = pandoc) -> None:
        """``look`` is the folder of the look, ``style`` the text of the citation style; ``ask`` asks pandoc."""
        self._folder = build / "chapters"
        self._style = build / _STYLE
        if not self._style.is_file() or self._style.read_bytes() != style.encode():
            write_atomically(self._style, style.encode())
        self._ask = ask
        self._filter = look / _FILTER
        self._engine = _engine_digest() + _sha(self._filter.read_text(encoding="utf-8"))
        self._used: set[str] = set()
        self.corrupt: list[str] = []

    def convert(self, job: Job) -> Conversion:
        """Convert a chapter, or take the stored conversion of the very same job.

        Raises:
            ProgramFailedError: pandoc could not read the chapter.
        """
        content = _as_line(job)
        digest = hashlib.sha256((self._engine + content).encode()).hexdigest()
        self._used.add(digest)
        path = self._folder / f"{digest}.json"
        stored = _stored(path)
        if stored is None:
            self.corrupt += [path.name] if path.is_file() else []
            stored = json.loads(self._ask(_command(self._filter, self._style), content))
            body = json.dumps(stored, sort_keys=True, ensure_ascii=False)
            write_atomically(path, json.dumps({"sha256": _sha(body), "body": body}, ensure_ascii=False).encode())
        return Conversion(stored["html"], stored["title_html"], stored["typst"], stored["index"], digest)

    def collect(self) -> None:
        """Drop the conversions that this build did not use."""
        for path in self._folder.glob("*.json"):
            if path.stem not in self._used:
                path.unlink(missing_ok=True)


def warm_up(build: Path, look: Path, lang: str, ask: Ask) -> None:
    """Let a running pandoc read its tables before an author waits for them: convert a chapter that nobody sees.

    Raises:
        ProcessError: pandoc cannot be asked.
    """
    ask(_command(look / _FILTER, build / _STYLE), _as_line(_first_job(lang)))


def _first_job(lang: str) -> Job:
    """A chapter with some of everything; above all with two authors, whose names have to be sorted by large tables."""
    works = [{"id": name, "type": "book", "title": "T", "author": [{"literal": name}]} for name in ("a", "b")]
    text = """# T\n\nSee [@a; @b], @fig-a, $x$ and *so*.[^n]\n\n[^n]: A note.\n\n![C](a.svg){#fig-a fig-alt="A"}

| a | b |\n|---|---|\n| 1 | 2 |\n\n: T {#tbl-a}\n\n::: {.callout-note}\n- N\n:::\n"""
    return Job(text, "t", "", "", "chapter", "1", "", lang, references=json.dumps(works))


def _command(book_filter: Path, style: Path) -> list[str | Path]:
    return ["lua", _LUA / "convert.lua", book_filter, style]


def _as_line(job: Job) -> str:
    given = {key: item for key, item in asdict(job).items() if item is not None}
    return json.dumps(given, sort_keys=True, ensure_ascii=False)


def _stored(path: Path) -> dict[str, Any] | None:
    """A stored conversion; none where there is none or its digest does not hold."""
    try:
        record = json.loads(path.read_bytes())
        body: str = record["body"]
        return json.loads(body) if record["sha256"] == _sha(body) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _engine_digest() -> str:
    """The digest of pandoc and of every filter: another engine gives other conversions."""
    content = b"".join(path.read_bytes() for path in sorted(_LUA.glob("*.lua")))
    return _sha(pandoc_version() + hashlib.sha256(content).hexdigest())
