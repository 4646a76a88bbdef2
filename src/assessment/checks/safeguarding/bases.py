"""Percentages on small bases: those that give a small count away, and survey results on too few answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.chapters.manuscript import Manuscript
from assessment.chapters.source import prose_lines
from assessment.checks.safeguarding.counts import count_columns, people_counts
from assessment.checks.safeguarding.markdown import plain_text
from assessment.checks.safeguarding.numbers import Number, counts_in, read_number
from assessment.checks.safeguarding.passages import Passage
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.rules import Numbers, Percentages
from assessment.checks.safeguarding.tables import Table
from assessment.model import Finding, Notebook, Value, finding

_N = re.compile(r"\bn\s*=\s*(\d[\d,]*)", re.IGNORECASE)
_BARE = re.compile(r"\s*(\d[\d,]*)\s*")
_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)\s*(?:%|per ?cent\b)", re.IGNORECASE)
_HINT_COUNT = "leave the percentage out: with its base it is the same as the count"
_HINT_HIDDEN = "leave the result out: so few answers say nothing, and may point at a person"
_HINT_FLAGGED = "put the percentage in brackets, or say “small base” in the same sentence or caption"


@dataclass(frozen=True)
class Base:
    """How many a percentage is of, and whether they are people or the answers to a survey."""

    size: Fraction
    people: bool
    survey: bool


def read_base(text: str, rules: Numbers) -> Base | None:
    """The size that a base names: "of 32 responding", "n = 32", "32"."""
    text = plain_text(text)
    match = _N.search(text) or _BARE.fullmatch(text)
    if match:
        return Base(Fraction(match[1].replace(",", "")), bool(rules.people.search(text)), survey=True)
    counts = sorted(counts_in(text, rules), key=lambda count: not (count.people or count.survey))
    survey = bool(rules.survey.search(text))
    return next((Base(count.value, count.people, count.survey or survey) for count in counts), None)


def gives_count_away(percent: Fraction, base: Base, largest: int) -> bool:
    """Whether a percentage of so many people is the same as a count from 1 to ``largest``, of them or of the others."""
    part = round(percent * base.size / 100)
    others = round(base.size - percent * base.size / 100)
    return base.people and (base.size <= largest or 1 <= part <= largest or 1 <= others <= largest) and percent > 0


def base_findings_in_tables(tables: Iterable[Table], rules: Numbers, percentages: Percentages) -> Iterator[Finding]:
    """Rows of tables whose percentage rests on too few."""
    for table in tables:
        for row in range(len(table.rows)):
            shown = _percentage(table, row, rules, percentages)
            base = _base(table, row, rules)
            if shown and base:
                words = " ".join([*(str(cell) for cell in table.rows[row]), table.around])
                flagged = shown.bracketed or bool(percentages.flagged.search(plain_text(words)))
                for code, message, hint in _judged(shown.value, base, rules, flagged=flagged):
                    yield table.finding(code, f"{message}: {table.label(row, rules)}", hint, row)
        yield from _hidden_beside_percentages(table, rules)


def _percentage(table: Table, row: int, rules: Numbers, percentages: Percentages) -> Number | None:
    """The percentage of a row, if it has one."""
    if table.is_long(rules):
        unit = str(table.cell(row, rules.unit) or "")
        is_share = percentages.units.fullmatch(unit) and not percentages.changes.search(unit)
        return read_number(table.cell(row, rules.value), rules) if is_share else None
    for name in table.columns:
        number = read_number(table.cell(row, name), rules)
        if number and (number.percent or percentages.units.search(name)) and not percentages.changes.search(name):
            return number
    return None


def _base(table: Table, row: int, rules: Numbers) -> Base | None:
    for name in table.columns:
        if name.casefold() in (rules.base, "n", "base"):
            return read_base(str(table.cell(row, name) or ""), rules)
    return None


def _judged(percent: Fraction, base: Base, rules: Numbers, *, flagged: bool) -> Iterator[tuple[str, str, str]]:
    if gives_count_away(percent, base, rules.largest_hidden):
        yield "S713", f"a percentage gives away a count from 1 to {rules.largest_hidden} people", _HINT_COUNT
    if base.survey and base.size < rules.survey_hidden:
        yield "S714", f"a survey result rests on fewer than {rules.survey_hidden} answers", _HINT_HIDDEN
    elif base.survey and base.size < rules.survey_flagged and not flagged:
        yield "S715", f"a survey result on fewer than {rules.survey_flagged} answers is not flagged", _HINT_FLAGGED


def _hidden_beside_percentages(table: Table, rules: Numbers) -> Iterator[Finding]:
    """A hidden count in a row whose percentage stands there, under a total that is shown."""
    if table.is_long(rules):
        return
    counts = list(people_counts(table, rules))
    rates = [name for name in table.columns if name not in count_columns(table, rules)]
    for count in counts:
        totals = [c for c in counts if c.column == count.column and c.number and _is_total_row(c.labels, rules)]
        numbers = [read_number(table.cell(count.row, name), rules) for name in rates]
        shares = [
            n.value for n, name in zip(numbers, rates, strict=True) if n and (n.percent or rules.rates.search(name))
        ]
        if count.number is None and totals and totals[0].number:
            base = Base(totals[0].number.value, people=True, survey=False)
            if any(gives_count_away(share, base, rules.largest_hidden) for share in shares):
                message = f"a percentage beside a hidden count gives it away: {count.name}"
                yield table.finding("S713", message, _HINT_COUNT, count.row, count.column)


def _is_total_row(labels: Mapping[str, str], rules: Numbers) -> bool:
    return any(rules.totals.fullmatch(text.strip()) for name, text in labels.items() if name)


def base_findings_in_sentences(passages: Iterable[Passage], rules: Numbers) -> Iterator[Finding]:
    """Sentences that print a percentage beside the few people it is of."""
    for passage in passages:
        for start, sentence in passage.sentences() if passage.authored else ():
            base = read_base(sentence.replace("\n", " "), rules)
            for match in _PERCENT.finditer(sentence):
                if base and gives_count_away(Fraction(match[1]), base, rules.largest_hidden):
                    message = f"“{match[0]}” gives away a count from 1 to {rules.largest_hidden} people"
                    yield passage.finding("S713", message, _HINT_COUNT, start + match.start())


def base_findings_of_values(values: Iterable[Value], rules: Numbers, percentages: Percentages) -> Iterator[Finding]:
    """Published percentages that rest on too few."""
    for value, base in _shares(values, rules, percentages):
        for code, message, hint in _judged(Fraction(str(value.value)), base, rules, flagged=True):
            yield finding(code, f"{message}: {value.id}", path=value.notebook, cell=value.cell, hint=hint)


def unflagged_bases(published: Published, rules: Numbers, percentages: Percentages) -> Iterator[Finding]:
    """Texts that print a percentage on a small base without saying so."""
    small = [
        (value, used, bracketed)
        for value, base in _shares(published.values, rules, percentages)
        if base.survey and rules.survey_hidden <= base.size < rules.survey_flagged
        for used, bracketed in [_uses(value)]
    ]
    for place, text in (*_written(published.manuscript), *_captions(published.notebooks())) if small else ():
        for value, used, bracketed in small:
            if used.search(text) and not bracketed.search(text) and not percentages.flagged.search(plain_text(text)):
                message = f"{value.id} rests on a small base ({value.base}) and the text does not say so"
                yield finding("S715", message, hint=_HINT_FLAGGED, **place)


def _shares(values: Iterable[Value], rules: Numbers, percentages: Percentages) -> Iterator[tuple[Value, Base]]:
    """The values that are percentages of something, but for changes, with their bases."""
    for value in values:
        base = read_base(value.base, rules) if percentages.units.fullmatch(value.unit) else None
        if base is not None and not percentages.changes.search(value.unit):
            yield value, base


def _uses(value: Value) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a text quotes a value, and how it does so in brackets."""
    used = rf"\{{\{{<\s*var\s+{re.escape(value.id)}\s*>\}}\}}"
    return re.compile(used), re.compile(rf"\([^()]*{used}[^()]*\)")


def _written(manuscript: Manuscript) -> Iterator[tuple[dict[str, Any], str]]:
    for chapter in manuscript.chapters:
        for at, line in enumerate(prose_lines(chapter.source.body)):
            yield {"path": chapter.path, "line": chapter.source.first_line + at}, line


def _captions(notebooks: Iterable[Notebook]) -> Iterator[tuple[dict[str, Any], str]]:
    for notebook in notebooks:
        for cell in notebook.cells:
            for key in ("fig-cap", "fig-alt", "tbl-cap"):
                yield {"path": notebook.path, "cell": cell.name}, str(cell.options.get(key, ""))
