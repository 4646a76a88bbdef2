"""The library gives back what it was given for the same inputs, and stays within its limit."""

import os

import pytest

from assessment.notebooks.fingerprint import Read, digest, input_digests
from assessment.notebooks.library import Library
from assessment.notebooks.reading import notebook_from_json
from assessment.notebooks.store import Record

NOTEBOOK = notebook_from_json({"cells": [{"cell_type": "code", "source": "rain()"}]}, "notebooks/rain.ipynb")


@pytest.fixture
def keep(tmp_path):
    """Keep the result of the notebook for rain of so many millimetres."""

    def keep(library, millimetres):
        content = f"{millimetres} mm".encode()
        measured(tmp_path, millimetres)
        inputs = input_digests(tmp_path, Read([tmp_path / "rain.csv"]))
        library.add(NOTEBOOK, Record("", "here", inputs, digest(content)), content)
        return content

    return keep


def measured(root, millimetres):
    (root / "rain.csv").write_text(str(millimetres))


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library", 10_000)


def found(library, root, environment="here"):
    entry = library.find(root, NOTEBOOK, environment, {})
    return entry and entry[1]


def test_a_result_is_found_by_the_inputs_it_had(tmp_path, library, keep):
    dry, wet = keep(library, 3), keep(library, 80)
    assert found(library, tmp_path) == wet
    measured(tmp_path, 3)
    assert found(library, tmp_path) == dry
    measured(tmp_path, 4)
    assert found(library, tmp_path) is None


def test_another_environment_has_results_of_its_own(tmp_path, library, keep):
    keep(library, 3)
    assert found(library, tmp_path, "elsewhere") is None


@pytest.mark.parametrize("damage", [b"", b"4 mm"])
def test_a_corrupt_result_is_dropped_and_named(tmp_path, library, keep, damage):
    keep(library, 3)
    (path,) = (tmp_path / "library/results").rglob("*.ipynb")
    path.write_bytes(damage)
    assert found(library, tmp_path) is None
    assert library.corrupt == [path.name]
    assert not path.exists()


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b'[{"code": 1, "unheard": 2}]'])
def test_a_corrupt_list_of_inputs_is_as_none(tmp_path, library, keep, damage):
    content = keep(library, 3)
    (path,) = (tmp_path / "library/inputs").rglob("*.json")
    path.write_bytes(damage)
    assert found(library, tmp_path) is None
    assert keep(library, 3) == content
    assert found(library, tmp_path) == content


def test_what_was_used_longest_ago_goes_first(tmp_path, keep):
    library = Library(tmp_path / "library", 10_000)
    keep(library, 3)
    for path in (tmp_path / "library").rglob("*"):
        os.utime(path, (0, 0))
    keep(library, 4)
    size = sum(path.stat().st_size for path in (tmp_path / "library").rglob("*") if path.is_file())
    Library(tmp_path / "library", size - 1).collect()
    assert found(library, tmp_path) == b"4 mm"
    measured(tmp_path, 3)
    assert found(library, tmp_path) is None
    Library(tmp_path / "library", 0).collect()
    assert not [path for path in (tmp_path / "library").rglob("*") if path.is_file()]
