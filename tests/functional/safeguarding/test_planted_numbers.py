"""Small cells, cells that follow by subtraction, and percentages without a base: planted, and found at their place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

PLANTS = yaml.safe_load((Path(__file__).parent / "numbers.yml").read_text(encoding="utf-8"))


def planted(club, group):
    """Plant all of a group; gives the places by name."""
    return {name: club.plant(*next(iter(plant.items()))) for name, plant in PLANTS[group].items()}


def places(findings, codes):
    return {(f.path, f.line, f.cell) for f in findings if f.code in codes}


@pytest.mark.parametrize(
    ("group", "codes", "least"),
    [
        ("small", {"S711", "S713"}, 10),
        ("without-base", {"S721"}, 10),
        ("few", {"S722"}, 3),
        ("small-survey", {"S714", "S715"}, 3),
    ],
)
def test_what_is_planted_is_found_and_nothing_else(club, group, codes, least):
    expected = planted(club, group)
    assert len(expected) >= least
    assert places(club.findings(), codes) == set(expected.values())


def test_cells_that_follow_by_subtraction_are_found(club):
    expected = planted(club, "derived")
    found = places(club.findings(), {"S712", "S713"})
    assert len(expected) >= 5
    assert not [name for name, place in expected.items() if place not in found]


@pytest.mark.parametrize("name", PLANTS["harmless"])
def test_what_is_harmless_gives_no_finding(club, name):
    club.plant(*next(iter(PLANTS["harmless"][name].items())))
    assert [finding for finding in club.findings() if finding.code != "S751"] == []


def test_a_cell_hidden_in_one_version_and_shown_in_another_is_found(club):
    versions = [{"path": f"visits/{year}.csv", "dataset": "visits", "version": year} for year in ("2023", "2024")]
    club.package["resources"] = [{"name": f"visits.{version['version']}", **version} for version in versions]
    club.rows = [
        f"v,2022,Alba,{who},{count},children,,,verified," for who, count in (("all", 99), ("girls", ""), ("boys", ""))
    ]
    assert club.findings() == []
    header = "series,period,place,dimension,value,unit,qualifier,base,status,caveat"
    club.files["data/visits/2023.csv"] = f"{header}\nv,2022,Alba,girls,90,children,,,verified,\n"
    assert places(club.findings(), {"S712"}) == {("data/visits/2024.csv", 4, None)}


def test_people_by_age_sex_and_place_at_once_are_found(club):
    lines = ["Children by town.", "Town | Age | Girls | Boys", "Alba | 7-10 years | 30 | 40"]
    place = club.plant_table(lines)
    assert places(club.findings(), {"S716"}) == {place}
