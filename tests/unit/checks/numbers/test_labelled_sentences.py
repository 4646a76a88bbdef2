"""Typed numbers are found in a labelled set of sentences, and nothing else is called one.

`sentences.yml` was labelled before the rule was made, and the rule was made while looking at it; `held-out.yml`
was labelled at the same time and looked at only when the rule was done.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from assessment.checks.numbers.language import load_language
from assessment.checks.numbers.printed import TYPED, numbers_in
from assessment.checks.numbers.texts import read_prose
from assessment.checks.safeguarding.markdown import Source, plain_text
from assessment.checks.safeguarding.passages import Place

VALUES = {"rain.total": "641 mm", "rain.share": "12%"}
LABEL = re.compile("⟦(.*?)⟧")
PICTURES = ("caption", "alternative text")


def sentences(name):
    """Each sentence with its kind and the numbers that a person called typed."""
    read = yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for kind, labelled in read.items():
        for text in labelled:
            bare = LABEL.sub(r"\1", text)
            yield (
                kind,
                f"# {bare}" if kind == "heading" else bare,
                [" ".join(plain_text(t).split()) for t in LABEL.findall(text)],
            )


def typed_in(kind, text):
    source = Source(Place("a.qmd"), kind if kind in PICTURES else "prose", values=VALUES)
    language = load_language("en-GB")
    passages = read_prose(text, source).passages
    return [number.text for passage in passages for number in numbers_in(passage, language) if number.origin == TYPED]


def judged(name):
    """How many labels were found and missed, and which findings no label stands behind."""
    found, missed, false = 0, [], []
    for kind, text, labels in sentences(name):
        typed = typed_in(kind, text)
        hit = [label for label in labels if any(is_same(label, one) for one in typed)]
        found += len(hit)
        missed += [(text, label) for label in labels if label not in hit]
        false += [(text, one) for one in typed if not any(is_same(label, one) for label in labels)]
    return found, missed, false


def is_same(label, typed):
    """Whether a label and a finding are about the same number; one may hold a word more ("half of", "half")."""
    return f" {label} " in f" {typed} " or f" {typed} " in f" {label} " or typed.strip("+") in label.split()


@pytest.mark.parametrize("name", ["sentences.yml", "held-out.yml"])
def test_recall_and_precision(name):
    found, missed, false = judged(name)
    assert found / (found + len(missed)) >= 0.95, missed
    assert found / (found + len(false)) >= 0.95, false


def test_the_set_is_large_and_of_several_kinds():
    labelled = list(sentences("sentences.yml"))
    assert len(labelled) >= 200
    assert {kind for kind, _, _ in labelled} == {"prose", "heading", *PICTURES, "table"}
    without = sum(not labels for _, _, labels in labelled)
    assert 0.3 < without / len(labelled) < 0.7
    assert len(list(sentences("held-out.yml"))) * 5 >= len(labelled)
