"""Which of the book's formats Quarto makes: one for the web edition, one, by Typst, for the PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.model import Finding, finding
from assessment.project.book import Book, Target
from assessment.project.root import CONFIG

_TYPST = "typst"


@dataclass(frozen=True)
class Choice:
    """The format that makes each edition, and what of the configuration is not followed."""

    formats: tuple[tuple[Target, str], ...]
    findings: tuple[Finding, ...] = ()


def choose_formats(book: Book, targets: Iterable[Target]) -> Choice:
    """The book's own formats where it has them; Quarto's `html` and `typst` where it has none."""
    wanted = tuple(targets)
    chosen = tuple((target, _format(book, target)) for target in ("html", "pdf") if target in wanted)
    made = {name for _, name in chosen}
    findings = []
    for form in book.formats:
        if form.target is None:
            message = f"the format {form.name} is not made: the editions are HTML and PDF"
            hint = "take it out, or render it with Quarto itself"
            findings.append(finding("P101", message, path=CONFIG, line=form.line, hint=hint))
        elif form.target == "pdf" and "pdf" in wanted and form.name not in made and not _by_typst(form.name):
            message = f"the PDF is typeset by Typst, not by LaTeX (format {form.name})"
            hint = "write `typst` for `pdf` to say so"
            findings.append(finding("P103", message, path=CONFIG, line=form.line, hint=hint))
    return Choice(chosen, tuple(findings))


def _format(book: Book, target: Target) -> str:
    names = [form.name for form in book.formats if form.target == target]
    if target == "html":
        return names[0] if names else "html"
    return next((name for name in names if _by_typst(name)), _TYPST)


def _by_typst(name: str) -> bool:
    return name.rpartition("-")[2] == _TYPST
