"""What changed between two tables, said in the order of how much: the numbers first, and no noise.

Rows are matched by what names them: the columns of text that tell all rows apart, with as many leading columns
of whole numbers (years) as that takes. Where nothing names them they are matched by place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from assessment.reviews.changes import Change, column_changes, number, shown, structure_changes
from assessment.reviews.digests import fields_of, rows_of, stable_number

RowState = Literal["same", "changed", "added", "removed"]
_ROWS_KEYED = 3  # whole-number columns that may help to name rows


@dataclass(frozen=True)
class CellPair:
    """A cell before and now, as shown to people."""

    before: str
    now: str
    numeric: bool = False

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.now


@dataclass(frozen=True)
class RowPair:
    """A row before and now, one cell a column."""

    state: RowState
    cells: tuple[CellPair, ...]


@dataclass(frozen=True)
class Comparison:
    """Two tables set side by side: all columns of either, all rows, and what changed, the most first."""

    columns: tuple[str, ...]
    rows: tuple[RowPair, ...]
    changes: tuple[Change, ...]

    @property
    def amount(self) -> float:
        """How much changed: what queues are ordered by."""
        return max((change.weight for change in self.changes), default=0.0)


def compare_all(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> tuple[Comparison, ...]:
    """The tables of two states of a subject, pair by pair; one that has no partner is compared with an empty one."""
    return tuple(compare(old or {}, new or {}) for old, new in zip_longest(before, now))


def compare(before: Mapping[str, Any], now: Mapping[str, Any]) -> Comparison:
    """Set two tables side by side."""
    old, new = _Table(before), _Table(now)
    columns = tuple(dict.fromkeys([*new.units, *old.units]))
    common = tuple(name for name in columns if name in old.units and name in new.units)
    keys = _naming_columns(old, new, common)
    pairs = list(_matched(old, new, keys))
    rows = tuple(_row_pair(columns, one, other) for one, other in pairs)
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    names = [_row_name(other, keys, at) for at, (_, other) in enumerate(both)]
    changes = list(structure_changes(old.units, new.units, _names(pairs, keys, 0), _names(pairs, keys, 1)))
    for column in common:
        if column not in keys:
            cells = [(one.get(column), other.get(column)) for one, other in both]
            changes += column_changes(column, new.units[column], names, cells, ranked=new.ranked)
    if not changes and _order(old, keys) != _order(new, keys):
        changes.append(Change("order", "", "The same rows stand in another order.", 0.0))
    return Comparison(columns, rows, tuple(sorted(changes, key=lambda change: (-change.weight, change.said))))


class _Table:
    """A table with its columns' units, its numbers freed of noise."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.units = {field["name"]: field["unit"] for field in fields_of(table)}
        schema = table.get("schema")
        self.ranked = not (isinstance(schema, Mapping) and schema.get("unranked"))
        self.types = {field["name"]: field["type"] for field in fields_of(table)}
        self.rows = [{name: stable_number(row.get(name)) for name in self.units} for row in rows_of(table)]

    def tells_apart(self, keys: Sequence[str]) -> bool:
        """Whether these columns name every row."""
        names = [tuple(row[key] for key in keys) for row in self.rows]
        return len(set(map(repr, names))) == len(names)


def _naming_columns(old: _Table, new: _Table, common: tuple[str, ...]) -> tuple[str, ...]:
    def helps(kinds: tuple[str, ...], name: str) -> bool:
        return new.types[name] in kinds and old.types[name] in kinds

    texts = [name for name in common if helps(("string", "datetime", "date", "year", "any"), name)]
    texts = [name for name in texts if not any(number(row[name]) for row in [*old.rows, *new.rows])]
    whole = [name for name in common if helps(("integer", "year"), name) and name not in texts][:_ROWS_KEYED]
    tried = [texts[:1], texts[:1] + whole[:1], whole[:1], texts[:2], texts[:2] + whole[:1], texts, texts + whole]
    for keys in tried:
        if keys and old.tells_apart(keys) and new.tells_apart(keys):
            return tuple(keys)
    return ()


_Row = Mapping[str, Any]


def _matched(old: _Table, new: _Table, keys: tuple[str, ...]) -> Iterator[tuple[_Row | None, _Row | None]]:
    """Rows of now in their order, each with its former self; those that are gone at the end."""
    if not keys:
        yield from zip_longest(old.rows, new.rows)
        return
    before = {_key(row, keys): row for row in old.rows}
    for row in new.rows:
        yield before.pop(_key(row, keys), None), row
    for row in before.values():
        yield row, None


def _key(row: _Row, keys: tuple[str, ...]) -> str:
    return repr([row[key] for key in keys])


def _order(table: _Table, keys: tuple[str, ...]) -> list[str]:
    return [_key(row, keys or tuple(table.units)) for row in table.rows]


def _names(pairs: list[tuple[_Row | None, _Row | None]], keys: tuple[str, ...], gone: int) -> list[str]:
    """The names of rows that stand on one side only: ``gone`` 0 are those added, 1 those removed."""
    found = []
    for at, pair in enumerate(pairs):
        row = pair[1 - gone]
        if pair[gone] is None and row is not None:
            found.append(_row_name(row, keys, at))
    return found


def _row_name(row: _Row, keys: tuple[str, ...], at: int) -> str:
    """How sentences name a row; a bare number would say nothing, unless it is a year."""
    if not keys:
        return f"row {at + 1}"
    told = ((key, row[key], shown(row[key], grouped=False)) for key in keys)
    return ", ".join(
        f"{key} {text}" if number(value) and not _is_year(key, value) else text for key, value, text in told
    )


def _row_pair(columns: tuple[str, ...], one: _Row | None, other: _Row | None) -> RowPair:
    cells = []
    for name in columns:
        before = one.get(name) if one is not None else None
        now = other.get(name) if other is not None else None
        numeric = number(now if now is not None else before)
        grouped = not _is_year(name, before, now)
        cells.append(CellPair(shown(before, grouped=grouped), shown(now, grouped=grouped), numeric))
    state: RowState = "same"
    if one is None or other is None:
        state = "added" if one is None else "removed"
    elif any(cell.changed for cell in cells):
        state = "changed"
    return RowPair(state, tuple(cells))


def _is_year(name: str, *values: Any) -> bool:
    """Years are not grouped by thousands."""
    return "year" in name.casefold() or all(isinstance(v, int) and 1900 <= v <= 2100 for v in values if v is not None)  # noqa: PLR2004 - years of a report
