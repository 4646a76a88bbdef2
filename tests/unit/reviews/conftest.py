"""Subjects and sign-offs in plain terms: `d("a")` are digests of data "a", and so on."""

from __future__ import annotations

import hashlib

import pytest

from assessment.reviews.entries import Digests, SignOff
from assessment.reviews.subjects import Subject


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def digests():
    def make(data="data", code="code", rendering="picture", text="text"):
        return Digests(_sha(data), _sha(code) if code else "", _sha(rendering), _sha(text))

    return make


@pytest.fixture
def subject(digests):
    def make(id="fig-rain", *, tables=(), analysts=("Ana Lyst",), words=(), sentences=(), kind="figure", **parts):
        return Subject(
            id=id,
            kind=kind,
            notebook="notebooks/rain.ipynb",
            cell=id,
            title="Rain by month",
            words=tuple(words),
            sentences=tuple(sentences),
            tables=tuple(tables),
            pictures=(),
            markdown="",
            code="show(figure, rain)",
            inputs={},
            analysts=analysts,
            digests=digests(**parts),
        )

    return make


@pytest.fixture
def sign(digests):
    """A sign-off; `at` counts seconds, the other words name what the digests are of."""

    def make(role="assurer", name="Ada", at=0, decision="approved", note="", **parts):
        return SignOff(role, name, f"2026-01-01T00:00:{at:02d}Z", decision, digests(**parts), note)

    return make
