"""What the commands that follow numbers and figures print."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assessment.cli import show_review
from assessment.cli.show import fitted

if TYPE_CHECKING:
    from assessment.editions.changes import Difference
    from assessment.pipeline.impact import Impact
    from assessment.pipeline.trace import Trace
    from assessment.provenance.graph import Disagreement, Input, Lineage, Source
    from assessment.reviews.states import Review

_SCHEMA = 1
_SHORT = 12


def trace(found: Trace, as_json: bool) -> None:
    """A lineage, from the cell to the sources and to where it is used, and its review."""
    traced = found.lineage
    if as_json:
        _json(_traced(traced, found.review))
        return
    _say(f"{traced.kind} {traced.id}: {traced.text}")
    _say(f"  computed in {traced.notebook}, {traced.cell} (sha256 {traced.sha256[:_SHORT]}…)")
    for line in (*_facts(traced), *_inputs(traced)):
        _say(line)
    for one in traced.disagreements:
        _say(f"  sources disagree ({one.id}, {one.topic}): {_sides(one)}. {one.verdict}")
    for use in traced.used_in:
        _say(f"  {use.how} in {use.path}:{use.line}" + (f": {use.sentence}" if use.sentence else ""))
    for said in show_review.review_lines(found.review):
        _say(f"  {said}")


def impact(found: Impact, *, tried: bool, as_json: bool) -> None:
    """What may change, or (``tried``) what does."""
    if as_json:
        _json(_impact(found, tried=tried))
        return
    for name in found.failed:
        _say(f"fails    {name}")
    for one in found.findings:
        _say(f"         {one.code} {one.path or ''} [{one.cell or ''}] {one.message}")
    for name in found.notebooks:
        _say(f"{'runs' if tried else 'notebook':8} {name}")
    for kind, names in (("figure", found.figures), ("table", found.tables)):
        for name in names:
            _say(f"{kind:8} {name}")
    for move in found.values:
        _say(f"value    {move.id}" + (f": {move.old or '(new)'} → {move.new or '(gone)'}" if tried else ""))
    for sentence in found.sentences:
        _say(f"{sentence.path}:{sentence.line}")
        if sentence.old is not None:
            _say(f"  - {sentence.old}")
        _say(f"  {'+' if tried else ' '} {sentence.text or '(gone)'}")
    _say(_summary(found, tried=tried))


def updated(found: Impact, wanted: str, written: str | None, as_json: bool) -> None:
    """That a pin moved, or why it did not."""
    if as_json:
        _json({**_impact(found, tried=True), "written": [written] if written else []})
    elif written:
        _say(f"wrote {written}: {wanted}. Run `assessment build`, then `assessment accept`.")
    elif found.failed:
        _say(f"The pin stands as it was: with {wanted} {', '.join(found.failed)} fails.")
    else:
        _say(f"{wanted} is in use already.")


def verified(found: tuple[Difference, ...], rebuilt: bool, as_json: bool) -> None:
    """How an edition differs from what it says it is."""
    if as_json:
        _json({"ok": not found, "differences": [vars(one) for one in found]})
        return
    alike: dict[tuple[str, str], list[str]] = {}
    for one in found:
        alike.setdefault((one.what, one.detail), []).append(one.where)
    for (what, detail), (first, *more) in alike.items():
        places = f"{first} and {len(more)} more" if len(more) > 1 else ", ".join((first, *more))
        _say(f"{what:10} {places}: {detail}")
    against = "its manifest, and a fresh build of its commit" if rebuilt else "its manifest"
    _say(f"Differs from {against}." if found else f"The edition is what it says: it agrees with {against}.")


def _traced(traced: Lineage, review: Review | None) -> dict[str, Any]:
    value = traced.value
    return {
        "id": traced.id,
        "kind": traced.kind,
        "notebook": traced.notebook,
        "cell": traced.cell,
        "inputs": [_input(item) for item in traced.inputs],
        "sha256": traced.sha256,
        "used_in": [{"path": use.path, "line": use.line} for use in traced.used_in],
        "review": show_review.review(review),
        "text": traced.text,
        "unit": value.unit if value else None,
        "base": value.base if value else None,
        "population": value.population if value else None,
        "period": value.period if value else None,
        "evidence": value.evidence if value else None,
        "rows": [{"path": row.path, "line": row.line, "declared": traced.declared} for row in traced.rows],
        "caveats": list(traced.caveats),
        "breaks": [vars(one) for one in traced.breaks],
        "disagreements": [vars(one) for one in traced.disagreements],
        "sentences": [{"path": u.path, "line": u.line, "how": u.how, "text": u.sentence} for u in traced.used_in],
    }


def _input(item: Input) -> dict[str, Any]:
    licences = [{"name": one.name, "title": one.title, "path": one.address} for one in item.licences]
    return {
        "dataset": item.dataset,
        "version": item.version,
        "path": item.path,
        "sha256": item.sha256,
        "source": [_said(_source(source)) for source in item.sources],
        "licence": [_said(licence) for licence in licences],
        "retrieved": item.retrieved or None,
    }


def _source(source: Source) -> dict[str, Any]:
    year: str | int = int(source.year) if source.year.isdigit() else source.year
    named = {"title": source.title, "publisher": source.publisher, "path": source.address}
    return {**named, "year": year, "page": source.page, "bibkey": source.bibkey}


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: text for name, text in fields.items() if text != ""}


def _impact(found: Impact, *, tried: bool) -> dict[str, Any]:
    values = [{"id": m.id, "old": m.old, "new": m.new} if tried else {"id": m.id} for m in found.values]
    sentences: list[dict[str, Any]] = []
    for one in found.sentences:
        place = {"path": one.path, "line": one.line, "text": one.text}
        sentences.append({**place, "old": one.old} if tried else place)
    said: dict[str, Any] = {"notebooks": list(found.notebooks), "figures": list(found.figures)}
    said |= {"tables": list(found.tables), "values": values, "sentences": sentences}
    if tried:
        said |= {"failed": list(found.failed), "findings": [one.as_json() for one in found.findings]}
    return said


def _facts(traced: Lineage) -> Iterator[str]:
    value = traced.value
    if value:
        named = {"unit": value.unit, "base": value.base, "population": value.population, "period": value.period}
        told = ", ".join(f"{name}: {text}" for name, text in {**named, "evidence": value.evidence}.items() if text)
        yield f"  {told}"
    for row in traced.rows:
        how = "rests on" if traced.declared else "found by its number, not declared, in"
        yield f"  {how} {row.path}:{row.line}"
    for caveat in traced.caveats:
        yield f"  caveat: {caveat}"
    for one in traced.breaks:
        yield f"  break in {one.series} at {one.at}: {one.note}"


def _inputs(traced: Lineage) -> Iterator[str]:
    for item in traced.inputs:
        name = f"{item.dataset}, version {item.version}" if item.dataset else "not declared"
        yield f"  from {item.path} ({name}; sha256 {item.sha256[:_SHORT]}…)"
        for source in item.sources:
            page = f", {source.page}" if source.page else ""
            yield f"    source: {source.publisher}, {source.title} ({source.year}{page})"
        for licence in item.licences:
            yield f"    licence: {licence.title or licence.name}"


def _sides(one: Disagreement) -> str:
    return f"{one.version_a} ({one.source_a}); {one.version_b} ({one.source_b})"


def _summary(found: Impact, *, tried: bool) -> str:
    things = (("notebook", found.notebooks), ("figure", found.figures), ("table", found.tables))
    counts = {name: len(many) for name, many in (*things, ("value", found.values), ("sentence", found.sentences))}
    told = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count)
    if not told:
        return "Nothing changes." if tried else "Nothing depends on it."
    return f"{'Changes' if tried else 'May change'}: {told}."


def _json(content: dict[str, Any]) -> None:
    print(json.dumps({"schema": _SCHEMA, **content}, indent=1, ensure_ascii=False))


def _say(line: str) -> None:
    """A line as wide as the terminal, what follows indented below what it belongs to."""
    print(fitted(line))
