"""The list of all printed numbers, each with where it comes from: for whoever wants to see that none is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.checks.numbers.language import Language, load_language
from assessment.checks.numbers.look import RULED, UNRULED, every_number
from assessment.checks.numbers.printed import TYPED, Printed, numbers_in
from assessment.checks.numbers.texts import numbered_texts
from assessment.checks.safeguarding.markdown import plain_text
from assessment.checks.safeguarding.notebook_texts import shown_texts
from assessment.checks.safeguarding.passages import Mark, Passage, Place
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.rules import Rules, load_rules
from assessment.checks.safeguarding.words import is_allowed
from assessment.project.project import Project

ALLOWED, COMPUTED = "allowed", "computed"


@dataclass(frozen=True)
class Listed:
    """A printed number, its place and its origin.

    ``origin`` is ``value`` (``name`` is its id), ``allowed`` (``name`` is the reason), ``computed`` (``name`` is the
    figure or table whose cell prints it), ``typed``, or the kind of number that may be typed ("year", "date", "name").
    """

    path: str
    line: int | None
    cell: str | None
    text: str
    origin: str
    name: str = ""


def list_numbers(project: Project, published: Published) -> Iterator[Listed]:
    """Every number that the editions print: in texts, then in what cells of notebooks show.

    Raises:
        ConfigurationError: `safeguarding.yml` cannot be understood (with the line).
    """
    rules, language = load_rules(project.root), load_language(project.book.lang)
    texts = numbered_texts(project, published)
    for number in every_number(texts, language, rules):
        yield _listed(number, rules)
    for mark in texts.marks:
        yield from _marked(mark, language)
    for notebook in published.notebooks():
        for cell in notebook.cells:
            for text in shown_texts(cell) if cell.label else ():
                passage = Passage("data", text, Place(notebook.path, cell.name), authored=False)
                for number in numbers_in(passage, language):
                    yield Listed(notebook.path, None, cell.name, number.text, COMPUTED, cell.name)


def _listed(number: Printed, rules: Rules) -> Listed:
    place, line = number.passage.place, number.passage.line(number.start)
    origin, name = number.origin, number.name
    if origin == TYPED:
        entry = next(
            (e for e in rules.allow if any(is_allowed([e], c, number.passage, number.start) for c in (RULED, UNRULED))),
            None,
        )
        origin, name = (ALLOWED, entry.reason) if entry else (origin, name)
    return Listed(place.path, line, place.cell, number.text, origin, name)


def _marked(mark: Mark, language: Language) -> Iterator[Listed]:
    for number in numbers_in(Passage("prose", plain_text(mark.text), mark.place), language):
        yield Listed(mark.place.path, mark.line, mark.place.cell, number.text, ALLOWED, mark.reason)
