"""Which keys of `_quarto.yml` change nothing, and which format stands in for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assessment.locales.words import english_words, words
from assessment.look import look_folder
from assessment.model import Finding, finding
from assessment.project.project import Project
from assessment.project.root import CONFIG

_BOOK = {"title", "subtitle", "author", "date", "description", "chapters", "appendices", "bibliography", "output-file"}
_PROJECT = {"type", "output-dir", "title", "resources", "render"}
_FORMAT = {"toc", "toc-depth", "number-sections", "html-math-method", "theme", "lof", "lot", "pdf-standard", "citeproc"}
_FORMAT_DEFAULTS = {
    "number-sections": (True,),
    "html-math-method": ("mathml",),
    "theme": ("none", "default"),
    "citeproc": (True,),
}
_EXECUTE = {"enabled"}
_WITHOUT_EFFECT = {
    "engine", "filters", "freeze", "cache", "css", "include-in-header", "include-before-body", "include-after-body",
    "crossref", "brand", "metadata-files", "profile", "nocite", "number-depth", "shift-heading-level-by",
    "citation-location", "reference-location", "fig-cap-location", "tbl-cap-location", "fig-width", "fig-height",
    "code-fold", "highlight-style", "syntax-highlighting", "link-external-newwindow", "lightbox", "comments", "website",
}  # fmt: skip
_LATEX = ("pdf", "latex", "beamer", "context")


def configuration_findings(project: Project, renderer: str) -> Iterator[Finding]:
    """What the configuration asks for and the embedded renderer does not do; Quarto honours its own keys."""
    yield from _untranslated(project)
    if renderer != "embedded":
        return
    data: Mapping[str, Any] = project.config.data
    yield from _unhonoured(project, ("book",), data.get("book"), _BOOK)
    yield from _unhonoured(project, ("project",), data.get("project"), _PROJECT)
    yield from _unhonoured(project, ("execute",), data.get("execute"), _EXECUTE)
    for key in sorted(_WITHOUT_EFFECT & set(data)):
        yield _ignored(project, (key,), "")
    for form in project.book.formats:
        place = ("format", form.name)
        yield from _unhonoured(project, place, form.options, _FORMAT)
        for key, served in _FORMAT_DEFAULTS.items():
            if key in form.options and form.options[key] not in served:
                yield _ignored(project, (*place, key), f" it always has {served[0]}")
        if form.target is None:
            message = f"the format {form.name} is not made: the editions are HTML and PDF"
            yield finding(
                "P101", message, path=CONFIG, line=form.line, hint="take it out, or render it with Quarto itself"
            )
        elif form.name.rpartition("-")[2] in _LATEX:
            message = f"the PDF is typeset by Typst, not by LaTeX (format {form.name})"
            yield finding("P103", message, path=CONFIG, line=form.line, hint="write `typst` for `pdf` to say so")


def _untranslated(project: Project) -> Iterator[Finding]:
    """Words that the editions would print in English although the book is in another language."""
    said = words(project.book.lang)
    if said.english:
        return
    needed, line = english_words(look_folder(project.root)), project.config.line("lang")
    absent = [f"{kind} {key}" for kind, keys in needed.items() for key in keys if key not in getattr(said, kind)]
    if not said.complete:
        message = f"the editions have no words in the language {project.book.lang}: English stands in for all of them"
    elif absent:
        shown = ", ".join(absent[:3]) + (" and others" if len(absent) > 3 else "")  # noqa: PLR2004
        message = f"{len(absent)} words of the editions have no translation into {project.book.lang}: {shown}"
    else:
        return
    hint = "add them to the language's catalogue: see docs/how-to/languages.md"
    yield finding("P104", message, path=CONFIG, line=line, hint=hint)


def _unhonoured(project: Project, place: tuple[str, ...], keys: Any, honoured: set[str]) -> Iterator[Finding]:
    for key in sorted(set(keys if isinstance(keys, dict) else {}) - honoured, key=str):
        yield _ignored(project, (*place, str(key)), "")


def _ignored(project: Project, place: tuple[str, ...], why: str) -> Finding:
    name, line = ".".join(place), project.config.line(*place)
    hint = "take it out, or render with Quarto (--renderer quarto)"
    return finding(
        "P101", f"the embedded renderer does not honour {name};{why}".rstrip(";"), path=CONFIG, line=line, hint=hint
    )
