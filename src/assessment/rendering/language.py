"""What a renderer is told of the book's language beyond its tag: words, direction, a typeface for its script."""

from __future__ import annotations

from typing import Any

from assessment.locales.words import words
from assessment.project.book import Book

SCRIPT_FONT = "Amiri"
"""The Arabic typeface whose text comes back exactly when it is copied out of a PDF (OFL, from a package)."""
_QUARTO = {
    "fig": "crossref-fig-title", "tbl": "crossref-tbl-title", "lst": "crossref-lst-title", "eq": "crossref-eq-prefix",
    "sec": "crossref-sec-prefix", "chapter": "crossref-ch-prefix", "appendix": "crossref-apx-prefix",
    "nte": "callout-note-title", "tip": "callout-tip-title", "wrn": "callout-warning-title",
    "imp": "callout-important-title", "cau": "callout-caution-title", "references": "section-title-references",
}  # fmt: skip


def in_language(book: Book) -> dict[str, Any]:
    """The metadata that the PDF template reads; empty for English, whose words the template has.

    The project's own ``words`` go before those of the catalogue.
    """
    said = words(book.lang)
    own = book.metadata.get("words")
    given: dict[str, Any] = {**said.print, **(own if isinstance(own, dict) else {})}
    metadata: dict[str, Any] = {"words": given} if given else {}
    if said.right_to_left:
        metadata["right-to-left"] = True
    if said.arabic_script:
        metadata["script-font"] = SCRIPT_FONT
    return metadata


def quarto_language(book: Book) -> dict[str, str]:
    """The same words as Quarto's `language` key takes them; empty for English."""
    said = words(book.lang)
    if said.english or not said.complete:
        return {}
    titles = {key: said.names[name] for name, key in _QUARTO.items()}
    return {**titles, "section-title-appendices": said.appendices, "toc-title-document": said.page["contents"]}
