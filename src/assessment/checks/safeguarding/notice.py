"""The content notice and the lists of help: they stand where readers look, say what they must, and are dated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from assessment.chapters.manuscript import Chapter, Manuscript
from assessment.chapters.source import prose_lines
from assessment.checks.safeguarding.markdown import plain_text
from assessment.checks.safeguarding.rules import Block
from assessment.model import Finding, finding

_FENCE = re.compile(r"^:{3,}\s*(.*)$")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\b|\b(\d{{4}})-(\d{{2}})-(\d{{2}})\b")
_NOT_PROSE = re.compile(r"^\s*(?:#|:{3,}|\{\{<|$)")


def block_findings(manuscript: Manuscript, blocks: tuple[Block, ...], epoch: int) -> Iterator[Finding]:
    """What is missing of the blocks that the rules ask for; ages count to the date of the edition, ``epoch``."""
    chapters = [chapter for chapter in manuscript.chapters if _has_prose(chapter)]
    for block in blocks if chapters else ():
        yield from _block(chapters[0 if block.at == "start" else -1], block, epoch)


def _has_prose(chapter: Chapter) -> bool:
    """Whether a chapter is more than headings and a list of sources."""
    return any(not _NOT_PROSE.match(line) for line in prose_lines(chapter.source.body))


def _block(chapter: Chapter, block: Block, epoch: int) -> Iterator[Finding]:
    found = find_block(chapter.source.body, block.name)
    if found is None:
        hint = f"write it between `::: {{.{block.name}}}` and `:::`"
        yield finding(
            "S741", f"the {block.name} block is missing at the {block.at} of the book", path=chapter.path, hint=hint
        )
        return
    begin, _ = found
    line = chapter.source.first_line + begin
    expanded = chapter.expansion.text
    place = find_block(expanded, block.name)
    text = plain_text("\n".join(expanded.split("\n")[place[0] + 1 : place[1]])) if place else ""
    for what, pattern in block.says.items():
        if not pattern.search(text):
            message = f"the {block.name} block does not mention: {what}"
            yield finding("S742", message, path=chapter.path, line=line, hint="add a sentence or an entry that does")
    if block.first and any(not _NOT_PROSE.match(row) for row in prose_lines(chapter.source.body)[:begin]):
        message = f"text stands before the {block.name} block"
        yield finding("S742", message, path=chapter.path, line=line, hint="move the block to the top of the page")
    if block.dated:
        yield from _age(block, text, chapter.path, line, epoch)


def _age(block: Block, text: str, path: str, line: int, epoch: int) -> Iterator[Finding]:
    dates = sorted(filter(None, map(_date, _DATE.finditer(text))))
    if not dates:
        hint = "say when the list was last gone through: 22 November 2026"
        yield finding("S742", f"the {block.name} block has no date", path=path, line=line, hint=hint)
        return
    days = (datetime.fromtimestamp(epoch, UTC).date() - dates[-1]).days
    if block.max_age_days and days > block.max_age_days:
        message = f"the {block.name} block was last gone through {days} days before this edition"
        yield finding(
            "S743", message, path=path, line=line, hint="try every address and number again, and date it anew"
        )


def _date(match: re.Match[str]) -> date | None:
    day, month, year = (match[1], _MONTHS.index(match[2]) + 1, match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def find_block(text: str, name: str) -> tuple[int, int] | None:
    """The lines, counted from 0, on which the fenced block of a class begins and ends."""
    begin, depth = None, 0
    wanted = re.compile(rf"(?:\{{[^}}]*\.{re.escape(name)}(?![\w-])|^{re.escape(name)}\s*$)")
    for at, line in enumerate(prose_lines(text)):
        fence = _FENCE.match(line)
        if not fence:
            continue
        opens = bool(fence[1].strip())
        if begin is None and opens and wanted.search(fence[1]):
            begin, depth = at, 1
        elif begin is not None:
            depth += 1 if opens else -1
            if depth == 0:
                return begin, at
    return None if begin is None else (begin, text.count("\n") + 1)
