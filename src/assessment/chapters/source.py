"""A chapter as it stands on disk: its YAML header, its text, and where each line is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from assessment.model import Finding, finding
from assessment.project.lined_yaml import YamlError, parse

_HEADER = re.compile(
    r"\A((?:[ \t]*\n)*)---[ \t]*\n(?![ \t]*\n)(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE
)
_OPENED = re.compile(r"\A\s*---[ \t]*\n[\w-]+:(?:\s|$)")
_MARK = re.compile(r"(?:---|\.\.\.)\s*")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})(.*)$")
_HEADING_1 = re.compile(r"^#\s+(.*)$")
_UNNUMBERED = re.compile(r"\{[^}]*(?:\.unnumbered\b|(?<![\w-])-(?![\w-]))[^}]*\}\s*$")


@dataclass(frozen=True)
class ChapterSource:
    """One source file; ``path`` is relative to the project, ``body`` begins at line ``first_line``."""

    path: str
    header: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    first_line: int = 1
    findings: tuple[Finding, ...] = ()

    @property
    def title(self) -> str:
        """The title of the YAML header; empty when the chapter begins with a heading of its own."""
        return str(self.header.get("title") or "")

    @property
    def numbered(self) -> bool:
        """Whether the chapter takes a number: by its first heading of level 1, or its title."""
        for line in self._prose:
            heading = _HEADING_1.match(line)
            if heading:
                return not _UNNUMBERED.search(heading[1])
        return bool(self.title) and self.header.get("number-sections") is not False

    def line_of(self, token: str, start: int = 1) -> int | None:
        """The first line from ``start`` that holds ``token``, outside code where it stands there."""
        if not token:
            return None
        for lines in (self._prose, self.lines):
            for number, line in enumerate(lines, self.first_line):
                if number >= start and token in line:
                    return number
        return None

    def lines_of(self, pattern: re.Pattern[str]) -> list[int]:
        """Every line outside code that matches."""
        return [self.first_line + i for i, line in enumerate(self._prose) if pattern.search(line)]

    @cached_property
    def lines(self) -> list[str]:
        """The body, line by line."""
        return self.body.split("\n")

    @cached_property
    def _prose(self) -> list[str]:
        return prose_lines(self.body)


def read_source(root: Path, path: str) -> ChapterSource:
    """Read a chapter; what cannot be read as it should becomes a finding, never an exception.

    Raises:
        OSError: the file is not there or may not be read.
    """
    content = (root / path).read_bytes()
    findings: list[Finding] = []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as exc:
        text = content.decode("utf-8", errors="replace")
        line = content[: exc.start].count(b"\n") + 1
        findings.append(finding("C507", "not UTF-8", path=path, line=line, hint="save the file as UTF-8"))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    match = _HEADER.match(text)
    header, problems = _header(match) if match else ({}, _never_closed(text))
    body = text[match.end() :] if match else text
    first_line = text[: match.end()].count("\n") + 1 if match else 1
    problems += _headers_below(body, first_line)
    findings += [finding("C504", said, path=path, line=line, hint=hint) for line, said, hint in problems]
    return ChapterSource(path, header, body, first_line, tuple(findings))


_Problem = tuple[int, str, str]
_YAML_HINT = "mend the lines between the --- marks: `key: value`, with quotation marks round text that holds a colon"


def _header(match: re.Match[str]) -> tuple[Mapping[str, Any], list[_Problem]]:
    first = match[1].count("\n") + 2
    try:
        data = parse(match[2], first_line=first).data
    except YamlError as exc:
        return {}, [(exc.line or 1, f"the YAML header cannot be read: {exc}", _YAML_HINT)]
    if isinstance(data, dict | None):
        return data or {}, []
    return {}, [(first, "the YAML header cannot be read: it names no keys", _YAML_HINT)]


def _never_closed(text: str) -> list[_Problem]:
    if not _OPENED.match(text):
        return []
    line = len(text) - len(text.lstrip("\n")) + 1
    return [(line, "the YAML header is opened here and never closed", "end it with a line --- of its own")]


def _headers_below(body: str, first_line: int) -> list[_Problem]:
    """What looks like a header further down: Quarto takes it for one, so that none of it is shown."""
    lines = prose_lines(body)
    problems, at = [], 0
    while at < len(lines):
        opens = lines[at].rstrip() == "---" and (at == 0 or not lines[at - 1].strip())
        end = next((n for n in range(at + 1, len(lines)) if _MARK.fullmatch(lines[n])), None) if opens else None
        inside = lines[at + 1 : end]
        if end and inside and inside[0].strip() and _names_keys("\n".join(inside)):
            hint = "move its keys to the header at the top, or put a blank line below a --- that is a rule"
            problems.append((first_line + at, "a YAML header cannot stand in the middle of a text", hint))
            at = end
        at += 1
    return problems


def _names_keys(text: str) -> bool:
    try:
        return isinstance(parse(text).data, dict)
    except YamlError:
        return bool(re.match(r"[\w-]+:(?:\s|$)", text))


def prose_lines(text: str) -> list[str]:
    """The lines of a text, with those of fenced code emptied, so that positions stay."""
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not mark[2].strip()
            fence = "" if closes else fence
            lines.append("")
        elif mark and ("`" not in mark[2] or mark[1][0] == "~"):
            fence = mark[1]
            lines.append("")
        else:
            lines.append(line)
    return lines
