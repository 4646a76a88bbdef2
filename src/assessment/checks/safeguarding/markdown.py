"""The plain text of Quarto markdown, with the line of every character, its allow-marks and its links.

Markup must not hide a word: emphasis, soft hyphens, entities and typographic forms are resolved first.
What is no text (labels, keys of citations, paths, classes) falls away; texts in attributes are passages of their own.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from assessment.checks.safeguarding.passages import Link, Mark, Passage, Place, Texts

UNKNOWN = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what was taken out of a sentence
_ATTRIBUTES = r"\{(?=[#.=\w-])(?:\"[^\"]*\"|'[^'\n]*'|[^{}\"'])*\}"
_LOCATOR = r",\s*(?:[a-z]+\.?\s*)?\d[\d.,\s\u2013-]*(?=[;\]])"  # "[@key, p. 12]"
_TOKEN = re.compile(
    rf"""
    (?P<shortcode>\{{\{{<.*?>\}}\}})
  | (?P<comment><!--|-->)
  | (?P<autolink><(?:https?|ftp|mailto):[^\s>]+>)
  | (?P<tag></?[A-Za-z](?:"[^"]*"|'[^']*'|[^<>"'])*>)
  | (?P<target>(?<=\])\((?:[^()\n]|\([^()\n]*\))*\))
  | (?P<definition>^\[[^\]^][^\]]*\]:[ ]*\S+)
  | (?P<attributes>{_ATTRIBUTES})
  | (?P<footnote>\[\^[^\]\s]+\]:?)
  | (?P<address>(?:https?|ftp)://[^\s<>()\[\]"'`]+|(?<![\w@./-])(?:[\w-]+\.)+(?:com|net|org|info|biz|onion|ru|xyz|top|club|cc)(?![\w.-]*\w)(?:/[^\s<>()\[\]"'`]*)?)
  | (?P<citation>(?<![\w.])-?@\{{?\w(?:[\w:.\#$%&+?<>~/-]*\w)?\}}?(?:{_LOCATOR})?)
  | (?P<entity>&(?:\#\d+|\#x[\da-fA-F]+|\w+);)
  | (?P<escape>\\(?=[^\w\s]))
  | (?P<block>^[ \t]*(?:>[ ]?|:{{3,}}|`{{3,}}\S*|~{{3,}}\S*|\#{{1,6}}[ ]|\|?[-:|+ ]+\|[-:|+ ]*$|[-+*][ ]|\d+[.)][ ]))
  | (?P<emphasis>[*`~^]+|(?<![^\W_])_+|_+(?![^\W_]))
  | (?P<bracket>!?\[|\])
    """,
    re.VERBOSE | re.MULTILINE,
)
_ALLOW = re.compile(rf"(?<=\]){_ATTRIBUTES}")
_VARIABLE = re.compile(r"\{\{<\s*var\s+([\w.-]+)")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REASON = re.compile(r"\breason\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_KINDS = {
    "fig-alt": "alternative text", "alt": "alternative text", "aria-label": "alternative text", "title": "title",
    "fig-cap": "caption", "tbl-cap": "caption", "lst-cap": "caption", "fig-subcap": "caption", "subtitle": "title",
}  # fmt: skip
_TITLED = re.compile(r"^\(\s*<?(\S*?)>?(?:\s+[\"'](.*)[\"'])?\s*\)$", re.DOTALL)
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DOUBLE, _SINGLE = "\u201c\u201d\u201e\u00ab\u00bb", "\u2018\u2019\u201a\u2039\u203a`"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212"
_FORMS = str.maketrans(dict.fromkeys(_DOUBLE, '"') | dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_HYPHENS, "-"))


def plain_text(text: str) -> str:
    """A text with one form for every quotation mark, hyphen and space, and without invisible characters."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_DROPPED)).translate(_FORMS)


def quoted_values(text: str) -> set[str]:
    """The names of the values that a text quotes with `{{< var … >}}`."""
    return set(_VARIABLE.findall(text))


@dataclass(frozen=True)
class Source:
    """Where a markdown text comes from: its place, its kind, its first line, and the printed values by name."""

    place: Place
    kind: str = "prose"
    first_line: int | None = 1
    values: Mapping[str, str] | None = None
    authored: bool = True


def read_markdown(text: str, source: Source) -> Texts:
    """Read a markdown text into passages, one a paragraph, with its allow-marks and links."""
    return _Reading(text, source).texts


class _Reading:
    def __init__(self, text: str, source: Source) -> None:
        self.source, self.texts = source, Texts()
        self._newlines = [at for at, sign in enumerate(text) if sign == "\n"]
        self._out: list[tuple[str, int, str]] = []  # text, its place in the source, the value that fills it
        self._scan(self._without_allowed(text))
        self._split()

    def _line(self, position: int) -> int | None:
        first = self.source.first_line
        return None if first is None else first + bisect_right(self._newlines, position - 1)

    def _without_allowed(self, text: str) -> str:
        """Take out what is allowed, keeping every position and line."""
        for match in reversed([m for m in _ALLOW.finditer(text) if re.search(r"\.allow(?![\w-])", m[0])]):
            start = _opening(text, match.start() - 1)
            reason = _REASON.search(match[0])
            content = text[start + 1 : match.start() - 1]
            line = self._line(start)
            self.texts.marks.append(
                Mark(content, (reason[1] or reason[2] or "") if reason else "", self.source.place, line)
            )
            mask = UNKNOWN + re.sub(r"[^\n]", "\u2060", text[start + 1 : match.end()])
            text = text[:start] + mask + text[match.end() :]
        return text

    def _scan(self, text: str) -> None:
        at = 0
        for match in _TOKEN.finditer(text):
            self._add(text[at : match.start()], at)
            getattr(self, f"_{match.lastgroup}")(match[0], match.start())
            at = match.end()
        self._add(text[at:], at)

    def _add(self, text: str, at: int, value: str = "") -> None:
        if text:
            self._out.append((text, at, value))

    def _split(self) -> None:
        """Cut what was read into paragraphs, and note the line of each part."""
        parts: list[tuple[str, int, str]] = []
        for text, at, value in self._out:
            for offset, piece in _paragraph_pieces(text):
                if piece is None:
                    self._close(parts)
                    parts = []
                else:
                    parts.append((piece, at + offset, value))
        self._close(parts)

    def _close(self, parts: list[tuple[str, int, str]]) -> None:
        text = ""
        starts: list[tuple[int, int]] = []
        spans: list[tuple[int, int]] = []
        names: list[str] = []
        for piece, at, value in parts:
            for offset, row in _rows(piece):
                line = self._line(at + offset)
                if line is not None and (not starts or starts[-1][1] != line):
                    starts.append((len(text), line))
                row_text = plain_text(row)
                if value:
                    spans.append((len(text), len(text) + len(row_text)))
                    names.append(value)
                text += row_text
        if text.strip():
            where = (self.source.place, tuple(starts), tuple(spans), self.source.authored, tuple(names))
            passage = Passage(self.source.kind, text, *where)
            self.texts.passages.append(passage)

    def _shortcode(self, token: str, at: int) -> None:
        name = _VARIABLE.match(token)
        if name:
            self._add((self.source.values or {}).get(name[1], UNKNOWN), at, value=name[1])

    def _attributes(self, token: str, at: int) -> None:
        for key, double, single in _ATTRIBUTE.findall(token):
            if key in _KINDS:
                source = Source(
                    self.source.place, _KINDS[key], self._line(at), self.source.values, self.source.authored
                )
                self.texts.take(read_markdown(double or single, source))

    def _tag(self, token: str, at: int) -> None:
        self._attributes(token, at)
        for key, double, single in _ATTRIBUTE.findall(token):
            if key in ("href", "src"):
                self._link(double or single, at)
        self._add(" ", at)

    def _target(self, token: str, at: int) -> None:
        match = _TITLED.match(token)
        self._link(match[1] if match else token.strip("()"), at)
        if match and match[2]:
            self._attributes(f'title="{match[2]}"', at)

    def _autolink(self, token: str, at: int) -> None:
        self._link(token.strip("<>"), at)
        self._add(UNKNOWN, at)

    def _address(self, token: str, at: int) -> None:
        self._link(token.rstrip(".,;:!?"), at)
        self._add(UNKNOWN, at)

    def _definition(self, token: str, at: int) -> None:
        self._link(token.partition("]:")[2].strip().strip("<>"), at)

    def _entity(self, token: str, at: int) -> None:
        self._add(html.unescape(token), at)

    def _drop(self, token: str, at: int) -> None:
        """Markup that is no text."""

    _comment = _escape = _emphasis = _bracket = _footnote = _citation = _drop

    def _block(self, token: str, at: int) -> None:
        self._add(re.sub(r"\S", "", token).rstrip(" "), at)

    def _link(self, address: str, at: int) -> None:
        self.texts.links.append(Link(address, self.source.place, self._line(at)))


def _opening(text: str, closing: int) -> int:
    """The bracket that the one at ``closing`` closes; the nearest one where they do not match."""
    depth = 0
    for at in range(closing, -1, -1):
        depth += (text[at] == "]") - (text[at] == "[")
        if depth == 0:
            return at
    return text.rfind("[", 0, closing)


def _paragraph_pieces(text: str) -> list[tuple[int, str | None]]:
    """The text cut at empty lines, each of which gives none."""
    pieces: list[tuple[int, str | None]] = []
    at = 0
    for match in re.finditer(r"\n[ \t]*\n\s*", text):
        pieces += [(at, text[at : match.start() + 1]), (match.start(), None)]
        at = match.end()
    return [*pieces, (at, text[at:])] if at < len(text) else pieces


def _rows(text: str) -> list[tuple[int, str]]:
    rows, at = [], 0
    for row in text.splitlines(keepends=True):
        rows.append((at, row))
        at += len(row)
    return rows
