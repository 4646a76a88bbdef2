"""Read `safeguarding.yml`: the rules are data, written in plain words, and every mistake in them names its line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from assessment.checks.safeguarding.published import RULES
from assessment.checks.safeguarding.reader import Reader
from assessment.errors import ConfigurationError
from assessment.project.lined_yaml import YamlError, parse

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class WordRule:
    """Words to avoid, what to write for them and why; a match that touches one of ``unless`` is no match."""

    avoid: re.Pattern[str]
    unless: re.Pattern[str]
    prefer: str
    why: str


@dataclass(frozen=True)
class Allow:
    """An exception with its reason: a place, or a text in a place, where findings with ``code`` are not made."""

    reason: str
    code: str
    text: str = ""
    path: str = ""
    cell: str = ""
    dataset: str = ""
    column: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Numbers:
    """What counts people, where totals stand, which thresholds hold and what the columns of data files are called."""

    people: re.Pattern[str] = _NOTHING
    others: re.Pattern[str] = _NOTHING
    survey: re.Pattern[str] = _NOTHING
    labels: re.Pattern[str] = _NOTHING
    rates: re.Pattern[str] = _NOTHING
    totals: re.Pattern[str] = _NOTHING
    running: re.Pattern[str] = _NOTHING
    inexact: re.Pattern[str] = _NOTHING
    hidden: frozenset[str] = frozenset()
    largest_hidden: int = 10
    survey_hidden: int = 25
    survey_flagged: int = 50
    change: int = 50
    value: str = "value"
    unit: str = "unit"
    base: str = "base"
    qualifier: str = "qualifier"
    series: str = "series"
    notes: frozenset[str] = frozenset()
    identifying: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Percentages:
    """How percentages and changes are written, and how their base is named or a small base flagged."""

    units: re.Pattern[str] = _NOTHING
    changes: re.Pattern[str] = _NOTHING
    named: re.Pattern[str] = _NOTHING
    counted: re.Pattern[str] = _NOTHING
    flagged: re.Pattern[str] = _NOTHING


@dataclass(frozen=True)
class Block:
    """A block that must stand at the start or end of the book: what it says, whether it is dated, how old it may be."""

    name: str
    at: str
    says: Mapping[str, re.Pattern[str]]
    first: bool = False
    dated: bool = False
    max_age_days: int = 0


@dataclass(frozen=True)
class Rules:
    """All rules of a project, with the digest of their file; a section that is absent is not checked."""

    words: tuple[WordRule, ...] = ()
    allow: tuple[Allow, ...] = ()
    numbers: Numbers | None = None
    percentages: Percentages | None = None
    hosts: Mapping[str, tuple[str, ...]] | None = None
    blocks: tuple[Block, ...] = ()
    may_be_typed: re.Pattern[str] | None = None
    any_word: re.Pattern[str] = field(default=_NOTHING)
    digest: str = ""


def load_rules(root: Path) -> Rules:
    """The rules of a project; none at all where it has no `safeguarding.yml`.

    Raises:
        ConfigurationError: the file cannot be understood (with the line).
    """
    path = root / RULES
    if not path.is_file():
        return Rules()
    try:
        return _rules(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as exc:
        raise ConfigurationError("not UTF-8", path=RULES, hint="save the file as UTF-8") from exc


@lru_cache(maxsize=2)
def _rules(text: str) -> Rules:
    try:
        document = parse(text)
    except YamlError as exc:
        hint = "mend the YAML at this line; put a phrase with a colon or # in quotation marks"
        raise ConfigurationError(f"not valid YAML: {exc}", path=RULES, line=exc.line, hint=hint) from exc
    reader = Reader(RULES, document).with_sets("sets")
    reader.keys({"sets", "words", "allow", "numbers", "percentages", "links", "blocks", "typed"})
    words = tuple(_word(item) for item in reader.items("words"))
    return Rules(
        digest=hashlib.sha256(text.encode()).hexdigest(),
        words=words,
        allow=tuple(_allow(item) for item in reader.items("allow")),
        numbers=_numbers(reader.below("numbers")) if reader.has("numbers") else None,
        percentages=_percentages(reader.below("percentages")) if reader.has("percentages") else None,
        hosts={item.text("kind"): item.texts("hosts") for item in reader.items("links")}
        if reader.has("links")
        else None,
        blocks=tuple(_block(item) for item in reader.items("blocks")),
        may_be_typed=reader.phrases("typed") if reader.has("typed") else None,
        any_word=re.compile("|".join(rule.avoid.pattern for rule in words) or r"(?!)", re.IGNORECASE),
    )


def _word(item: Reader) -> WordRule:
    item.keys({"avoid", "prefer", "why", "basis", "unless"}, needed={"avoid", "prefer", "why"})
    return WordRule(item.phrases("avoid"), item.phrases("unless"), item.text("prefer"), item.text("why"))


def _allow(item: Reader) -> Allow:
    places = ("text", "path", "cell", "dataset", "column")
    item.keys({*places, "reason", "code"}, needed={"reason"})
    if not any(item.has(place) for place in places[:-1]):
        item.fail("an exception names a text, a path, a cell or a dataset")
    given = {place: item.text(place) for place in places if item.has(place)}
    return Allow(item.text("reason"), item.text("code", "S701"), **given, line=item.line())


def _numbers(section: Reader) -> Numbers:
    section.keys(
        {"people", "others", "survey", "labels", "rates", "totals", "running", "inexact", "hidden", "identifying"}
        | {"largest-hidden", "survey-hidden", "survey-flagged", "change", "columns"},
        needed={"people", "others"},
    )
    columns, identifying = section.below("columns"), section.below("identifying")
    columns.keys({"value", "unit", "base", "qualifier", "series", "notes"})
    return Numbers(
        people=section.phrases("people"),
        others=section.phrases("others"),
        survey=section.phrases("survey"),
        labels=section.phrases("labels"),
        rates=section.phrases("rates"),
        totals=section.phrases("totals"),
        running=section.phrases("running"),
        inexact=section.phrases("inexact"),
        hidden=frozenset(mark.casefold() for mark in section.texts("hidden")),
        largest_hidden=section.number("largest-hidden", Numbers.largest_hidden),
        survey_hidden=section.number("survey-hidden", Numbers.survey_hidden),
        survey_flagged=section.number("survey-flagged", Numbers.survey_flagged),
        change=section.number("change", Numbers.change),
        value=columns.text("value", Numbers.value),
        unit=columns.text("unit", Numbers.unit),
        base=columns.text("base", Numbers.base),
        qualifier=columns.text("qualifier", Numbers.qualifier),
        series=columns.text("series", Numbers.series),
        notes=frozenset(columns.texts("notes")),
        identifying=tuple(identifying.phrases(name) for name in identifying.names()),
    )


def _percentages(section: Reader) -> Percentages:
    names = {"units", "changes", "named", "counted", "flagged"}
    section.keys(names, needed=names)
    return Percentages(**{name: section.phrases(name) for name in sorted(names)})


def _block(item: Reader) -> Block:
    item.keys({"class", "at", "says", "first", "dated", "max-age-days"}, needed={"class", "at"})
    if item.text("at") not in ("start", "end"):
        item.fail("`at:` is start or end", "at")
    says = item.below("says")
    return Block(
        name=item.text("class"),
        at=item.text("at"),
        says={what: says.phrases(what) for what in says.names()},
        first=item.flag("first"),
        dated=item.flag("dated"),
        max_age_days=item.number("max-age-days", 0),
    )
