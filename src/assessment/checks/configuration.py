"""Which keys of `_quarto.yml` change nothing, and which format stands in for another."""

from __future__ import annotations

from collections.abc import Iterator

from assessment.locales.words import english_words, words
from assessment.look import look_folder
from assessment.model import Finding, finding
from assessment.project.book import Format
from assessment.project.honoured import Ignored, ignored_keys
from assessment.project.project import Project
from assessment.project.root import CONFIG

_NAMES = {"embedded": "the embedded renderer", "quarto": "Quarto"}
_LATEX = ("pdf", "latex", "beamer", "context")


def configuration_findings(project: Project, renderer: str) -> Iterator[Finding]:
    """What the configuration asks for and the renderer does not do; of formats, Quarto speaks itself."""
    yield from _untranslated(project)
    for ignored in ignored_keys(project.config.data):
        if renderer in ignored.renderers:
            yield _not_honoured(project, ignored)
    if renderer == "embedded":
        for form in project.book.formats:
            yield from _format_findings(form)


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


def _not_honoured(project: Project, ignored: Ignored) -> Finding:
    """The finding of a key: who passes over it, who does not, and what is served in its stead."""
    name, line = ".".join(ignored.place), project.config.line(*ignored.place)
    who = " and ".join(_NAMES[each] for each in ignored.renderers)
    verb = "does not" if len(ignored.renderers) == 1 else "do not"
    message = f"{who} {verb} honour {name}"
    if ignored.served:
        message += f"; it always has {str(ignored.served[0]).lower()}"
    others = [_NAMES[each] for each in _NAMES if each not in ignored.renderers]
    hint = f"take it out, or render with {others[0]} (--renderer quarto)" if others else "take it out, or correct it"
    return finding("P101", message, path=CONFIG, line=line, hint=hint)


def _format_findings(form: Format) -> Iterator[Finding]:
    if form.target is None:
        message = f"the format {form.name} is not made: the editions are HTML and PDF"
        hint = "take it out, or render it with Quarto itself"
        yield finding("P101", message, path=CONFIG, line=form.line, hint=hint)
    elif form.name.rpartition("-")[2] in _LATEX:
        message = f"the PDF is typeset by Typst, not by LaTeX (format {form.name})"
        yield finding("P103", message, path=CONFIG, line=form.line, hint="write `typst` for `pdf` to say so")
