import hashlib

import pytest

from assessment.datasets import verification
from assessment.datasets.verification import verify

HEAD = b"station,year,status,mm\n"


def found(project):
    return [(f.code, f.path, f.line, f.column) for f in verify(project).findings]


def test_true_data_has_no_findings(data_project):
    verified = verify(data_project())
    assert verified.findings == ()
    assert [item.dataset for item in verified.versions] == ["rain"]
    assert set(verified.declarations) == {"rain"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD + b"harbour,2023,measured,much\n", ("D104", 2, "mm")),
        (HEAD + b"harbour,2023,measured,-1\n", ("D105", 2, "mm")),
        (HEAD + b"harbour,2023,measured,1\nharbour,2023,measured,2\n", ("D106", 3, None)),
        (HEAD + b"harbour,2023,guessed,1\n", ("D107", 2, "status")),
        (b"station,year,status,mm,extra\nharbour,2023,measured,1,2\n", ("D103", 1, "extra")),
        (HEAD + b"h\xe4fen,2023,measured,1\n", ("D108", 2, None)),
    ],
    ids=["type", "range", "key twice", "status", "column too many", "encoding"],
)
def test_each_fault_names_file_row_and_column(data_project, content, expected):
    code, line, column = expected
    findings = verify(data_project(content)).findings
    assert [(f.code, f.path, f.line) for f in findings] == [(code, "data/rain/2024.csv", line)]
    assert (findings[0].column or "") == (column or "")
    assert findings[0].hint


def test_semicolons_between_columns_are_not_guessed_away(data_project):
    findings = verify(data_project(b"station;year;status;mm\nharbour;2023;measured;1\n")).findings
    assert {f.code for f in findings} == {"D103"}
    assert {f.column for f in findings} == {"station", "year", "status", "mm"}


def test_a_column_that_is_missing_is_named(data_project):
    findings = verify(data_project(b"station,year,mm\nharbour,2023,1\n")).findings
    assert "status" in {f.column for f in findings if f.code == "D103"}


def test_an_unknown_status_says_which_are_allowed(data_project):
    (finding,) = verify(data_project(HEAD + b"harbour,2023,guessed,1\n")).findings
    assert "measured, estimated" in finding.message


def test_a_byte_that_changed_is_a_wrong_digest(data_project, tmp_path):
    project = data_project()
    path = tmp_path / "data" / "rain" / "2024.csv"
    path.write_bytes(path.read_bytes().replace(b"640", b"641"))
    assert found(project) == [("D101", "data/rain/2024.csv", None, None)]


def test_a_declared_file_that_is_absent(data_project, tmp_path):
    project = data_project()
    (tmp_path / "data" / "rain" / "2024.csv").unlink()
    assert found(project) == [("D102", "data/rain/2024.csv", None, None)]


def test_a_file_nobody_declared_is_a_warning_that_names_it(data_project):
    findings = verify(data_project(**{"data/notes.txt": "dry"})).findings
    assert [(f.code, f.severity, f.path) for f in findings] == [("D111", "warning", "data/notes.txt")]


def test_a_pin_without_its_version_names_the_line_and_offers_others(data_project):
    (finding,) = verify(data_project(pins="# in use\nrain: 2031\n")).findings
    assert (finding.code, finding.path, finding.line) == ("D110", "data/pins.yml", 2)
    assert "2024" in finding.message


def test_several_versions_and_no_pin(data_project, resource):
    project = data_project(resources=[resource("2023", path="rain/2024.csv"), resource("2024")])
    assert [f.code for f in verify(project).findings] == ["D110"]


def test_a_package_that_cannot_be_read_is_one_finding(make_project):
    verified = verify(make_project({"data/datapackage.json": "{"}))
    assert [(f.code, f.path, f.line) for f in verified.findings] == [("D109", "data/datapackage.json", 1)]
    assert verified.versions == ()


def test_a_resource_frictionless_does_not_understand_is_a_finding(data_project, resource):
    declared = resource(schema={"fields": "none"})
    assert [f.code for f in verify(data_project(resources=[declared])).findings] == ["D109"]


def test_what_was_checked_and_has_not_changed_is_not_checked_again(data_project, monkeypatch, tmp_path):
    project = data_project(HEAD + b"harbour,2023,guessed,1\n")
    first = verify(project).findings
    monkeypatch.setattr(verification, "_resource_findings", lambda *_: pytest.fail("checked again"))
    assert verify(project).findings == first
    monkeypatch.undo()
    path = tmp_path / "data" / "rain" / "2024.csv"
    path.write_bytes(path.read_bytes().replace(b"guessed", b"measured"))
    assert {f.code for f in verify(project).findings} == {"D101"}


def test_a_memory_that_cannot_be_read_is_no_memory(data_project, tmp_path):
    project = data_project(HEAD + b"harbour,2023,guessed,1\n")
    first = verify(project).findings
    (tmp_path / "_build" / "data.json").write_bytes(b"scrap")
    assert verify(project).findings == first


def test_rows_that_break_a_rule_are_found_with_the_rest(data_project, resource):
    rule = {"of": {"status": "measured"}, "maximum": 600}
    declared = resource(assessment={"ranges": [rule]})
    declared["schema"]["fields"][3]["name"] = "value"
    content = b"station,year,status,value\nharbour,2023,measured,640\n"
    declared |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    assert found(data_project(content, resources=[declared])) == [("D105", "data/rain/2024.csv", 2, "value")]


def test_what_was_remembered_of_fewer_checks_is_forgotten(data_project, monkeypatch):
    project = data_project(HEAD + b"harbour,2023,guessed,1\n")
    first = verify(project).findings
    monkeypatch.setattr(verification, "_CHECKS", "more")
    monkeypatch.setattr(verification, "_resource_findings", lambda *_: [])
    assert first
    assert verify(project).findings == ()
