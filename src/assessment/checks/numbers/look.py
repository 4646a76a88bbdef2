"""Look at every number of a book's text, by the language of the book and its own rules."""

from __future__ import annotations

from collections.abc import Iterator

from assessment.checks.numbers.agreement import disagreeing
from assessment.checks.numbers.language import Language, load_language
from assessment.checks.numbers.printed import TYPED, Printed, numbers_in
from assessment.checks.numbers.proposals import propose
from assessment.checks.numbers.texts import numbered_texts
from assessment.checks.safeguarding.markdown import plain_text
from assessment.checks.safeguarding.passages import Texts
from assessment.checks.safeguarding.published import RULES as RULES_FILE
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.rules import Rules, load_rules
from assessment.checks.safeguarding.words import is_allowed
from assessment.model import Finding, finding
from assessment.project.project import Project

RULED, UNRULED = "V411", "V412"


def look(project: Project, published: Published) -> Iterator[Finding]:
    """Typed numbers, and quantities that are printed in two ways."""
    rules, language = load_rules(project.root), load_language(project.book.lang)
    texts = numbered_texts(project, published)
    numbers = every_number(texts, language, rules)
    code = UNRULED if rules.may_be_typed is None else RULED
    for number in numbers:
        if number.origin == TYPED and not is_allowed(rules.allow, code, number.passage, number.start):
            hint = propose(number, published.values, language)
            yield number.passage.finding(code, f"“{number.text}” is typed", hint, number.start)
    if not (project.root / RULES_FILE).is_file():  # with rules S702 says so
        yield from _without_reason(texts, language)
    values = {value.id: value for value in published.values}
    yield from disagreeing(numbers, values, language)


def _without_reason(texts: Texts, language: Language) -> Iterator[Finding]:
    """Allow-marks of numbers that do not say why."""
    for mark in texts.marks:
        if not mark.reason.strip() and language.has_number(plain_text(mark.text)):
            message = f"the allow-mark of “{mark.text}” gives no reason"
            hint = 'write [number]{.allow reason="why it is typed"}'
            yield finding(UNRULED, message, path=mark.place.path, line=mark.line, cell=mark.place.cell, hint=hint)


def every_number(texts: Texts, language: Language, rules: Rules) -> list[Printed]:
    """Every number of some texts, in their order."""
    return [number for passage in texts.passages for number in numbers_in(passage, language, rules.may_be_typed)]
