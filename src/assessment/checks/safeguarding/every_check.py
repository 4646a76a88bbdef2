"""Every check of care, one after the other, over everything that a project publishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessment.checks.numbers.language import load_language
from assessment.checks.safeguarding import bases, cells, percentages
from assessment.checks.safeguarding.data_texts import read_package
from assessment.checks.safeguarding.links import link_findings
from assessment.checks.safeguarding.notice import block_findings
from assessment.checks.safeguarding.passages import Passage, Place, Texts
from assessment.checks.safeguarding.phrases import compile_phrases
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.rules import Numbers, Rules
from assessment.checks.safeguarding.subjects import gather
from assessment.checks.safeguarding.subtraction import derivable_cells, derivable_values
from assessment.checks.safeguarding.tables import all_tables
from assessment.checks.safeguarding.words import CODE as WORD
from assessment.checks.safeguarding.words import allow_findings, count_words, is_allowed, word_findings
from assessment.model import Finding, in_order
from assessment.project.project import Project


def look(project: Project, published: Published, rules: Rules, epoch: int) -> tuple[Finding, ...]:
    """Make every check that the rules ask for; ``epoch`` is the date of the edition."""
    return in_order([found for found in _findings(project, published, rules, epoch) if not _allowed(found, rules)])


def _findings(project: Project, published: Published, rules: Rules, epoch: int) -> Iterator[Finding]:
    texts = gather(project, published)
    yield from word_findings(texts, rules)
    yield from allow_findings(texts, rules, load_language(project.book.lang).has_number)
    if rules.numbers is not None:
        yield from _number_findings(project, published, texts, rules)
    if rules.hosts is not None:
        yield from link_findings(texts.links, rules.hosts)
    yield from block_findings(published.manuscript, rules.blocks, epoch)


def _number_findings(project: Project, published: Published, texts: Texts, rules: Rules) -> Iterator[Finding]:
    numbers, shares = _with_units_of(project, rules.numbers or Numbers()), rules.percentages
    tables = all_tables(project, published)
    yield from cells.small_cells(tables, numbers)
    yield from cells.small_values(published.values, numbers)
    yield from cells.small_counts_in_sentences(texts.passages, numbers)
    yield from cells.identifying_tables(tables, numbers)
    yield from derivable_cells(tables, numbers)
    yield from derivable_values(published.values, numbers)
    yield from bases.base_findings_in_sentences(texts.passages, numbers)
    if shares is not None:
        yield from bases.base_findings_in_tables(tables, numbers, shares)
        yield from bases.base_findings_of_values(published, numbers, shares)
        yield from percentages.values_without_base(published.values, shares)
        yield from percentages.sentences_without_base(texts.passages, shares)
        yield from percentages.tables_without_base(tables, numbers, shares)
        yield from percentages.tiny_changes(tables, texts.passages, published.values, numbers, shares)


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
