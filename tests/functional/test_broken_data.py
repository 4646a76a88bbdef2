"""Data that differ from what the data package declares: a finding with file, row and column."""

from __future__ import annotations

import hashlib
import json

import pytest

RAIN = "data/rain/2023.csv"
PACKAGE = "data/datapackage.json"


def declare_again(book):
    """Declare size and digest of every file anew, so that only its content is wrong."""
    package = json.loads(book.text(PACKAGE))
    for resource in package["resources"]:
        content = (book.root / "data" / resource["path"]).read_bytes()
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    book.write(PACKAGE, json.dumps(package))


def data_findings(said):
    return [(f["code"], f["path"], f["line"], f["column"]) for f in said.findings if f["code"].startswith("D")]


def test_a_digest_that_differs(weather):
    weather.edit(RAIN, "coast,2,61", "coast,2,62")
    said = weather.check()
    assert (said.code, data_findings(said)) == (1, [("D101", RAIN, None, None)])


FAULTS = {
    "a type that differs": ("coast,2,61", "coast,2,many", ("D104", 3, "millimetres")),
    "out of range": ("coast,2,61,12", "coast,2,61,99", ("D105", 3, "wet_days")),
    "a word that is not allowed": ("hills,2,", "mountains,2,", ("D105", 6, "town")),
    "a value that is missing": ("coast,2,", ",2,", ("D105", 3, "town")),
    "a key that stands twice": ("coast,3,", "coast,2,", ("D106", 4, None)),
    "an unknown status": ("49,10,provisional", "49,10,guessed", ("D107", 8, "status")),
    "a column too many": ("wet_days,status", "wet_days,status,note", ("D103", 1, "note")),
    "a cell too many": ("61,12,final", "61,12,final,surely", ("D103", 3, None)),
    "a column that is missing": (",status\n", "\n", ("D103", 1, "status")),
}


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_at_its_row_and_column(weather, old, new, fault):
    weather.edit(RAIN, old, new)
    declare_again(weather)
    said = weather.check()
    assert said.code == 1
    code, row, column = fault
    assert (code, RAIN, row, column) in data_findings(said)


def test_an_encoding_that_is_not_utf8_is_found_at_its_row(weather):
    content = (weather.root / RAIN).read_bytes()
    weather.write(RAIN, content.replace(b"hills,2", b"h\xfcgel,2"))
    declare_again(weather)
    assert data_findings(weather.check()) == [("D108", RAIN, 6, None)]


def test_a_file_that_is_empty(weather):
    weather.write(RAIN, "")
    declare_again(weather)
    assert data_findings(weather.check()) == [("D103", RAIN, None, None)]


def test_a_file_that_is_declared_and_absent(weather):
    (weather.root / "data/temperature/2023.csv").unlink()
    assert data_findings(weather.check()) == [("D102", "data/temperature/2023.csv", None, None)]


def test_a_file_that_is_there_and_not_declared_is_a_warning(weather):
    weather.write("data/snow.csv", "town\n")
    said = weather.check()
    assert (said.code, data_findings(said)) == (0, [("D111", "data/snow.csv", None, None)])


PACKAGES = {
    "not JSON": (PACKAGE, '{"resources": [\n,]}', ("D109", PACKAGE, 2, None)),
    "not UTF-8": (PACKAGE, b'{"title": "\xe4"}', ("D109", PACKAGE, None, None)),
    "no list of resources": (PACKAGE, '{"resources": ["rain"]}', ("D109", PACKAGE, None, None)),
    "pins that are not YAML": ("data/pins.yml", "temperature: [\n", ("D109", "data/pins.yml", 2, None)),
    "pins that are not UTF-8": ("data/pins.yml", b"temperature: \xe4\n", ("D109", "data/pins.yml", None, None)),
    "a pin of no version": ("data/pins.yml", "temperature: 1999\n", ("D110", "data/pins.yml", 1, None)),
    "no pin for two versions": ("data/pins.yml", "", ("D110", "data/pins.yml", None, None)),
}


@pytest.mark.parametrize(("path", "content", "expected"), PACKAGES.values(), ids=PACKAGES)
def test_a_package_or_pin_that_cannot_be_used(weather, path, content, expected):
    weather.write(path, content)
    said = weather.check()
    assert said.code == 1
    assert expected in data_findings(said)


def test_a_draft_is_made_with_data_that_are_wrong(weather):
    weather.edit(RAIN, "coast,1,80", "coast,1,90")
    said = weather.build()
    assert (said.code, said.json["executed"]) == (1, ["plain", "rain"])
    assert "D101" in said.codes
    assert "most of it 251 mm" in weather.printed()


def test_the_version_pinned_is_the_one_that_is_read(weather):
    assert "reached 18.4 degrees" in weather.page("chapters/temperature.html")
    weather.edit("data/pins.yml", '"2022"', '"2023"')
    said = weather.build()
    assert (said.code, said.json["executed"]) == (0, ["temperature"])
    assert "reached 19.3 degrees" in weather.page("chapters/temperature.html")
    (source,) = weather.run("trace", "temperature.warmest", "--json").json["inputs"]
    assert (source["version"], source["path"]) == ("2023", "data/temperature/2023.csv")
