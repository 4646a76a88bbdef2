"""The bibliography: read once for all chapters, so that a source is cited alike on every page and in the PDF.

Citations of authors and years need letters where an author has two works in a year. Citeproc gives them
chapter by chapter, so "2020a" could mean two works in one book. citeproc is therefore asked once for the
list of all works the book cites, before any chapter is converted; its letters are read from that list, and the
style is told to print them in place of its own. They are the letters of any program that sees the whole book.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assessment.chapters.pandoc import pandoc
from assessment.errors import ProgramFailedError
from assessment.model import Finding, finding

_ERROR_PLACE = re.compile(r"\(line (\d+), column (\d+)\):?\s*(.*)")
_ENTRY = re.compile(r"^[ \t]*@(\w+)\s*\{", re.MULTILINE)
_LETTERED = re.compile(r'\s+disambiguate-add-year-suffix\s*=\s*"true"')
_SUFFIX = re.compile(r'<text\s+variable="year-suffix"\s*/>')
# Asked for only where it is there: a group that calls an empty variable would print nothing, not even "n.d.".
_OUR_SUFFIX = '<choose><if variable="annote"><text variable="annote"/></if></choose>'
_SORT_MACRO = re.compile(r'<key macro="([^"]+)"')
_LISTING = Path(__file__).parent / "lua" / "letters.lua"
Ask = Callable[[list[str | Path], str], str]
"""Arguments and input of pandoc → what it writes."""
_FORMATS = {".bib": "biblatex", ".json": "csljson", ".yaml": "markdown", ".yml": "markdown", ".ris": "ris"}


@dataclass(frozen=True)
class Bibliography:
    """The entries by key (CSL JSON), the style's text, the letters of years by key, and what could not be read."""

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    style: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def subset(self, keys: Iterable[str]) -> str:
        """The entries with these keys as CSL JSON text, in the order of their keys."""
        chosen = [self.entries[key] for key in sorted(set(keys)) if key in self.entries]
        return json.dumps(chosen, ensure_ascii=False, sort_keys=True)

    def with_letters(self, cited: Iterable[str], lang: str = "en", ask: Ask | None = None) -> Bibliography:
        """The same bibliography, with the letters that citeproc gives where it sees all cited works at once."""
        if not _LETTERED.search(self.style):
            return self
        ours = _with_our_letters(self.style)
        letters = _letters(self.subset(cited), (self.style, ours), lang, ask or pandoc)
        return replace(self, letters=letters, style=ours)


def read_bibliography(root: Path, paths: Iterable[str], csl: str | None, ask: Ask | None = None) -> Bibliography:
    """Read the bibliography by asking pandoc; an entry that cannot be parsed is left out and becomes a finding."""
    ask = ask or pandoc
    entries: dict[str, Mapping[str, Any]] = {}
    findings: list[Finding] = []
    for path in paths:
        found, problems = _read_file(root, path, ask)
        entries |= {str(entry["id"]): entry for entry in found}
        findings += problems
    style, problem = _style(root, csl, ask)
    return Bibliography(entries, style, findings=(*findings, *problem))


def _style(root: Path, csl: str | None, ask: Ask) -> tuple[str, list[Finding]]:
    """The text of the citation style; pandoc's own where the project names none, or one that is absent."""
    if csl:
        try:
            return (root / csl).read_text(encoding="utf-8"), []
        except (OSError, UnicodeDecodeError):
            hint = "correct `csl:` in _quarto.yml"
            problem = finding("C502", f"the citation style {csl} is absent or not UTF-8", path="_quarto.yml", hint=hint)
            return _style(root, None, ask)[0], [problem]
    return ask(["--print-default-data-file", "default.csl"], ""), []


def _with_our_letters(style: str) -> str:
    """The style with our letters in place of citeproc's: ours travel in a variable that no source has."""
    ours = _SUFFIX.sub(_OUR_SUFFIX, _LETTERED.sub("", style))
    for name in set(_SORT_MACRO.findall(ours)):  # citeproc sorts before it has letters: so do we
        macro = re.search(rf'<macro name="{re.escape(name)}">.*?</macro>', ours, re.DOTALL)
        if macro and _OUR_SUFFIX in macro[0]:
            unlettered = macro[0].replace(_OUR_SUFFIX, "").replace(f'"{name}"', f'"{name}-unlettered"', 1)
            ours = ours.replace(macro[0], macro[0] + unlettered).replace(
                f'<key macro="{name}"', f'<key macro="{name}-unlettered"'
            )
    return ours


def _read_file(root: Path, path: str, ask: Ask) -> tuple[list[dict[str, Any]], list[Finding]]:
    try:
        text = (root / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return [], [
            finding("C502", "the bibliography is absent", path=path, hint="correct `bibliography:` in _quarto.yml")
        ]
    except UnicodeDecodeError:
        return [], [finding("C502", "the bibliography is not UTF-8", path=path, hint="save the file as UTF-8")]
    format_ = _FORMATS.get(Path(path).suffix, "biblatex")
    findings: list[Finding] = []
    while True:
        try:
            return json.loads(ask(["--from", format_, "--to", "csljson"], text)), findings
        except ProgramFailedError as exc:
            match = _ERROR_PLACE.search(exc.output)
            line, column = (int(match[1]), int(match[2])) if match else (1, 1)
            start, repaired = _without_entry(text, line, column)
            reason = match[3] if match else exc.output.strip() or "it does not parse"
            hint = "check the braces, commas and quotation marks of this entry and the one before"
            findings.append(finding("C502", f"an entry cannot be read: {reason}", path=path, line=start, hint=hint))
            if repaired == text:
                return [], findings
            text = repaired


def _without_entry(text: str, line: int, column: int) -> tuple[int, str]:
    """Blank the entry that holds a place (or, where the parser ran on to the next, the one before it)."""
    position = sum(len(row) for row in text.splitlines(keepends=True)[: line - 1]) + column - 1
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if not starts:
        return line, text
    begin = max((start for start in starts if start < position), default=starts[0])
    end = min((start for start in starts if start > begin), default=len(text))
    blank = "\n" * text[begin:end].count("\n")
    return text[:begin].count("\n") + 1, text[:begin] + blank + text[end:]


def _letters(works: str, styles: tuple[str, str], lang: str, ask: Ask) -> dict[str, str]:
    """The letter of each work that has one: what its entry says more with citeproc's letters than without."""
    if works == "[]":
        return {}
    engine = hashlib.sha256(_LISTING.read_bytes()).hexdigest()
    asked = json.dumps({"works": works, "styles": styles, "lang": lang, "engine": engine}, ensure_ascii=False)
    lettered, bare = json.loads(ask(["lua", _LISTING], asked))
    letters = {}
    for key, entry in lettered.items():
        added = len(entry) - len(bare[key])
        place = next((i for i, (a, b) in enumerate(zip(entry, bare[key], strict=False)) if a != b), len(bare[key]))
        letter = re.sub(r"[^a-z]", "", entry[place : place + added])
        if letter:
            letters[key] = letter
    return letters
