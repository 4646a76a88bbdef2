"""What a change asked for with --with is."""

import json

import pytest

from assessment.errors import UsageError
from assessment.pipeline.impact import project_path
from assessment.pipeline.trial import pinned, understood

PACKAGE = json.dumps(
    {"resources": [{"name": f"rain.{year}", "path": f"rain/{year}.csv", "schema": {}} for year in ("2022", "2023")]}
)
PINS = '# which year\nsun: "2020"\nrain: "2022"  # the last whole one\n'


@pytest.fixture
def project(make_project):
    files = {"data/datapackage.json": PACKAGE, "data/pins.yml": PINS}
    return make_project({**files, "data/rain/2022.csv": "a\n1\n", "data/rain/2023.csv": "a\n2\n"})


def test_a_pin_moves_and_all_else_stays(project):
    assert pinned(project, "rain", "2023").decode() == PINS.replace('"2022"', '"2023"')


def test_a_dataset_without_pin_gets_one(make_project):
    project = make_project({"data/datapackage.json": PACKAGE, "data/pins.yml": "sun: 1"})
    assert pinned(project, "rain", "2023") == b'sun: 1\nrain: "2023"\n'


@pytest.mark.parametrize(("dataset", "version"), [("rain", "2024"), ("snow", "2023")])
def test_a_version_that_is_not_declared_is_refused(project, dataset, version):
    with pytest.raises(UsageError, match=f"{dataset}@{version} is not declared"):
        pinned(project, dataset, version)


def test_a_version_a_file_in_place_and_a_file_elsewhere_are_understood(project, tmp_path):
    elsewhere = tmp_path / "incoming" / "rain"
    elsewhere.mkdir(parents=True)
    (elsewhere / "2023.csv").write_text("a\n3\n")
    assert set(understood(project, "rain@2023").writes) == {"data/pins.yml"}
    assert understood(project, str(project.root / "data/rain/2023.csv")).writes == {}


def test_a_file_outside_stands_for_the_one_of_its_name(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("incoming")
    (elsewhere / "2023.csv").write_text("a\n3\n")
    (elsewhere / "new.csv").write_text("a\n4\n")
    assert understood(project, str(elsewhere / "2023.csv")).writes == {"data/rain/2023.csv": b"a\n3\n"}
    given = understood(project, str(elsewhere / "new.csv"), "data/rain/2022.csv")
    assert given.writes == {"data/rain/2022.csv": b"a\n4\n"}
    like = elsewhere / "downloaded.csv"
    like.write_text("a\n2\n5\n")
    assert understood(project, str(like)).writes == {"data/rain/2023.csv": b"a\n2\n5\n"}
    with pytest.raises(UsageError, match="not clear which file"):
        understood(project, str(elsewhere / "new.csv"))
    with pytest.raises(UsageError, match="no file"):
        understood(project, "nothing.csv")


def test_paths_count_from_the_working_folder_and_from_the_project(project, monkeypatch):
    monkeypatch.chdir(project.root / "data")
    assert project_path(project, "rain/2022.csv") == "data/rain/2022.csv"
    assert project_path(project, "data/rain") == "data/rain"
    with pytest.raises(UsageError, match="not in the project"):
        project_path(project, "/")
