"""Look at every number of a book's text, by the language of the book and its own rules."""

from __future__ import annotations

from collections.abc import Iterator

from assessment.checks.numbers.agreement import disagreeing
from assessment.checks.numbers.language import Language, load_language
from assessment.checks.numbers.printed import TYPED, Printed, numbers_in
from assessment.checks.numbers.proposals import propose
from assessment.checks.numbers.texts import numbered_texts
from assessment.checks.safeguarding.passages import Texts
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.rules import Rules, load_rules
from assessment.checks.safeguarding.words import is_allowed
from assessment.model import Finding
from assessment.project.project import Project

RULED, UNRULED = "V411", "V412"


def look(project: Project, published: Published) -> Iterator[Finding]:
    """Typed numbers, and quantities that are printed in two ways."""
    rules, language = load_rules(project.root), load_language(project.book.lang)
    numbers = every_number(numbered_texts(project, published), language, rules)
    code = UNRULED if rules.may_be_typed is None else RULED
    for number in numbers:
        if number.origin == TYPED and not is_allowed(rules.allow, code, number.passage, number.start):
            hint = propose(number, published.values, language)
            yield number.passage.finding(code, f"“{number.text}” is typed", hint, number.start)
    values = {value.id: value for value in published.values}
    yield from disagreeing(numbers, values, language)


def every_number(texts: Texts, language: Language, rules: Rules) -> list[Printed]:
    """Every number of some texts, in their order."""
    return [number for passage in texts.passages for number in numbers_in(passage, language, rules.may_be_typed)]
