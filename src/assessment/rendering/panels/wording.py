"""The words in which sources are told: the same under a figure of a web page and under one of the PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from assessment.datasets.package import DESCRIPTOR, PINS
from assessment.locales.words import words
from assessment.project.lined_yaml import plain
from assessment.provenance.graph import Input, Lineage

Labels = Mapping[str, str]
_Item = TypeVar("_Item")
_SHOWN = 2  # datasets that a line names; the panel names all
_MANY = 9  # datasets of which naming the first two would say nothing: they are counted
_LONG = 60  # characters of a publisher's name that a line has room for
_SENTENCE = re.compile(r"(?<=[.?!])\s")
_UNSAFE = re.compile(r"[^\w-]+")


def read_labels(look: Path, lang: str = "en") -> Labels:
    """The words of the page templates in ``look``, which the PDF's annex uses too, in the language of the book."""
    labels: dict[str, str] = plain((look / "html" / "labels.en.yml").read_text(encoding="utf-8"))
    return {**labels, **words(lang).page}


def data_of(lineage: Lineage) -> tuple[Input, ...]:
    """The files of data behind something; the data package and its pins lead to them, and count where they are all."""
    return tuple(item for item in lineage.inputs if item.path not in (DESCRIPTOR, PINS)) or lineage.inputs


def anchor(item: Input) -> str:
    """A name for a file that was read, fit for ids: the dataset and its version, else the path."""
    name = f"{item.dataset}-{item.version}" if item.dataset else item.path
    return _UNSAFE.sub("-", name).strip("-")


def short_name(item: Input) -> str:
    """A dataset and its version as notebooks name them; the path of a file that is not declared."""
    return f"{item.dataset} {item.version}" if item.dataset else item.path


def title(item: Input, labels: Labels) -> str:
    """A dataset version as readers know it."""
    if not item.dataset:
        return item.path
    return labels["sources_data"].format(title=item.title or item.dataset, version=item.version)


def publishers(items: Iterable[Input]) -> tuple[str, ...]:
    """Every publisher behind these files, the one of most sources first."""
    counted = Counter(source.publisher for item in items for source in item.sources if source.publisher)
    return tuple(name for name, _ in counted.most_common())


def publishers_in_short(items: Iterable[Input], labels: Labels) -> str:
    """The first publisher, and how many there are beside it; empty where none is known."""
    names = _once(map(shortened, publishers(items)))
    if not names:
        return ""
    others = len(names) - 1
    form = ("sources_publisher", "sources_publishers_two")[others] if others < _SHOWN else "sources_publishers"
    return labels[form].format(name=names[0], other=names[-1], count=others)


def shortened(name: str) -> str:
    """A long name up to the last of its commas that a line has room for: whose work it is, not for whom it was done."""
    kept = name[:_LONG].rpartition(",")[0]
    return kept if len(name) > _LONG and kept else name


def years(items: Iterable[Input]) -> str:
    """The years in which the sources were published: one, or first and last."""
    found = sorted({source.year for item in items for source in item.sources if source.year})
    return "\N{EN DASH}".join(dict.fromkeys((found[0], found[-1]))) if found else ""


def documents(item: Input, labels: Labels) -> str:
    """How many documents a file's numbers were taken from."""
    count = len(item.sources)
    return labels["sources_documents_one" if count == 1 else "sources_documents_many"].format(count=count)


def licences(items: Iterable[Input]) -> tuple[str, ...]:
    """The names of every licence behind these files; the title where a licence has no name."""
    return _once(licence.name or licence.title for item in items for licence in item.licences)


def line(lineage: Lineage, labels: Labels) -> str:
    """The line under a figure or table: which data in which version, whose, of which years."""
    items = data_of(lineage)
    if not items:
        return labels["sources_line"].format(data=labels["sources_none"])
    named = " ".join(filter(None, ("; ".join(title(item, labels) for item in shown(items)), further(items, labels))))
    whose = ", ".join(filter(None, (publishers_in_short(items, labels), years(items))))
    return labels["sources_line"].format(data=". ".join(filter(None, (named, whose)))) + "."


def shown(items: tuple[Input, ...]) -> tuple[Input, ...]:
    """The files that are named where there is little room: all, the first of several, none of very many."""
    return items[:_SHOWN] if len(items) <= _MANY else ()


def further(items: tuple[Input, ...], labels: Labels) -> str:
    """How many files there are beside those that are named; empty where all are."""
    more = len(items) - len(shown(items))
    if len(items) > _MANY:
        return labels["sources_many_data"].format(count=more)
    return labels["sources_more_data" if more > 1 else "sources_one_more_data"].format(count=more) if more else ""


def what_it_counts(lineage: Lineage, labels: Labels) -> str:
    """What a number is a number of: its unit, base, population and period, as far as the notebook says.

    The number is printed beside it: a percentage shows its unit itself.
    """
    value = lineage.value
    if value is None:
        return ""
    unit = "" if value.unit == "percent" else value.unit
    base = labels["sources_base"].format(base=value.base) if value.base else ""
    return ", ".join(filter(None, (unit, value.population, value.period, base)))


def merged(lineages: Iterable[Lineage]) -> tuple[Input, ...]:
    """Every file behind these lineages once, in order of its title, with every source that any of them names.

    What a reader has to know of a single row stays with the number that rests on it.
    """
    found: dict[str, Input] = {}
    for item in (item for lineage in lineages for item in data_of(lineage)):
        known = found.get(item.path, item)
        found[item.path] = replace(known, sources=_once((*known.sources, *item.sources)), caveats=())
    return tuple(sorted(found.values(), key=lambda item: (item.title or item.path, item.path)))


def first_sentence(text: str) -> str:
    """The first sentence of a caption: lists name a figure, its caption explains it."""
    return _SENTENCE.split(text, maxsplit=1)[0]


def _once(items: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(items))
