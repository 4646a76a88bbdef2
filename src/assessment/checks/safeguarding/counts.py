"""Which cells of a table count people, and how each of them is labelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.checks.safeguarding.numbers import Number, counts_people, is_hidden, read_number
from assessment.checks.safeguarding.rules import Numbers
from assessment.checks.safeguarding.tables import Table


@dataclass(frozen=True)
class PeopleCount:
    """A cell that counts people: its row and heading, its number (none where it is hidden), and what labels it."""

    row: int
    column: str
    number: Number | None
    labels: Mapping[str, str]
    exact: bool = True

    @property
    def name(self) -> str:
        """What the cell counts, for a message."""
        return ", ".join(dict.fromkeys(label for label in self.labels.values() if label))


def people_counts(table: Table, rules: Numbers) -> Iterator[PeopleCount]:
    """Every cell of a table that counts people, shown or hidden."""
    if table.is_long(rules):
        yield from _long(table, rules)
    else:
        yield from _wide(table, rules)


def _long(table: Table, rules: Numbers) -> Iterator[PeopleCount]:
    skipped = {rules.value, rules.unit, rules.base, rules.qualifier, *rules.notes}
    for at in range(len(table.rows)):
        unit = str(table.cell(at, rules.unit) or "")
        cell = table.cell(at, rules.value)
        number = read_number(cell, rules)
        if counts_people(rules, unit) and not rules.rates.search(unit) and (number or is_hidden(cell, rules)):
            labels = {name: str(table.cell(at, name) or "") for name in table.columns if name not in skipped}
            exact = not table.cell(at, rules.qualifier) and (number is None or number.exact)
            yield PeopleCount(at, rules.value, number, labels, exact)


def _wide(table: Table, rules: Numbers) -> Iterator[PeopleCount]:
    numeric = count_columns(table, rules)
    texts = [name for name in table.columns if name not in numeric and name not in rules.notes]
    for at in range(len(table.rows)):
        row_label = table.label(at, rules)
        if rules.rates.search(row_label):
            continue
        for name in numeric:
            cell = table.cell(at, name)
            number = read_number(cell, rules)
            if (number or is_hidden(cell, rules)) and counts_people(rules, name, row_label, table.around):
                labels = {text: str(table.cell(at, text) or "") for text in texts} | {"": name}
                yield PeopleCount(at, name, number, labels, number is None or number.exact)


def count_columns(table: Table, rules: Numbers) -> list[str]:
    """The columns of a wide table that hold counts: numbers, but neither labels such as years nor rates."""
    return [
        name
        for name in table.columns
        if not rules.labels.search(name)
        and not rules.rates.search(name)
        and name not in rules.notes
        and _holds_counts([table.cell(at, name) for at in range(len(table.rows))], rules)
    ]


def _holds_counts(cells: Sequence[object], rules: Numbers) -> bool:
    """Whether most of what a column shows are numbers that are no percentages."""
    numbers = [number for cell in cells if (number := read_number(cell, rules))]
    shown = sum(not is_hidden(cell, rules) for cell in cells)
    return sum(not number.percent for number in numbers) * 2 > shown
