"""Compare two graphs of one project: which figures, tables, values and sentences differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessment.notebooks.reading import slug_of
from assessment.pipeline.impact import Impact, Move, Sentence
from assessment.provenance.graph import Graph, Kind, Lineage, Use

Pictures = Mapping[str, tuple[bytes, ...]]


def differences(before: Graph, after: Graph, old: Pictures, new: Pictures, failed: tuple[str, ...] = ()) -> Impact:
    """What differs, with the old and the new of it; of notebooks that ``failed`` (slugs) nothing can be said."""
    was, now = _by_id(before, failed), _by_id(after, failed)
    changed = sorted(name for name in {*was, *now} if _digest(was.get(name)) != _digest(now.get(name)))
    values = [name for name in changed if _kind(was, now, name) == "value"]
    figures = tuple(name for name in changed if _kind(was, now, name) == "figure")
    pairs = {name: (old.get(name, ()), new.get(name, ())) for name in figures}
    return Impact(
        figures=figures,
        tables=tuple(name for name in changed if _kind(was, now, name) == "table"),
        values=tuple(_move(name, was.get(name), now.get(name)) for name in values),
        sentences=tuple(sorted(set(_sentences(was, now, values)))),
        pictures=pairs,
    )


def _by_id(graph: Graph, failed: tuple[str, ...]) -> dict[str, Lineage]:
    return {lineage.id: lineage for lineage in graph.lineages if slug_of(lineage.notebook) not in failed}


def _digest(lineage: Lineage | None) -> str:
    return lineage.sha256 if lineage else ""


def _kind(was: Mapping[str, Lineage], now: Mapping[str, Lineage], name: str) -> Kind:
    return (now.get(name) or was[name]).kind


def _move(name: str, was: Lineage | None, now: Lineage | None) -> Move:
    """Old and new text; where rounding hides the difference, the numbers themselves."""
    old, new = (lineage.text if lineage else None for lineage in (was, now))
    if was and now and old == new and was.value and now.value:
        old, new = f"{old} ({was.value.value!r})", f"{new} ({now.value.value!r})"
    return Move(name, old, new)


def _sentences(was: Mapping[str, Lineage], now: Mapping[str, Lineage], values: list[str]) -> Iterator[Sentence]:
    """The sentences that read otherwise, paired by where they stand."""
    for name in values:
        old = _places(was[name].used_in if name in was else ())
        new = _places(now[name].used_in if name in now else ())
        for place in {*old, *new}:
            before, after = old.get(place, []), new.get(place, [])
            for at in range(max(len(before), len(after))):
                earlier = before[at] if at < len(before) else None
                later = after[at] if at < len(after) else None
                if earlier != later:
                    yield Sentence(place[0], place[1], later or "", earlier)


def _places(uses: tuple[Use, ...]) -> dict[tuple[str, int, str], list[str]]:
    found: dict[tuple[str, int, str], list[str]] = {}
    for use in uses:
        found.setdefault((use.path, use.line, use.how), []).append(use.sentence)
    return found
