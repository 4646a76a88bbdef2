"""What Quarto remarks, as findings: broken output is an error (Q701), anything else a warning (Q702).

Quarto ends well although a reference leads nowhere; only its words, and marks it leaves in the pages,
tell. One program speaks after the other on standard error, each in its own manner: Quarto (`WARN: …`),
its filters (`WARNING (file:line) …`), pandoc (`[WARNING] …`), Typst (`warning: …`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assessment.chapters.manuscript import Manuscript
from assessment.model import Finding, finding
from assessment.rendering.quarto.places import Place, chapter_of, written
from assessment.rendering.quarto.transcript import TYPESETTING, transcript

_REMARK = re.compile(r"^(?:WARN(?:ING)?: |(?:WARNING|ERROR|FATAL) \([^)]*\) |\[WARNING\] |\bwarning: )(.*)$")
_CONTINUATION = re.compile(r"^ +[^\s│┌=]")
_PAGE = re.compile(r"^(\S+\.html): (.*)$")
_SHOWN = 300
# An optional program is missing: nothing about this book.
_NOISE = re.compile(r"verapdf|^Error encountered when rendering files$")
_MARKS = re.compile(
    r'class="quarto-unresolved-ref">\?(?P<reference>[\w:.-]+)'
    r"|<strong>\?var:(?P<variable>[^<]+)</strong>|<strong>\?meta:(?P<key>[^<]+)</strong>"
    r"|(?P<output>Unable to display output for mime type)"
)


@dataclass(frozen=True)
class _Breakage:
    """How Quarto words a kind of broken output, what to look for in the chapters, and how we word it."""

    said: re.Pattern[str]
    token: str
    message: str
    hint: str


def _breakage(said: str, token: str, message: str, hint: str) -> _Breakage:
    return _Breakage(re.compile(said), token, message, hint)


_REFERENCE = _breakage(
    r"Unable to resolve crossref @(\S+)",
    "@{}",
    "@{} leads nowhere in Quarto's pages",
    "label the figure, table or section, or correct the reference",
)
_VARIABLE = _breakage(
    r"Unknown var (\S+) specified",
    r"var\s+{}",
    "Quarto knows no variable {}",
    "publish it in a notebook, or correct the name",
)
_KEY = _breakage(
    r"Unknown meta key (\S+) specified",
    r"meta\s+{}",
    "Quarto knows no metadata key {}",
    "set it in the chapter's header or in _quarto.yml, or correct the name",
)
_BREAKAGES = (
    _REFERENCE,
    _VARIABLE,
    _KEY,
    _breakage(
        r"[Cc]itation (\S+) not found",
        "@{}",
        "Quarto finds no source for @{}",
        "add the entry to the bibliography, or correct the key",
    ),
    _breakage(r"Shortcode '([^']+)' not found", r"<\s*{}", "Quarto knows no shortcode {}", "see docs/dialect.md"),
    _breakage(
        r"Unable to resolve link target: (?:\S*/)?([^/\s]+)",
        "{}",
        "the link to {} leads nowhere",
        "link to a chapter of the book",
    ),
    _breakage(
        r"(?:Could not fetch resource|File) '?(?:\S*/)?([^/\s':]+)'?(?:[:\s]|$)",
        "{}",
        "Quarto does not find the file {}",
        "paths count from the chapter's folder",
    ),
)


def remark_findings(said: str, manuscript: Manuscript) -> Iterator[Finding]:
    """The findings in what Quarto said on standard error during one run."""
    for text, chapter in _remarks(said):
        page = _PAGE.match(text)
        if page:
            text, found = page[2], chapter_of(page[1], manuscript)  # noqa: PLW2901 - the page is no part of it
            chapter = found.path if found else chapter  # noqa: PLW2901 - the remark names its chapter itself
        for breakage in _BREAKAGES:
            match = breakage.said.search(text)
            if match:
                yield from _broken(breakage, match[1], chapter, manuscript)
                break
        else:
            yield finding("Q702", f"Quarto remarks: {text[:_SHOWN]}", path=chapter, hint=_advice(text))


def page_findings(page: str, markup: str, manuscript: Manuscript) -> Iterator[Finding]:
    """The findings in the marks that Quarto leaves on a page where something is missing."""
    chapter = chapter_of(page, manuscript)
    path = chapter.path if chapter else None
    for match in _MARKS.finditer(markup):
        if match["output"]:
            hint = "give the cell one output, with a picture or a table that Quarto knows"
            yield finding("Q701", "Quarto cannot show the output of an embedded cell", path=path, hint=hint)
            continue
        breakage = {"reference": _REFERENCE, "variable": _VARIABLE, "key": _KEY}[str(match.lastgroup)]
        yield from _broken(breakage, html.unescape(match[str(match.lastgroup)]), path, manuscript)


def _remarks(said: str) -> Iterator[tuple[str, str | None]]:
    """Each remark on one line, with the chapter it belongs to."""
    remarks: list[tuple[list[str], str | None]] = []
    goes_on = False
    for line, chapter in transcript(said):
        start = _REMARK.match(TYPESETTING.sub("", line))
        if start:
            remarks.append(([start[1]], chapter))
        elif goes_on and _CONTINUATION.match(line):
            remarks[-1][0].append(line.strip())
        goes_on = start is not None or (goes_on and bool(_CONTINUATION.match(line)))
    for lines, chapter in remarks:
        text = " ".join(lines).strip()
        if text and not _NOISE.search(text):
            yield text, chapter


def _broken(breakage: _Breakage, name: str, chapter: str | None, manuscript: Manuscript) -> Iterator[Finding]:
    """One finding for each chapter that names it: so both editions' remarks become the same finding."""
    places: tuple[Place, ...] = written(manuscript, breakage.token.format(re.escape(name))) or ((chapter, None),)  # type: ignore[assignment]
    for path, line in places:
        yield finding("Q701", breakage.message.format(name), path=path, line=line, hint=breakage.hint)


def _advice(text: str) -> str:
    if text.startswith("unknown font family"):
        return "put the typeface into the project and name its folder in `font-paths`: the system's are not used"
    return ""
