"""After each kind of edit exactly the notebooks run that it affects, on the books that benchmarks measure with."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

_WORKLOAD = Path(__file__).parents[2] / "benchmarks" / "workload.py"


@pytest.fixture(scope="session")
def workload():
    spec = importlib.util.spec_from_file_location("workload", _WORKLOAD)
    module = importlib.util.module_from_spec(spec)
    sys.modules["workload"] = module
    spec.loader.exec_module(module)
    return module


SIZES = ["small", pytest.param("medium", marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
def test_the_executed_set_is_the_expected_one_after_every_kind_of_edit(workload, book_at, tmp_path, size):
    book = book_at(tmp_path / size)
    workload.make(book.root, workload.SIZES[size])
    expected = json.loads(book.text("expected.json"))
    assert set(expected) == set(workload.KINDS)
    every = [workload.slug(number) for number in range(workload.SIZES[size].notebooks)]
    assert book.build().json["executed"] == every
    for number, kind in enumerate(workload.KINDS, 1):
        workload.edit(book.root, kind, number)
        said = book.build().json
        assert (kind, said["executed"]) == (kind, expected[kind])
        assert sorted([*said["executed"], *said["reused"]]) == every
    assert book.build().json["executed"] == []


def test_the_same_arguments_make_the_same_book(workload, book_at, tmp_path):
    for name in ("one", "two"):
        workload.make(tmp_path / name, workload.SIZES["small"])
    one, two = (book_at(tmp_path / name).files("") for name in ("one", "two"))
    assert one == two
    assert len(one) > 15
