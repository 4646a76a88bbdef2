"""Do the rows of the datasets agree with each other? What a schema of columns cannot say.

A resource of the data package declares its rules under ``assessment``, beside its schema:

- ``sums``: the values of the rows ``of`` add up to ``total`` within ``tolerance``, for each group ``by``;
- ``ranges``: the value of each row ``of`` lies between ``minimum`` and ``maximum``;
- ``breaks``: a series changes its meaning ``at`` a period (charts mark it: ``assessment.notebook.dataset``);
- ``never_together``: ``selections`` of rows that belong in no common chart or sum.

A total or an end of a range is a number, or the row that matches the columns ``by`` among rows chosen;
an end may be another column as well. How rows are chosen: ``assessment.datasets.rows``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assessment.datasets.package import DESCRIPTOR
from assessment.datasets.rows import Row, RuleError, Tables, UnreadableError, grouped, key
from assessment.model import Finding, finding

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = {"sums": ("of", "total"), "ranges": ("of",), "breaks": ("series", "at"), "never_together": ("selections",)}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "of": Mapping,
    "total": (int, float, Mapping),
    "minimum": (int, float, str, Mapping),
    "maximum": (int, float, str, Mapping),
    "tolerance": (int, float),
    "by": list,
    "selections": list,
    "at": str,
    "note": str,
}
_SUM_HINT = "compare the rows with their source: one was mistyped, left out or entered twice"
_RANGE_HINT = "compare the value with its source, or correct the range in data/datapackage.json"
_RULE_HINT = "correct the rule under `assessment` in data/datapackage.json: see docs/data.md"

Rule = Mapping[str, Any]


def inconsistencies(root: Path, descriptor: Mapping[str, Any]) -> Iterator[Finding]:
    """Every place where rows break a declared rule, and every rule that cannot be applied."""
    resources = descriptor.get("resources", [])
    tables = Tables(root, resources)
    for resource in resources:
        name, path = str(resource.get("name")), f"data/{resource.get('path', '')}"
        for kind, rule in _declared(resource):
            try:
                yield from _broken(tables, name, path, kind, rule)
            except UnreadableError:
                continue
            except RuleError as exc:
                yield finding("D113", f"{name}: {kind}: {exc}", path=DESCRIPTOR, hint=_RULE_HINT)


def _declared(resource: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    declared = resource.get("assessment", {})
    kinds = declared.items() if isinstance(declared, Mapping) else [("assessment", declared)]
    for kind, rules in kinds:
        for rule in rules if isinstance(rules, list) else [rules]:
            yield kind, rule


def _broken(tables: Tables, name: str, path: str, kind: str, declared: object) -> Iterator[Finding]:
    rule = _well_formed(kind, declared)
    if kind == "sums":
        yield from _wrong_sums(tables, name, path, rule)
    elif kind == "ranges":
        yield from _out_of_range(tables, name, path, rule)
    elif kind == "breaks":
        _find_break(tables, name, rule)
    else:
        for selection in rule["selections"]:
            tables.select(name, selection)


def _well_formed(kind: str, rule: object) -> Rule:
    if kind not in _PARTS:
        raise RuleError(f"no such kind of rule; there are: {', '.join(_PARTS)}")
    if not isinstance(rule, Mapping):
        raise RuleError(f"{rule!r} is no rule")
    for part in _PARTS[kind]:
        if part not in rule:
            raise RuleError(f"a rule lacks {part!r}")
    for part, value in rule.items():
        if not isinstance(value, _TYPES.get(part, object)):
            raise RuleError(f"{part!r} cannot be {value!r}")
    return rule


def _wrong_sums(tables: Tables, name: str, path: str, rule: Rule) -> Iterator[Finding]:
    by = rule.get("by", [])
    total_of = _limit(tables, name, rule["total"], by)
    for group, parts in grouped(tables.select(name, rule["of"]), by).items():
        numbers = [number for row in parts if (number := row.number()) is not None]
        added, total = sum(numbers, Decimal(0)), total_of(parts[0])
        if total is None:
            message = "there is no total for these parts"
        elif len(numbers) < len(parts) or abs(added - total) <= Decimal(str(rule.get("tolerance", 0))):
            continue
        else:
            message = f"the parts add up to {added:,}, the total is {total:,} ({added - total:+,})"
        place = ", ".join(group) or "all rows together"
        note = f"{place}: {message}. {rule.get('note', '')}".strip()
        yield finding("D112", note, path=path, line=parts[0].line, hint=_SUM_HINT, column="value")


def _out_of_range(tables: Tables, name: str, path: str, rule: Rule) -> Iterator[Finding]:
    by = rule.get("by", [])
    minimum, maximum = (_limit(tables, name, rule.get(end), by) for end in ("minimum", "maximum"))
    for row in tables.select(name, rule["of"]):
        value, low, high = row.number(), minimum(row), maximum(row)
        if value is None:
            continue
        if low is not None and value < low:
            message = f"{value:,} is below {low:,}"
        elif high is not None and value > high:
            message = f"{value:,} is above {high:,}"
        else:
            continue
        note = f"{message}. {rule.get('note', '')}".strip()
        yield finding("D105", note, path=path, line=row.line, hint=_RANGE_HINT, column="value")


def _limit(
    tables: Tables, name: str, declared: float | str | Rule | None, by: Sequence[str]
) -> Callable[[Row], Decimal | None]:
    """How to find the total or the end of a range that holds for a row; nothing where there is none for it."""
    if declared is None:
        return lambda _row: None
    if isinstance(declared, (int, float)):
        number = Decimal(str(declared))
        return lambda _row: number
    if isinstance(declared, str):
        return lambda row: row.number(declared)
    groups = grouped(tables.select(name, declared), by)

    def matching(row: Row) -> Decimal | None:
        rows = groups.get(key(row, by), [])
        if len(rows) > 1:
            raise RuleError(f"{len(rows)} rows match {dict(declared)} for {', '.join(key(row, by)) or 'all rows'}")
        return rows[0].number() if rows else None

    return matching


def _find_break(tables: Tables, name: str, rule: Rule) -> None:
    """A break stands inside its series: no chart could mark it otherwise."""
    rows = tables.select(name, {column: value for column, value in rule.items() if column not in ("at", "note")})
    periods, at = [row.text("period") for row in rows], rule["at"]
    first, last = min(p.split("/")[0] for p in periods), max(p.split("/")[-1] for p in periods)
    # Periods are ISO 8601 and may differ in length: a year holds each of its months.
    if not first[: len(at)] <= at <= last + at[len(last) :]:
        raise RuleError(f"{rule['series']} runs from {first} to {last} and cannot break at {at}")
