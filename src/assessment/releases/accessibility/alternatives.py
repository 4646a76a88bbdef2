"""Alternative texts say what a picture shows: there is one, not the caption again, and not empty of content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assessment.model import Finding, finding
from assessment.releases.gates import Gate, judged
from assessment.releases.reading.printed import alternative_texts
from assessment.releases.reading.web import squeezed
from assessment.reviews.wording import counted

_NUMBER = re.compile(r"^\s*(?:Figure|Table)?\s*[A-Z]?[\d.]*\s*(?:\(\w\))?\s*[:.]?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SAYS_NOTHING = frozenset((
    "a", "an", "and", "the", "of", "in", "on", "with", "for", "by", "to", "this", "that", "it", "is", "are",
    "shows", "showing", "shown", "see", "below", "above", "here", "untitled", "figure", "fig", "image", "img",
    "picture", "photo", "photograph", "graphic", "graph", "chart", "plot", "diagram", "drawing",
    "illustration", "table", "map", "bar", "line", "pie", "column", "columns", "bars", "lines",
))  # fmt: skip
_FILE = re.compile(r"\S+\.(?:png|svg|jpe?g|gif|webp)", re.IGNORECASE)


def alternatives_gate(folder: Path, pdf: Path, path: str, without: Iterable[Finding]) -> Gate:
    """Whether all pictures of both editions have words; ``without`` are the findings of those with none (F101)."""
    found = [one for page in sorted(folder.rglob("*.html")) for one in _of_page(folder, page, path)]
    empty = sum(not text.strip() for text in alternative_texts(pdf))
    if empty:
        message = f"{counted(empty, 'figure')} of the PDF without alternative text"
        found.append(finding("L912", message, path=f"{path}/{pdf.name}", hint="add fig-alt where they are made"))
    pictures = len(alternative_texts(pdf))
    return judged("L912", [*without, *found], counted(pictures, "picture"))


def wrong_with(alternative: str, caption: str) -> str:
    """What is wrong with an alternative text beside a caption; empty where nothing is."""
    if not alternative.strip():
        return "has no alternative text"
    plain = squeezed(alternative).casefold().rstrip(".")
    if caption and plain == squeezed(_NUMBER.sub("", caption, count=1)).casefold().rstrip("."):
        return "has its caption again as alternative text"
    words = [word for word in _WORD.findall(_FILE.sub("", alternative).casefold()) if not word.isdigit()]
    if set(words) <= _SAYS_NOTHING:
        return f"has an alternative text that says nothing: {alternative!r}"
    return ""


def _of_page(folder: Path, page: Path, path: str) -> Iterator[Finding]:
    from lxml import html

    name = page.relative_to(folder).as_posix()
    for picture in html.parse(str(page), html.HTMLParser(encoding="utf-8")).xpath("//main//img"):
        if picture.get("role") in ("presentation", "none") or picture.get("aria-hidden") == "true":
            continue
        wrong = wrong_with(picture.get("alt") or "", _caption(picture))
        if wrong:
            hint = "say in fig-alt what the picture shows, which the caption does not"
            yield finding("L912", f"{_label(picture)} {wrong}", path=f"{path}/{name}", hint=hint)


def _caption(picture: Any) -> str:
    captions = picture.xpath("ancestor::figure[1]//figcaption")
    return " ".join(captions[0].text_content().split()) if captions else ""


def _label(picture: Any) -> str:
    ids = [e.get("id") for e in picture.iterancestors() if (e.get("id") or "").startswith("fig-")]
    return ids[0] if ids else str(picture.get("src") or "a picture")[:80]
