"""Every check of care, one after the other, over everything that a project publishes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

from assessment.checks.numbers.language import load_language
from assessment.checks.safeguarding import bases, cells, percentages
from assessment.checks.safeguarding.data_texts import read_package
from assessment.checks.safeguarding.links import link_findings
from assessment.checks.safeguarding.notice import block_findings
from assessment.checks.safeguarding.passages import Passage, Place, Texts
from assessment.checks.safeguarding.phrases import compile_phrases
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.rules import Numbers, Percentages, Rules
from assessment.checks.safeguarding.subjects import Subject, gather, subjects
from assessment.checks.safeguarding.subtraction import derivable_cells, derivable_values
from assessment.checks.safeguarding.tables import Table
from assessment.checks.safeguarding.words import CODE as WORD
from assessment.checks.safeguarding.words import (
    count_words,
    exception_findings,
    is_allowed,
    mark_findings,
    used_exceptions,
    word_findings,
    words_to_avoid,
)
from assessment.editions.identity import tool_digest
from assessment.model import Finding, in_order
from assessment.project.kept import Kept
from assessment.project.project import Project


@contextmanager
def looking(
    project: Project, published: Published, rules: Rules, epoch: int
) -> Iterator[Callable[[], tuple[Finding, ...]]]:
    """Make every check that the rules ask for while the block is carried out; it is given what waits for the findings.

    ``epoch`` is the date of the edition. A subject that is what it was at the last look is not looked at again.

    Raises:
        OutputError: the build folder cannot be written.
    """
    numbers = _with_units_of(project, rules.numbers) if rules.numbers else None
    kept = Kept(project.build / "safeguarding-of-subjects.json", _depends(project, rules))
    listed = list(subjects(project, published))

    def look_at(place: int) -> dict[str, Any]:
        return _look_at(listed[place], rules, numbers, project.book.lang)

    with kept.beside([subject.said for subject in listed], look_at) as answers:

        def findings() -> tuple[Finding, ...]:
            told = answers()
            kept.keep()
            found = [Finding(**item) for told_of_one in told for item in told_of_one["findings"]]
            found += exception_findings(rules, {place for told_of_one in told for place in told_of_one["used"]})
            if numbers:
                found += _of_values(published, numbers, rules.percentages)
            found += block_findings(published.manuscript, rules.blocks, epoch)
            return in_order([one for one in found if not _allowed(one, rules)])

        yield findings


def _depends(project: Project, rules: Rules) -> str:
    """What is found depends on beside the subject: our code, the rules, the language, what the data calls people."""
    units = read_package(project).get("peopleUnits", ())
    return json.dumps([tool_digest(), rules.digest, project.book.lang, units])


def _look_at(subject: Subject, rules: Rules, numbers: Numbers | None, lang: str) -> dict[str, Any]:
    """What is found in one subject, and which exceptions for words it uses (their places in the rules)."""
    texts = Texts()
    for part in subject.texts():
        texts.take(part)
    avoided = words_to_avoid(texts, rules)
    found = [
        *word_findings(avoided, rules),
        *mark_findings(texts, rules, lambda text: load_language(lang).has_number(text)),
    ]
    if numbers:
        found += _of_numbers(texts, tuple(subject.tables()), numbers, rules.percentages)
    if rules.hosts is not None:
        found += link_findings(texts.links, rules.hosts)
    return {"findings": list(map(asdict, found)), "used": sorted(used_exceptions(avoided, rules))}


def _of_numbers(
    texts: Texts, tables: tuple[Table, ...], numbers: Numbers, shares: Percentages | None
) -> Iterator[Finding]:
    yield from cells.small_cells(tables, numbers)
    yield from cells.small_counts_in_sentences(texts.passages, numbers)
    yield from cells.identifying_tables(tables, numbers)
    yield from derivable_cells(tables, numbers)
    yield from bases.base_findings_in_sentences(texts.passages, numbers)
    if shares is not None:
        yield from bases.base_findings_in_tables(tables, numbers, shares)
        yield from percentages.sentences_without_base(texts.passages, shares)
        yield from percentages.tables_without_base(tables, numbers, shares)
        yield from percentages.tiny_changes(tables, texts.passages, numbers, shares)


def _of_values(published: Published, numbers: Numbers, shares: Percentages | None) -> Iterator[Finding]:
    values = published.values
    yield from cells.small_values(values, numbers)
    yield from derivable_values(values, numbers)
    if shares is not None:
        yield from bases.base_findings_of_values(values, numbers, shares)
        yield from bases.unflagged_bases(published, numbers, shares)
        yield from percentages.values_without_base(values, shares)
        yield from percentages.tiny_changes_of_values(values, numbers, shares)


def _with_units_of(project: Project, numbers: Numbers) -> Numbers:
    """The rules with the units that the data package itself calls people (`peopleUnits`)."""
    units = [str(unit) for unit in read_package(project).get("peopleUnits", ())]
    if not units:
        return numbers
    return replace(numbers, people=compile_phrases([f"/{numbers.people.pattern}/", *units]))


def _allowed(found: Finding, rules: Rules) -> bool:
    """Whether an exception for this code names the place; words are excepted where they are looked for."""
    folder = (found.path or "").split("/")
    dataset = folder[1] if folder[0] == "data" and len(folder) > 2 else ""  # noqa: PLR2004 - data/<dataset>/<file>
    passage = Passage("", found.message, Place(found.path or "", found.cell, found.column, dataset))
    return found.code != WORD and is_allowed(rules.allow, found.code, passage)


@dataclass(frozen=True)
class Allowance:
    """How much is allowed: marks in texts, exceptions for words in the rules, and the words of the report itself."""

    marks: int
    exceptions: int
    words: int

    @property
    def per_thousand_words(self) -> float:
        """Marks and exceptions for every 1,000 words."""
        return 1000 * (self.marks + self.exceptions) / self.words if self.words else 0.0


def allowance(project: Project, published: Published, rules: Rules) -> Allowance:
    """How many exceptions a project makes, and in how many words."""
    texts = gather(project, published)
    exceptions = sum(entry.code == WORD for entry in rules.allow)
    return Allowance(len(texts.marks), exceptions, count_words(texts.passages))
