"""Is the PDF read in the order of the pages? Word for word, in the order of its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from assessment.chapters.manuscript import Manuscript
from assessment.model import Finding, finding
from assessment.releases.gates import Gate, judged
from assessment.releases.reading.printed import chapters
from assessment.releases.reading.web import PageText, read_page, squeezed
from assessment.rendering.embedded.references import page_of
from assessment.reviews.wording import counted

_AROUND = 50
_BACKWARDS = (
    "in a language that runs from right to left, Typst tags the words of a line from left to right: until it does "
    "otherwise, no release can be made of such a PDF"
)
_ONE_FORMAT = (
    r'^::: \{{\.(?:content-visible when-format="(?:{shown})"|content-hidden when-format="(?:{hidden})")\}}\n(.*?)\n:::$'
)
_WEB, _PRINT = "html", "pdf|typst"


def reading_order_gate(folder: Path, pdf: Path, path: str, manuscript: Manuscript) -> Gate:
    """Whether both editions say the same in the same order."""
    pages = read_pages(folder, manuscript)
    printed = {heading: squeezed(text) for heading, text in chapters(pdf).items()}
    letters = sum(map(len, printed.values()))
    return judged(
        "L911", _findings(pages, printed, path, manuscript), f"{counted(len(pages), 'page')}, {letters} letters"
    )


def read_pages(folder: Path, manuscript: Manuscript) -> dict[str, PageText]:
    """Name of a page → its text, of every chapter there is a page of, in the order of the book."""
    names = [page_of(chapter.path) for chapter in manuscript.chapters]
    return {name: read_page(folder / name) for name in names if (folder / name).is_file()}


def first_difference(web: str, printed: str) -> str:
    """Where two squeezed texts part, with some letters around it; empty where they are the same."""
    if web == printed:
        return ""
    pairs = enumerate(zip(web, printed, strict=False))
    place = next((at for at, (one, other) in pairs if one != other), min(len(web), len(printed)))
    around = slice(max(0, place - _AROUND), place + _AROUND)
    return f"the page says …{web[around]}…, the PDF …{printed[around]}…"


def words_of_one_format(manuscript: Manuscript, shown: str, hidden: str) -> list[str]:
    """What the chapters show in one format and not in another; both are patterns of formats."""
    block = re.compile(_ONE_FORMAT.format(shown=shown, hidden=hidden), re.MULTILINE | re.DOTALL)
    texts = [chapter.expansion.text for chapter in manuscript.chapters]
    return [squeezed(words) for text in texts for words in block.findall(text)]


def _findings(
    pages: Mapping[str, PageText], printed: Mapping[str, str], path: str, manuscript: Manuscript
) -> Iterator[Finding]:
    only_web, only_printed = (words_of_one_format(manuscript, *p) for p in ((_WEB, _PRINT), (_PRINT, _WEB)))
    for name, page in pages.items():
        if page.heading not in printed:
            yield finding("L911", f"the PDF has no part called “{page.heading}”", path=f"{path}/{name}")
            continue
        differs = first_difference(_without(only_web, page.text), _without(only_printed, printed[page.heading]))
        if differs:
            yield finding("L911", differs, path=f"{path}/{name}", hint=_BACKWARDS if page.right_to_left else "")
    for chapter in manuscript.chapters:
        if page_of(chapter.path) not in pages:
            yield finding("L911", "there is no page of it", path=chapter.path, hint="build both formats anew")
    headings = [page.heading for page in pages.values()]
    if [heading for heading in printed if heading in headings] != [h for h in headings if h in printed]:
        yield finding("L911", "the chapters of the PDF stand in another order than the pages", path=path)


def _without(words: list[str], text: str) -> str:
    for some in words:
        text = text.replace(some, "")
    return text
