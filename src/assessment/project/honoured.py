"""Which keys of `_quarto.yml` a renderer does not honour, by the schema that is shipped with the package."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("book.schema.json")


@dataclass(frozen=True)
class Ignored:
    """A key that some renderers pass over: its place, which renderers, and the values they know, if any."""

    place: tuple[str, ...]
    renderers: tuple[str, ...]
    served: tuple[Any, ...] = ()


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of the keys that are honoured."""
    loaded: Mapping[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def ignored_keys(data: Mapping[str, Any]) -> Iterator[Ignored]:
    """Every key of a configuration that a renderer ignores, in the order in which it is written."""
    for key, value in data.items():
        rule = schema()["properties"].get(str(key))
        if rule is not None:
            yield from _of_key((str(key),), value, rule)


def _of_key(place: tuple[str, ...], value: Any, rule: Mapping[str, Any]) -> Iterator[Ignored]:
    rule = _resolved(rule)
    if "x-ignored-by" in rule:
        yield Ignored(place, tuple(rule["x-ignored-by"]))
    elif "x-otherwise-ignored-by" in rule and value not in rule["enum"]:
        yield Ignored(place, tuple(rule["x-otherwise-ignored-by"]), tuple(rule["enum"]))
    elif isinstance(value, dict):
        yield from _below(place, value, rule)


def _below(place: tuple[str, ...], value: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Ignored]:
    known = {**rule, **next((each for each in rule.get("oneOf", ()) if each.get("type") == "object"), {})}
    for key, inner in value.items():
        here = (*place, str(key))
        found = _rule_of(str(key), known)
        if found is not None:
            yield from _of_key(here, inner, found)
        elif known.get("additionalProperties") is False:
            yield Ignored(here, ("embedded", "quarto"))
        elif "x-others-ignored-by" in known:
            yield Ignored(here, tuple(known["x-others-ignored-by"]))


def _rule_of(key: str, rule: Mapping[str, Any]) -> Mapping[str, Any] | None:
    named: Mapping[str, Any] | None = rule.get("properties", {}).get(key)
    patterns = rule.get("patternProperties", {}).items()
    return named if named is not None else next((each for form, each in patterns if re.search(form, key)), None)


def _resolved(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    target = rule.get("$ref")
    found: Mapping[str, Any] = schema()["$defs"][target.rpartition("/")[2]] if target else rule
    return found
