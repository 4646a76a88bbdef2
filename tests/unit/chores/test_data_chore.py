import hashlib
import json
from pathlib import Path

import pytest

from assessment.chores.data import Description, add_data, empty_dataset, guess
from assessment.chores.parts import written
from assessment.datasets.package import DESCRIPTOR, PINS
from assessment.datasets.verification import verify
from assessment.errors import UsageError

SNOW = b"town,days,depth\ncoast,3,1.5\nhills,9,12.25\n"
SAID = Description("snow", "2024", source={"title": "Yearbook"}, licence="CC0-1.0")


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/x/data/rain/2024.csv", ("rain", "2024")),
        ("/x/Heavy rain-2023.csv", ("heavy_rain", "2023")),
        ("/x/rain2022.csv", ("rain", "2022")),
    ],
)
def test_dataset_and_version_are_guessed_from_the_path(path, parts):
    assert guess(Path(path)) == parts


def test_a_file_is_declared_pinned_and_verified(report):
    addition = add_data(report(), SNOW, SAID)
    written(report().root, addition)
    entry = json.loads(addition.writes[DESCRIPTOR])["resources"][-1]
    kinds = {field["name"]: field["type"] for field in entry["schema"]["fields"]}
    assert kinds == {"town": "string", "days": "integer", "depth": "number"}
    assert entry["hash"] == f"sha256:{hashlib.sha256(SNOW).hexdigest()}"
    assert addition.writes[PINS].decode().endswith('rain: "2024"\nsnow: "2024"\n')
    assert verify(report()).findings == ()


@pytest.mark.parametrize("content", [b"town;mm\ncoast;1,5\n", b"town\tmm\ncoast\t1\n"], ids=["semicolons", "tabs"])
def test_a_file_without_commas_is_refused_and_says_so(report, content):
    with pytest.raises(UsageError, match="not separated by commas") as caught:
        add_data(report(), content, SAID)
    assert "save it with commas" in caught.value.hint


def test_the_columns_are_those_that_commas_make_whatever_else_stands_in_the_cells(report):
    content = b'\xef\xbb\xbftown,note;mark\n"1,5",a;b\n"2,5",c;d\n'
    addition = add_data(report(), content, SAID)
    written(report().root, addition)
    fields = json.loads(addition.writes[DESCRIPTOR])["resources"][-1]["schema"]["fields"]
    assert fields == [{"name": "town", "type": "string"}, {"name": "note;mark", "type": "string"}]
    assert verify(report()).findings == ()


def test_another_version_keeps_the_schema_and_moves_the_pin(report):
    content = (report().root / "data/rain/2024.csv").read_bytes()
    said = Description("rain", "2025", source={"title": "Yearbook"}, licence="CC0-1.0")
    addition = add_data(report(), content, said)
    resources = json.loads(addition.writes[DESCRIPTOR])["resources"]
    assert resources[1]["schema"] == resources[0]["schema"]
    assert 'rain: "2025"' in addition.writes[PINS].decode()
    assert addition.writes[PINS].decode().startswith("# Which version")


def test_a_declared_version_is_replaced_only_where_asked(report):
    with pytest.raises(UsageError, match="declared already"):
        add_data(report(), SNOW, Description("rain", "2024", source={"title": "x"}, licence="x"))
    content = (report().root / "data/rain/2024.csv").read_bytes() + b"valley,12,0\n"
    addition = add_data(report(), content, Description("rain", "2024"), replace=True)
    (entry,) = json.loads(addition.writes[DESCRIPTOR])["resources"]
    assert entry["bytes"] == len(content)
    assert entry["sources"][0]["bibkey"] == "yearbook2025"


def test_without_source_or_licence_nothing_is_declared(report):
    with pytest.raises(UsageError, match="source and licence"):
        add_data(report(), SNOW, Description("snow", "2024", licence="CC0-1.0"))


@pytest.mark.parametrize(
    ("content", "what"), [(b"\xff\xfe", "UTF-8"), (b"", "first line"), (b"a,a\n1,2\n", "first line")]
)
def test_a_file_that_is_no_table_is_refused(report, content, what):
    with pytest.raises(UsageError, match=what):
        add_data(report(), content, SAID)


def test_an_empty_dataset_has_a_header_and_the_kinds_asked_for():
    content, fields = empty_dataset("year:year, place,value:number")
    assert content == b"year,place,value\n"
    assert [field["type"] for field in fields] == ["year", "string", "number"]
    with pytest.raises(UsageError, match="NAME:KIND"):
        empty_dataset("year:century")
