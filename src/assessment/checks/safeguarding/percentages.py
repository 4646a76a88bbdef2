"""Every percentage carries its base, and no change is computed from a handful."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial

from assessment.checks.safeguarding.counts import count_columns
from assessment.checks.safeguarding.markdown import UNKNOWN, plain_text
from assessment.checks.safeguarding.numbers import counts_in, read_number
from assessment.checks.safeguarding.passages import Passage
from assessment.checks.safeguarding.phrases import NUMBER
from assessment.checks.safeguarding.rules import Numbers, Percentages
from assessment.checks.safeguarding.tables import Table
from assessment.model import Finding, Value, finding

_PERCENT = re.compile(
    rf"(?<![\w.,])(?:{NUMBER}|{UNKNOWN})\s*(?:%|per ?cent\b|pct\b)(?!\s*(?:-|\s)points?\b)", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIGN = re.compile(r"\d\s*%")
_COUNT = r"(?:\w+\s+){0,2}?(\d[\d,]*)(?![\d.,]*[\d%]|\s*(?:%|per ?cent))"
_FROM_TO = re.compile(rf"\bfrom\s+{_COUNT}.{{0,60}}?\bto\s+{_COUNT}")
_WHOLE = {"caption", "alternative text"}  # a base named anywhere in these serves all of it
_HINT_VALUE = 'say of how many: publish(…, base="confirmed webpages, 153,383 in 2020")'
_HINT_CHANGE = 'say from how many the change starts: publish(…, base="16,987,361 reports in 2019")'
_HINT_TEXT = "name how many it is a percentage of, or quote a published value that has a base"
_HINT_TABLE = "name the base in the caption, in the heading of the column or in a column of its own"
_HINT_CHANGE_BASE = "print the two counts and no percentage"


def values_without_base(values: Iterable[Value], rules: Percentages) -> Iterator[Finding]:
    """Published percentages without a base, and published changes that do not say from how many."""
    for value in values:
        if not rules.units.fullmatch(value.unit):
            continue
        found = partial(finding, "S721", path=value.notebook, cell=value.cell)
        if not value.base.strip():
            hint = _HINT_CHANGE if is_change(value, rules) else _HINT_VALUE
            yield found(f"the percentage {value.id} ({value.text}) has no base", hint=hint)
        elif is_change(value, rules) and not any(sign.isdigit() for sign in value.base):
            message = f"the base of the change {value.id} ({value.base}) does not say how many"
            yield found(message, hint=_HINT_CHANGE)


def is_change(value: Value, rules: Percentages) -> bool:
    """Whether a value is a change: by its unit, or by its name ("covid.march_rise")."""
    return bool(rules.changes.search(value.unit) or rules.changes.search(re.sub(r"[._]", " ", value.id)))


def sentences_without_base(passages: Iterable[Passage], rules: Percentages) -> Iterator[Finding]:
    """Percentages typed into a sentence that does not say of how many; published values carry their own base."""
    for passage in passages:
        for start, sentence in passage.sentences() if passage.authored else ():
            said = passage.text if passage.kind in _WHOLE else sentence
            if "|" in sentence or rules.counted.search(said.replace("\n", " ")):
                continue
            for match in _PERCENT.finditer(sentence):
                if not passage.is_computed(start + match.end() - 1):
                    yield passage.finding(
                        "S721", f"“{match[0].strip()}” has no base", _HINT_TEXT, start + match.start()
                    )


def tables_without_base(tables: Iterable[Table], numbers: Numbers, rules: Percentages) -> Iterator[Finding]:
    """Rows and columns of percentages that say nowhere what they are percentages of."""
    for table in tables:
        if table.is_long(numbers):
            yield from _long(table, numbers, rules)
        elif table.published and not table.chart:
            yield from _wide(table, numbers, rules)
        if table.chart and not rules.named.search(plain_text(table.around)) and _shows_percent(table, numbers, rules):
            yield table.finding("S721", "the chart shows percentages, and its caption names no base", _HINT_TABLE)


def _long(table: Table, numbers: Numbers, rules: Percentages) -> Iterator[Finding]:
    """Rows whose unit is a percentage: the column for the base is filled, or what stands around names it."""
    if table.chart or (table.position(numbers.base) is None and not table.published):
        return
    named = table.position(numbers.base) is None and rules.named.search(plain_text(table.around))
    for row in range(len(table.rows)):
        unit, value = (str(table.cell(row, name) or "") for name in (numbers.unit, numbers.value))
        if (
            value.strip()
            and rules.units.fullmatch(unit.strip())
            and not named
            and not str(table.cell(row, numbers.base) or "").strip()
        ):
            message = f"a percentage has no base: {table.label(row, numbers)}"
            yield table.finding("S721", message, f"fill the column `{numbers.base}`", row, numbers.base)


def _wide(table: Table, numbers: Numbers, rules: Percentages) -> Iterator[Finding]:
    around = plain_text(table.around)
    has_base = any(name.casefold() in ("n", numbers.base) or numbers.survey.fullmatch(name) for name in table.columns)
    counts = count_columns(table, numbers)
    for name in table.columns:
        if has_base or rules.named.search(f"{around}\n{plain_text(name)}"):
            continue
        if rules.changes.search(name) and len([column for column in counts if column != name]) > 1:
            continue  # the counts of both periods stand beside it
        for row in range(len(table.rows)):
            words = plain_text(" ; ".join(str(cell) for cell in table.rows[row]))
            if _is_percent(table, row, name, numbers, rules) and not rules.named.search(words):
                message = f"a percentage has no base: {table.label(row, numbers)}, {name}"
                yield table.finding("S721", message, _HINT_TABLE, row, name)


def _is_percent(table: Table, row: int, column: str, numbers: Numbers, rules: Percentages) -> bool:
    """Whether a cell prints a percentage; a data file has a column for them, and elsewhere in it they are quoted."""
    number = read_number(table.cell(row, column), numbers)
    return number is not None and (bool(rules.units.search(column)) or (number.percent and not table.is_file))


def _shows_percent(table: Table, numbers: Numbers, rules: Percentages) -> bool:
    units = {str(table.cell(row, numbers.unit) or "").strip() for row in range(len(table.rows))}
    return (
        bool(_SIGN.search(table.around))
        or any(rules.units.fullmatch(unit) for unit in units)
        or any(rules.units.search(name) for name in table.columns)
    )


def tiny_changes_of_values(values: Iterable[Value], numbers: Numbers, rules: Percentages) -> Iterator[Finding]:
    """Published percentage changes where one of the two periods counts too few."""
    for value in values:
        if rules.units.fullmatch(value.unit) and is_change(value, rules) and _names_few(value.base, numbers):
            message = f"{_tiny(numbers)}: {value.id}"
            yield finding("S722", message, path=value.notebook, cell=value.cell, hint=_HINT_CHANGE_BASE)


def tiny_changes(
    tables: Iterable[Table], passages: Iterable[Passage], numbers: Numbers, rules: Percentages
) -> Iterator[Finding]:
    """Percentage changes in tables and sentences where one of the two periods counts too few."""
    message = _tiny(numbers)
    for table in tables:
        for row in _tiny_rows(table, numbers, rules):
            yield table.finding("S722", f"{message}: {table.label(row, numbers)}", _HINT_CHANGE_BASE, row)
    for passage in passages:
        for start, sentence in passage.sentences() if passage.authored else ():
            steps = [_few(match.groups(), numbers) for match in _FROM_TO.finditer(sentence)]
            if any(steps) and _PERCENT.search(sentence) and rules.changes.search(sentence):
                yield passage.finding("S722", message, _HINT_CHANGE_BASE, start)


def _tiny(numbers: Numbers) -> str:
    return f"a percentage change rests on fewer than {numbers.change}"


def _few(numbers: Iterable[str], rules: Numbers) -> bool:
    return any(int(text.replace(",", "").strip() or rules.change) < rules.change for text in numbers)


def _names_few(base: str, rules: Numbers) -> bool:
    """Whether a base names a count below the threshold; a rate ("4.9 reports per 1,000") is no count.

    The largest count decides: others may say in how many countries or weeks it was made.
    """
    text = plain_text(base)
    bare = text.strip().replace(",", "")
    sizes = [count.value for count in counts_in(text, rules) if count.value.denominator == 1]
    sizes += [Fraction(bare)] if bare.isdigit() else []
    return (bool(sizes) and max(sizes) < rules.change) or any(_few(m.groups(), rules) for m in _FROM_TO.finditer(text))


def _tiny_rows(table: Table, numbers: Numbers, rules: Percentages) -> Iterator[int]:
    if table.is_long(numbers):
        yield from _tiny_long_rows(table, numbers, rules)
        return
    changes = [name for name in table.columns if rules.changes.search(name)]
    counts = [name for name in count_columns(table, numbers) if name not in changes]
    for row in range(len(table.rows)):
        shown = any(read_number(table.cell(row, name), numbers) for name in changes)
        found = [number for name in counts if (number := read_number(table.cell(row, name), numbers))]
        if shown and any(number.value < numbers.change and not number.percent for number in found):
            yield row


def _tiny_long_rows(table: Table, numbers: Numbers, rules: Percentages) -> Iterator[int]:
    """Rows of change whose own base is small, or beside which stands a small count of the same thing."""
    for row in range(len(table.rows)):
        unit, base = (str(table.cell(row, name) or "") for name in (numbers.unit, numbers.base))
        is_change_row = rules.units.fullmatch(unit.strip()) and rules.changes.search(
            f"{unit} {table.label(row, numbers)}"
        )
        if is_change_row and (_names_few(base, numbers) or _stands_beside_few(table, row, numbers, rules)):
            yield row


def _stands_beside_few(table: Table, row: int, numbers: Numbers, rules: Percentages) -> bool:
    """Whether a count of the same thing, in a year that the row or its base names, is below the threshold."""
    years = set(_YEAR.findall(f"{table.label(row, numbers)} {table.cell(row, numbers.base)}"))
    for other in range(len(table.rows)):
        number = read_number(table.cell(other, numbers.value), numbers)
        is_count = not rules.units.search(str(table.cell(other, numbers.unit) or ""))
        is_few = number is not None and number.value < numbers.change and is_count
        if (
            is_few
            and _same_thing(table, row, other, numbers)
            and years & set(_YEAR.findall(table.label(other, numbers)))
        ):
            return True
    return False


def _same_thing(table: Table, row: int, other: int, rules: Numbers) -> bool:
    """Whether two rows have the same labels but for their series and period."""
    skipped = {rules.value, rules.unit, rules.base, rules.qualifier, rules.series, *rules.notes}
    names = [name for name in table.columns if name not in skipped and not rules.labels.search(name)]
    return bool(names) and all(table.cell(row, name) == table.cell(other, name) for name in names)
