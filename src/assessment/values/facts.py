"""What is to be known of a published value beside its number, and what the rows it rests on say of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FACTS = ("population", "period", "source", "evidence", "caveat")
COMPUTED = "computed"
"""The evidence of a number that no row holds: the notebook computed it."""
_COLUMNS = {
    "population": ("population", "group", "geography"),
    "period": ("period", "year"),
    "source": ("bibkey",),
    "evidence": ("status",),
    "caveat": ("caveat",),
}
_LISTED = ("source", "evidence", "caveat")


def facts_of(rows: Sequence[Mapping[str, str]], number: float | None = None) -> dict[str, str]:
    """The facts that rows state: periods and populations where all agree, of the others each one once.

    A ``number`` that none of them holds was computed from them, and its evidence says so.
    """
    found = {}
    for fact, columns in _COLUMNS.items():
        column = next((name for name in columns if any(row.get(name) for row in rows)), None)
        if column is None:
            continue
        said = list(dict.fromkeys(row[column] for row in rows if row.get(column)))
        if fact in _LISTED:
            found[fact] = _joined(fact, said)
        elif len(said) == 1 and all(row.get(column) for row in rows):
            found[fact] = said[0]
    if (
        number is not None
        and "evidence" in found
        and not any(_is(cell, number) for row in rows for cell in row.values())
    ):
        found["evidence"] = f"{COMPUTED} from {found['evidence']}"
    return found


def _is(written: str, number: float) -> bool:
    try:
        return float(written) == float(number)
    except ValueError:
        return False


def _joined(fact: str, said: list[str]) -> str:
    """Keys of sources are separated as in a dataset; caveats are sentences."""
    if fact == "source":
        return ";".join(dict.fromkeys(key for keys in said for key in keys.split(";")))
    return " ".join(said) if fact == "caveat" else "; ".join(said)
