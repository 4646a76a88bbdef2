"""Say in terms of the report how an edition differs from its manifest: value, figure, paragraph, page, file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import Any

from assessment.editions.manifest import Manifest
from assessment.editions.opening import inputs_in
from assessment.editions.texts import Block, Page, Printed, read_pdf, short_digest, web_blocks

_EDITION = re.compile(r'<meta name="edition" content="([^"]*)"')
_PRINTED_ID = 12  # signs of an edition's id that stand in the foot of a page
_SHOWN = 200
_ALIKE = 0.6
_FEWEST = 3
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, order=True)
class Difference:
    """One thing that is not as the manifest says: what kind of thing, where (or its id), and how it differs."""

    what: str
    where: str
    detail: str


def of_file(manifest: Manifest, folder: Path, name: str, actual: Path | None = None) -> Iterator[Difference]:
    """How a file of the edition, which stands at ``actual``, differs; nothing where it does not."""
    path = actual or folder / name
    things = Things(manifest)
    if not path.is_file():
        yield Difference(things.kind_of_file(name), things.name_of_file(name), f"{name} is missing")
    elif hashlib.sha256(path.read_bytes()).hexdigest() != manifest.outputs.get(name):
        found = list(_explained(manifest, things, name, path))
        yield from found or [_otherwise(things, name)]


class Things:
    """The figures, tables and values of an edition, as its graph lists them."""

    def __init__(self, manifest: Manifest) -> None:
        listed: Sequence[Mapping[str, Any]] = manifest.graph.get("lineages", ())
        self._by_id = {str(one["id"]): one for one in listed}

    def text(self, name: str) -> str | None:
        """How a value is printed, or the caption of a figure."""
        return str(self._by_id[name]["text"]) if name in self._by_id else None

    def kind_of_file(self, path: str) -> str:
        """What a file is in the report: a figure or table, or just a file."""
        name = self.name_of_file(path)
        return str(self._by_id[name]["kind"]) if name in self._by_id else "file"

    def name_of_file(self, path: str) -> str:
        """The id of the figure or table that a file belongs to, else its path."""
        stem = PurePosixPath(path).stem
        for name in (stem, re.sub(r"-\d+$", "", stem)):
            if name in self._by_id:
                return name
        return path

    def values_near(self, text: str) -> list[str]:
        """The values of the sentence that a line of print is most likely from; none where no sentence is like it."""
        words = _words(text)
        if len(words) < _FEWEST:
            return []
        best, names = 0.0, list[str]()
        for name, one in self._by_id.items():
            if one["kind"] != "value":
                continue
            for use in one["used_in"]:
                score = len(words & _words(use.get("sentence", ""))) / len(words)
                if score > best:
                    best, names = score, [name]
                elif score == best and name not in names:
                    names.append(name)
        return names if best >= _ALIKE else []

    def drawn_on(self, page: Page) -> list[str]:
        """The figures and tables whose captions stand on a page."""
        printed = _bare(" ".join(page.lines))
        return [
            name
            for name, one in self._by_id.items()
            if one["kind"] != "value" and one["text"] and _bare(str(one["text"]))[:60] in printed
        ]


def _explained(manifest: Manifest, things: Things, name: str, path: Path) -> Iterator[Difference]:
    known = manifest.texts.get(name)
    if name.endswith(".html") and isinstance(known, str):
        yield from _in_web_page(manifest, things, name, path, known.split())
    elif name.endswith(".pdf") and isinstance(known, Mapping):
        yield from _in_pdf(manifest, things, name, path, known)


def _otherwise(things: Things, name: str) -> Difference:
    kind = things.kind_of_file(name)
    if name.endswith((".html", ".pdf")):
        return Difference("file", name, "its bytes differ, though its text, pictures and attachments are as they were")
    return Difference(kind, things.name_of_file(name), f"{name} has other bytes")


def _in_web_page(
    manifest: Manifest, things: Things, name: str, path: Path, known: Sequence[str]
) -> Iterator[Difference]:
    html = path.read_text(encoding="utf-8", errors="replace")
    said = _EDITION.search(html)
    other = said[1] if said and said[1] != manifest.edition else ""
    if other:
        yield Difference("edition", name, f"the page is of edition {other}, not {manifest.edition}")
    blocks = web_blocks(html)
    for added, lost in _changed(known, [short_digest(block.text) for block in blocks]):
        for at in added:
            if not _names(blocks[at].text, other):
                yield from _of_block(things, name, blocks[at])
        if lost and not added:
            yield Difference("paragraph", name, f"{lost} of its texts {'is' if lost == 1 else 'are'} missing")


def _of_block(things: Things, name: str, block: Block) -> Iterator[Difference]:
    if block.picture:
        label = things.name_of_file(block.picture)
        yield Difference("figure", label, f"{name} shows it with another name or alternative text: {_cut(block.text)}")
        return
    wrong = {one: text for one, text in block.values.items() if things.text(one) not in (None, text)}
    for one, text in wrong.items():
        want = " ".join(str(things.text(one)).split())
        if want != text:
            yield Difference("value", one, f"{name} prints {text}, the edition says {want}")
    yield Difference("paragraph", name, f"it reads: {_cut(block.text)}")


def _in_pdf(
    manifest: Manifest, things: Things, name: str, path: Path, known: Mapping[str, Any]
) -> Iterator[Difference]:
    printed = read_pdf(path)
    if printed is None:
        yield Difference("file", name, "it is no PDF that can be read")
        return
    if len(printed.pages) != len(known["pages"]):
        yield Difference("page", name, f"it has {len(printed.pages)} pages, not {len(known['pages'])}")
    inside = (inputs_in(printed) or {}).get("edition", manifest.edition)
    other = "" if inside == manifest.edition else str(inside)
    if other:
        yield Difference("edition", name, f"it is of edition {other}, the manifest of {manifest.edition}")
    for number, (page, was) in enumerate(zip(printed.pages, known["pages"], strict=False), 1):
        yield from _in_page(things, f"{name}, page {number}", page, was, other)
    yield from _attached(things, name, printed, known["attachments"])


def _names(text: str, edition: str) -> bool:
    """Whether a text names another edition, as every foot does: that is said once."""
    return bool(edition) and edition[:_PRINTED_ID] in text


def _in_page(things: Things, where: str, page: Page, was: Mapping[str, str], other: str = "") -> Iterator[Difference]:
    changes = list(_changed(was["lines"].split(), [short_digest(line) for line in page.lines]))
    for added, lost in changes:
        for at in added:
            if not _names(page.lines[at], other):
                yield from _of_line(things, where, page.lines, at)
        if lost and not added:
            yield Difference("paragraph", where, f"{lost} of its lines {'is' if lost == 1 else 'are'} missing")
    if changes or page.drawing == was["drawing"]:
        return
    labels = things.drawn_on(page)
    for label in labels:
        yield Difference("figure", label, f"{where} is drawn otherwise")
    if not labels:
        yield Difference("page", where, "it is drawn otherwise")


def _of_line(things: Things, where: str, lines: Sequence[str], at: int) -> Iterator[Difference]:
    around = _bare(" ".join(lines[max(0, at - 1) : at + 2]))
    for one in things.values_near(lines[at]):
        if _bare(str(things.text(one))) not in around:
            yield Difference("value", one, f"{where} reads “{_cut(lines[at])}”, the edition says {things.text(one)}")
    yield Difference("paragraph", where, f"it reads: {_cut(lines[at])}")


def _attached(things: Things, name: str, printed: Printed, known: Mapping[str, str]) -> Iterator[Difference]:
    now = {one: hashlib.sha256(content).hexdigest() for one, content in printed.attachments.items()}
    for one in sorted({*known, *now}):
        if now.get(one) == known.get(one):
            continue
        how = "is missing" if one not in now else "was not attached" if one not in known else "has other bytes"
        label = things.name_of_file(one)
        of = f" of {label}" if label != one else ""
        yield Difference("attachment", f"{name}, {one}", f"the attached file{of} {how}")


def _changed(known: Sequence[str], now: Sequence[str]) -> Iterator[tuple[range, int]]:
    """The places in ``now`` that are new, each with how many of the known ones are gone there."""
    for tag, first, last, begin, end in SequenceMatcher(None, known, now, autojunk=False).get_opcodes():
        if tag != "equal":
            yield range(begin, end), last - first


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _bare(text: str) -> str:
    """Letters and digits alone: print breaks words and lines where it likes."""
    return re.sub(r"[^\w%.,]", "", text).lower()


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
