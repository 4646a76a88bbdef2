"""Words to avoid in every published text, and the marks that allow one with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial

from assessment.checks.safeguarding.markdown import plain_text
from assessment.checks.safeguarding.passages import Mark, Passage, Place, Texts
from assessment.checks.safeguarding.published import RULES
from assessment.checks.safeguarding.rules import Allow, Rules, WordRule
from assessment.model import Finding, finding

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_REPORT = {"prose", "caption", "alternative text"}
CODE = "S701"


Avoided = Sequence[tuple[Passage, WordRule, re.Match[str]]]


def words_to_avoid(texts: Texts, rules: Rules) -> Avoided:
    """Every word to avoid in the order of the texts: its passage, the rule that speaks against it, where it stands."""
    return [
        (passage, rule, match)
        for passage in texts.passages
        if rules.any_word.search(passage.text)
        for rule, match in _matches(passage.text, rules.words)
    ]


def word_findings(avoided: Avoided, rules: Rules) -> Iterator[Finding]:
    """The words to avoid, once for each place and word; a longer match stands for those within it."""
    known: set[tuple[Place, int | None, str]] = set()
    for passage, rule, match in avoided:
        place, line = passage.place, passage.line(match.start())
        key = (Place(place.path, place.cell), line, match[0].casefold())
        if key not in known and not is_allowed(rules.allow, CODE, passage, match.start()):
            known.add(key)
            words = " ".join(match[0].split())
            yield passage.finding(CODE, f"“{words}”: {rule.why}", f"write: {rule.prefer}", match.start())


def _matches(text: str, rules: Iterable[WordRule]) -> list[tuple[WordRule, re.Match[str]]]:
    found = [(rule, match) for rule in rules for match in rule.avoid.finditer(text) if not _excused(rule, match)]
    return [
        (rule, match)
        for rule, match in found
        if not any(other is not match and _within(match, other) for _, other in found)
    ]


def _excused(rule: WordRule, match: re.Match[str]) -> bool:
    """Whether an exception of the rule touches the match."""
    return any(e.start() < match.end() and match.start() < e.end() for e in rule.unless.finditer(match.string))


def _within(match: re.Match[str], other: re.Match[str]) -> bool:
    return other.start() <= match.start() and match.end() <= other.end() and match.span() != other.span()


def is_allowed(allow: Iterable[Allow], code: str, passage: Passage, position: int = 0) -> bool:
    """Whether the list of exceptions allows what stands at a position."""
    return any(entry.code == code and _covers(entry, passage, position) for entry in allow)


def _covers(entry: Allow, passage: Passage, position: int) -> bool:
    place = passage.place
    given = (
        (entry.path, place.path),
        (entry.cell, place.cell),
        (entry.dataset, place.dataset),
        (entry.column, place.column),
    )
    if any(wanted and wanted != there for wanted, there in given):
        return False
    text = plain_text(entry.text)
    return not text or any(m.start() <= position < m.end() for m in re.finditer(re.escape(text), passage.text))


def mark_findings(texts: Texts, rules: Rules, is_number: Callable[[str], object]) -> Iterator[Finding]:
    """Allow-marks without a reason, or that allow nothing.

    ``is_number`` says whether a text holds a number, which may be marked as well as a word.
    """
    hint = 'write [text]{.allow reason="why this word must stand here"}'
    for mark in texts.marks:
        found = partial(finding, path=mark.place.path, line=mark.line, cell=mark.place.cell)
        if not _WORD.search(mark.reason):
            yield found("S702", f"the allow-mark of “{mark.text}” gives no reason", hint=hint)
        elif not _needed(mark, rules) and not is_number(plain_text(mark.text)):
            message = f"the allow-mark of “{mark.text}” allows nothing: no rule speaks against these words"
            yield found("S703", message, hint="take the mark away")


def used_exceptions(avoided: Avoided, rules: Rules) -> set[int]:
    """Which exceptions for words, by their places in the rules, allow one of the words to avoid."""
    return {
        at
        for at, entry in enumerate(rules.allow)
        if entry.code == CODE and any(_covers(entry, passage, match.start()) for passage, _, match in avoided)
    }


def exception_findings(rules: Rules, used: Container[int]) -> Iterator[Finding]:
    """Exceptions for words that allow nothing; ``used`` are the places of those that do."""
    for at, entry in enumerate(rules.allow):
        if entry.code == CODE and at not in used:
            message = f"the exception {entry.text or entry.cell or entry.dataset or entry.path!r} allows nothing"
            yield finding("S703", message, path=RULES, line=entry.line, hint="take it out")


def _needed(mark: Mark, rules: Rules) -> bool:
    """Whether the mark holds a word to avoid, or a count of people: those may be marked as well."""
    text = plain_text(mark.text)
    return bool(_matches(text, rules.words)) or _counts(text, rules)


def _counts(text: str, rules: Rules) -> bool:
    return rules.numbers is not None and bool(rules.numbers.people.search(text))


def count_words(passages: Iterable[Passage]) -> int:
    """How many words the chapters, captions and alternative texts have."""
    return sum(len(_WORD.findall(passage.text)) for passage in passages if passage.kind in _REPORT)
