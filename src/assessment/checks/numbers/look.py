"""Look at every number of a book's text, by the language of the book and its own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from assessment.checks.numbers.agreement import disagreeing
from assessment.checks.numbers.language import Language, load_language
from assessment.checks.numbers.printed import TYPED, Printed, numbers_in
from assessment.checks.numbers.proposals import propose
from assessment.checks.numbers.texts import numbered_texts
from assessment.checks.safeguarding.markdown import plain_text
from assessment.checks.safeguarding.passages import Passage, Texts
from assessment.checks.safeguarding.published import RULES as RULES_FILE
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.rules import Rules, load_rules
from assessment.checks.safeguarding.words import is_allowed
from assessment.editions.identity import tool_digest
from assessment.model import Finding, finding
from assessment.project.kept import Kept
from assessment.project.project import Project

RULED, UNRULED = "V411", "V412"


def look(project: Project, published: Published) -> Iterator[Finding]:
    """Typed numbers, and quantities that are printed in two ways."""
    rules, language = load_rules(project.root), load_language(project.book.lang)
    texts = numbered_texts(project, published)
    kept = Kept(project.build / "numbers-of-texts.json", _depends(project, rules))
    numbers = every_number(texts, language, rules, kept)
    kept.keep()
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


def every_number(texts: Texts, language: Language, rules: Rules, kept: Kept | None = None) -> list[Printed]:
    """Every number of some texts, in their order; those of a text that was ``kept`` are not looked for again."""
    found: list[Printed] = []
    for passage in texts.passages:
        find = partial(_numbers_of, passage, language, rules)
        asked = json.dumps([passage.kind, passage.text, passage.computed, passage.names])
        for text, start, end, origin, name in kept.answer(asked, find) if kept else find():
            found.append(Printed(text, passage, start, end, origin, name))
    return found


def _numbers_of(passage: Passage, language: Language, rules: Rules) -> list[tuple[str, int, int, str, str]]:
    numbers = numbers_in(passage, language, rules.may_be_typed)
    return [(number.text, number.start, number.end, number.origin, number.name) for number in numbers]


def _depends(project: Project, rules: Rules) -> str:
    """What the numbers of a text depend on beside it: our code with the files of languages, and the book's rules."""
    own = rules.may_be_typed
    return json.dumps([tool_digest(), project.book.lang, [own.pattern, own.flags] if own else None])
