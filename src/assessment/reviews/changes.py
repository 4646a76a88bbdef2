"""Single changes between two tables, each said in a sentence and weighed, so that the most can be said first.

Weights, heaviest first: another unit (every number means something else), a number that changed its sign, columns,
rows, then relative changes (1 is a doubling), places that rows changed among themselves, words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assessment.reviews.wording import counted

ChangeKind = Literal["unit", "sign", "columns", "rows", "number", "rank", "text", "order", "gap"]

_UNIT, _SIGN, _COLUMNS, _ROWS, _MOST = 1e6, 1e5, 1e4, 5e3, 1e3
_RANK, _TEXT = 0.01, 0.001
_NAMED = 4  # rows a sentence names before it counts the others
_DIGITS = 6  # of a number in a sentence
_PAIRS = 400  # rows among which every pair is looked at

Cells = Sequence[tuple[Any, Any]]


@dataclass(frozen=True)
class Change:
    """One change: its kind, the column it is in, the sentence, and how much it weighs."""

    kind: ChangeKind
    column: str
    said: str
    weight: float


def number(value: Any) -> bool:
    """Whether a cell holds a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shown(value: Any, *, grouped: bool = True) -> str:
    """A cell for people: thousands apart, nothing for nothing."""
    if value is None:
        return ""
    if not number(value):
        return str(value)
    return f"{value:,}" if grouped else str(value)


def structure_changes(
    old: Mapping[str, str], new: Mapping[str, str], added: Sequence[str], removed: Sequence[str]
) -> Iterator[Change]:
    """Columns, units and rows that came or went; columns come as name → unit."""
    for said, names in (("added", [n for n in new if n not in old]), ("removed", [n for n in old if n not in new])):
        if names:
            plural = "Columns" if len(names) > 1 else "Column"
            yield Change("columns", names[0], f"{plural} {said}: {', '.join(names)}.", _COLUMNS)
    for name in new:
        if name in old and old[name] != new[name]:
            yield Change("unit", name, f"{name}: the unit was {_unit(old[name])}, now {_unit(new[name])}.", _UNIT)
    for said, rows in (("added", added), ("removed", removed)):
        if rows:
            yield Change("rows", "", f"{counted(len(rows), 'row')} {said}: {_listed(rows)}.", _ROWS + len(rows))


def column_changes(
    column: str, unit: str, names: Sequence[str], cells: Cells, *, ranked: bool = True
) -> Iterator[Change]:
    """What changed in one column, over the rows that stand in both tables; ``ranked`` rows may change places."""
    moved = [(name, old, new) for name, (old, new) in zip(names, cells, strict=True) if old != new]
    if not moved:
        return
    numbers = [(name, old, new) for name, old, new in moved if number(old) and number(new)]
    others = [item for item in moved if not (number(item[1]) and number(item[2]))]
    if numbers:
        yield _number_change(column, unit, numbers, len(cells))
        yield from _sign_change(column, numbers)
        if ranked:
            yield from _rank_change(column, names, cells)
    if others:
        yield _other_change(column, others)


def _number_change(column: str, unit: str, moved: list[tuple[str, Any, Any]], total: int) -> Change:
    by_size = max(moved, key=lambda item: abs(item[2] - item[1]))
    by_share = max(moved, key=lambda item: _relative(item[1], item[2]))
    unit = f" {unit}" if unit else ""
    said = f"{column}: {len(moved)} of {total} rows changed. Largest: {_step(*by_size)}{unit}"
    if by_share[0] != by_size[0]:
        said += f"; largest relative: {_step(*by_share)}"
    return Change("number", column, f"{said}.", min(_relative(by_share[1], by_share[2]), _MOST))


def _sign_change(column: str, moved: list[tuple[str, Any, Any]]) -> Iterator[Change]:
    turned = [name for name, old, new in moved if old * new < 0]
    if turned:
        yield Change("sign", column, f"{column}: the sign changed: {_listed(turned)}.", _SIGN + len(turned))


def _rank_change(column: str, names: Sequence[str], cells: Cells) -> Iterator[Change]:
    ranked = [(n, old, new) for n, (old, new) in zip(names, cells, strict=True) if number(old) and number(new)]
    if not 1 < len(ranked) <= _PAIRS:
        return
    swapped = [
        f"{one[0]} with {other[0]}"
        for at, one in enumerate(ranked)
        for other in ranked[at + 1 :]
        if (one[1] - other[1]) * (one[2] - other[2]) < 0
    ]
    if not swapped:
        return
    first, before = max(ranked, key=lambda item: item[2])[0], max(ranked, key=lambda item: item[1])[0]
    top = f" The largest is now {first}, it was {before}." if first != before else ""
    pairs = counted(len(swapped), "pair of rows", "pairs of rows")
    said = f"{column}: {pairs} changed places: {_listed(swapped, '; ')}.{top}"
    yield Change("rank", column, said, _RANK * len(swapped) + (1.0 if top else 0.0))


def _other_change(column: str, moved: list[tuple[str, Any, Any]]) -> Change:
    kind: ChangeKind = "text"
    weight = _TEXT * len(moved)
    if any((number(old) and new is None) or (old is None and number(new)) for _, old, new in moved):
        kind, weight = "gap", 1.0
    if column.casefold() == "unit":
        kind, weight = "unit", _UNIT
    steps = [f"{name}: {_quoted(old)} → {_quoted(new)}" for name, old, new in moved]
    return Change(kind, column, f"{column}: {_listed(steps, '; ')}.", weight)


def _step(name: str, old: Any, new: Any) -> str:
    by = new - old
    share = f", {by / abs(old):+.1%}" if old else ""
    difference = f"{by:+,}" if isinstance(by, int) else f"{by:+,.6g}"
    before, after = _brief(old), _brief(new)
    if before == after:
        before, after = shown(old), shown(new)
    return f"{name}: {before} → {after} ({difference}{share})"


def _brief(value: Any) -> str:
    """A number with the digits that people read."""
    rounded = float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
    return shown(int(rounded) if isinstance(rounded, float) and rounded.is_integer() else rounded)


def _relative(old: Any, new: Any) -> float:
    return abs(new - old) / abs(old) if old else _MOST


def _listed(names: Sequence[str], between: str = ", ") -> str:
    rest = len(names) - _NAMED
    return between.join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _quoted(value: Any) -> str:
    return "nothing" if value is None or value == "" else shown(value)


def _unit(unit: str) -> str:
    return unit or "not given"
