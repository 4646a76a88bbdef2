"""Expand Quarto's shortcodes: what a chapter quotes from notebooks, values, metadata and other files.

The result is ordinary Quarto markdown. What a shortcode names and is not there stays visible in the text,
as Quarto leaves it, and becomes a finding with its line.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessment.model import Finding, finding
from assessment.suggestions import did_you_mean

_SHORTCODE = re.compile(r"(\{?)\{\{<\s*(.*?)\s*>\}\}(\}?)")
_NO_SHORTCODE = re.compile(r"\{\{\s*[<%]|[>%]\s*\}\}")
_VERBATIM = re.compile(r"(`+).+?\1|\$[^$]+\$")
_INCLUDE = re.compile(r"^\s*\{\{<\s*include\s+(.+?)\s*>\}\}\s*$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})(.*)$")
_CELL = re.compile(r"^(\s*(?:`{3,}|~{3,}))\s*\{\{?([A-Za-z]\w*)(?=[\s,}])[^}]*\}\}?\s*$")
_IN_ATTRIBUTE = re.compile(r"=\"[^\"]*$")
_MARKED = re.compile(r"^\[(.*)\]\{\.value [^}]*\}$")
ExpandText = Callable[[str, bool], str]
_LISTED = "var, meta, include, embed, pagebreak"


@dataclass(frozen=True)
class Surroundings:
    """What shortcodes may name: ``variables`` and ``metadata`` as nested mappings, ``embed`` as a function.

    ``embed(target, line, expand)`` gets a path relative to the project with its fragment, and gives markdown
    and a finding, one of them empty; ``expand(text, as_text)`` expands the shortcodes of captions.
    """

    root: Path
    path: str
    variables: Mapping[str, Any]
    metadata: Mapping[str, Any]
    embed: Callable[[str, int, ExpandText], tuple[str, Finding | None]]


@dataclass(frozen=True)
class Place:
    """Where a text draws on something: the file and line that hold the shortcode.

    ``within`` is the embedded cell whose caption holds it; empty in prose.
    """

    name: str
    path: str
    line: int
    within: str = ""


@dataclass
class Expansion:
    """An expanded text and what it drew on: variables, included files, embedded cells, each with its lines."""

    text: str = ""
    variables: dict[str, list[int]] = field(default_factory=dict)
    embeds: dict[str, list[int]] = field(default_factory=dict)
    quoted: list[Place] = field(default_factory=list)
    embedded: list[Place] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def expand(text: str, first_line: int, around: Surroundings) -> Expansion:
    """Expand every shortcode of a chapter's text, whose first line is ``first_line`` of its file.

    A text whose metadata says ``shortcodes: false`` is about shortcodes: it shows them as they are written.
    """
    if around.metadata.get("shortcodes") is False:
        return Expansion(text)
    expansion = Expansion()
    expander = _Expander(around, expansion)
    expansion.text = expander.lines(text, first_line, around.path, (around.path,))
    return expansion


def plain(markdown: str) -> str:
    """The text of a marked value, for places where markup cannot stand: attributes and code."""
    match = _MARKED.match(markdown)
    return match[1] if match else markdown


def look_up(mapping: Mapping[str, Any], name: str) -> Any:
    """A value of a nested mapping by its dotted name; ``None`` where there is none."""
    found: Any = mapping
    for part in name.split("."):
        if isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, Mapping) and part in found:
            found = found[part]
        else:
            return None
    return found


class _Expander:
    def __init__(self, around: Surroundings, expansion: Expansion) -> None:
        self.around = around
        self.expansion = expansion
        self.within = ""

    def lines(self, text: str, first_line: int, path: str, chain: tuple[str, ...]) -> str:
        out, fence, literal = [], "", False
        for number, written in enumerate(text.split("\n"), first_line):
            line = written
            mark = _FENCE.match(line)
            if fence:
                if mark and mark[1].startswith(fence) and not mark[2].strip():
                    fence = ""
            elif mark:
                fence, literal = mark[1], 'shortcodes="false"' in mark[2] or "shortcodes=false" in mark[2]
                line = self.opened(line, number, path)
            else:
                self.look_for_slips(line, number, path)
            include = None if fence else _INCLUDE.match(line)
            if include:
                out.append(self.include(include[1], number, path, chain))
            elif "{{<" in line and not (fence and literal):
                out.append(self.line(line, number, path, bool(fence)))
            else:
                out.append(line)
        return "\n".join(out)

    def look_for_slips(self, line: str, number: int, path: str) -> None:
        """Name what was meant as a shortcode and stays in the text as it was typed."""
        if "{{" not in line and "}}" not in line:
            return
        if _NO_SHORTCODE.search(_VERBATIM.sub("", _SHORTCODE.sub("", line))):
            hint = "write {{< name … >}} on one line; to print it, write {{{< name … >}}}"
            message = "a shortcode that is not closed, or not opened, is outside the dialect"
            self.report(finding("C506", message, path=path, line=number, hint=hint))

    def opened(self, line: str, number: int, path: str) -> str:
        """The line that opens a code block; that of an executable cell becomes one of plain code, with a finding."""
        cell = _CELL.match(line)
        if not cell:
            return line
        hint = "compute in a notebook and embed its cell: {{< embed notebook.ipynb#label >}}"
        message = f"an executable cell in a chapter ({{{cell[2]}}}) is outside the dialect"
        self.report(finding("C506", message, path=path, line=number, hint=hint))
        return f"{cell[1]}{cell[2]}"

    def line(self, line: str, number: int, path: str, code: bool) -> str:
        def replace(match: re.Match[str]) -> str:
            if match[1] and match[3]:
                return "{{< " + match[2] + " >}}"
            before = line[: match.start()]
            as_text = code or before.count("`") % 2 == 1 or bool(_IN_ATTRIBUTE.search(before))
            return match[1] + self.shortcode(match[2], number, path, as_text) + match[3]

        return _SHORTCODE.sub(replace, line)

    def shortcode(self, written: str, number: int, path: str, as_text: bool) -> str:
        try:
            name, *arguments = shlex.split(written)
        except ValueError:
            return self.refuse(f"a shortcode with an open quotation mark: {written}", number, path)
        match (name, *arguments):
            case ("var", variable, *_):
                return self.variable(variable, number, path, as_text)
            case ("meta", key, *_):
                return self.meta(key, number, path)
            case ("embed", _, *_):
                return self.embed(arguments, number, path)
            case ("pagebreak",):
                return "\n\n::: {.pagebreak}\n:::\n\n"
        alone = " that does not stand on a line of its own" if name == "include" else ""
        return self.refuse(f"the shortcode {name!r}{alone}", number, path, name)

    def refuse(self, what: str, number: int, path: str, name: str = "") -> str:
        known = [shortcode for shortcode in _LISTED.split(", ") if shortcode != name]
        hint = did_you_mean(name, known, f"use one that the dialect has: {_LISTED}; see docs/dialect.md")
        self.report(finding("C506", f"{what} is outside the dialect", path=path, line=number, hint=hint))
        return "?shortcode"

    def report(self, found: Finding) -> None:
        self.expansion.findings.append(found)

    def variable(self, name: str, number: int, path: str, as_text: bool) -> str:
        value = look_up(self.around.variables, name)
        if value is None or isinstance(value, (Mapping, list)):
            otherwise = "publish it in a notebook, or correct the name"
            hint = did_you_mean(name, _names(self.around.variables), otherwise)
            self.report(finding("V401", f"the variable {name!r} is not known", path=path, line=number, hint=hint))
            return f"?var:{name}" if as_text else f"**?var:{name}**"
        self.expansion.variables.setdefault(name, []).append(number)
        self.expansion.quoted.append(Place(name, path, number, self.within))
        return plain(str(value)) if as_text else str(value)

    def meta(self, name: str, number: int, path: str) -> str:
        value = look_up(self.around.metadata, name)
        if value is None or isinstance(value, (Mapping, list)):
            otherwise = "set it in the chapter's header or in _quarto.yml, or correct the name"
            hint = did_you_mean(name, _names(self.around.metadata), otherwise)
            self.report(finding("C508", f"the metadata key {name!r} is not known", path=path, line=number, hint=hint))
            return f"?meta:{name}"
        return str(value).strip()

    def embed(self, arguments: list[str], number: int, path: str) -> str:
        for argument in arguments[1:]:
            key = argument.partition("=")[0]
            hint = "take it out; captions and widths are set in the notebook's cell"
            message = f"the embed option {key!r} is outside the dialect"
            self.report(finding("C506", message, path=path, line=number, hint=hint))
        target = _resolve(self.around.path, arguments[0])
        self.expansion.embeds.setdefault(target, []).append(number)
        self.expansion.embedded.append(Place(target, path, number))
        self.within = target
        markdown, problem = self.around.embed(target, number, lambda text, bare: self.line(text, number, path, bare))
        self.within = ""
        if problem:
            self.report(problem)
            return f"\n\n**?embed:{arguments[0]}**\n\n"
        return f"\n\n{markdown}\n\n"

    def include(self, written: str, number: int, path: str, chain: tuple[str, ...]) -> str:
        target = _resolve(self.around.path, written.strip("\"'"))
        if target in chain:
            hint = "take one of the includes out"
            self.report(finding("C505", f"{target} includes itself", path=path, line=number, hint=hint))
            return f"**?include:{written}**"
        try:
            text = (self.around.root / target).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            hint = "paths count from the chapter's folder; a leading / means the project's"
            self.report(
                finding("C505", f"the included file {target} is absent or not UTF-8", path=path, line=number, hint=hint)
            )
            return f"**?include:{written}**"
        self.expansion.includes.append(target)
        return self.lines(text, 1, target, (*chain, target))


def _resolve(path: str, written: str) -> str:
    """A path written in a chapter, as a path relative to the project."""
    parts: list[str] = [] if written.startswith("/") else path.split("/")[:-1]
    for part in written.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def _names(mapping: Mapping[str, Any], prefix: str = "") -> list[str]:
    found = []
    for key, value in mapping.items():
        name = f"{prefix}{key}"
        found += _names(value, f"{name}.") if isinstance(value, Mapping) else [name]
    return found
