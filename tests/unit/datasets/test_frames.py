"""What a notebook learns of a dataset beside its rows."""

import pytest

from assessment.notebook import dataset

BREAK = {"series": "rain", "at": "2024", "note": "The gauge was moved."}


@pytest.fixture
def inside(data_project, monkeypatch):
    """Run in the project, as a notebook does."""

    def go(*resources):
        monkeypatch.chdir(data_project(resources=list(resources)).root)

    return go


def test_a_frame_carries_the_breaks_of_its_series(inside, resource):
    inside(resource(assessment={"breaks": [BREAK]}))
    assert dataset("rain").attrs["breaks"] == [BREAK]


def test_a_dataset_without_breaks_has_an_empty_list(inside, resource):
    inside(resource())
    assert dataset("rain").attrs["breaks"] == []


def test_types_follow_the_schema(inside, resource):
    inside(resource())
    assert {name: str(kind) for name, kind in dataset("rain").dtypes.items()}["mm"] == "Int64"
