"""The parts of a release by themselves: gates, links, corrections, notes, zips."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import jsonschema
import pytest

from assessment.codes import CODES
from assessment.model import finding
from assessment.releases import bundle
from assessment.releases.corrections import SCHEMA, correction_findings, read_corrections, schema
from assessment.releases.gates import GATES, could_not_run, judged, with_the_rest
from assessment.releases.links import Link, as_yaml, link_gate, read_links, tried
from assessment.releases.notes import changed_in

ROOT = Path(__file__).parents[3]
MAY = 1714521600  # 2024-05-01
ONE = {"date": "2024-04-01", "edition": "1.0", "place": "Rain", "was": "9", "now": "10", "why": "A slip."}


def test_every_gate_is_a_finding_of_severity_error_and_the_other_way_round():
    assert list(GATES) == [code for code in CODES if code.startswith("L")]
    assert {CODES[code][0] for code in GATES} == {"error"}


def test_what_was_not_reached_is_not_passed():
    gates = with_the_rest([judged("L902", ()), judged("L901", [finding("L901", "is new", path="a")])])
    assert [gate.state for gate in gates][:3] == ["failed", "passed", "not run"]
    assert [gate.code for gate in gates] == list(GATES)


def test_a_gate_that_could_not_run_has_failed_with_what_to_install():
    gate = could_not_run("L908", "there is no browser", "install one")
    assert (gate.state, gate.findings[0].hint) == ("failed", "install one")


def test_the_schema_of_corrections_is_published_and_the_report_keeps_to_it():
    assert (ROOT / "docs" / "corrections.schema.json").read_bytes() == SCHEMA.read_bytes()
    read_corrections(ROOT)


def write(root, *corrections, **more):
    said = {"schema": 1, "corrections": list(corrections), **more}
    (root / "corrections.yml").write_text(json.dumps(said))
    return said


def test_a_correction_that_keeps_to_the_schema_is_read(tmp_path):
    jsonschema.validate(write(tmp_path, ONE), schema())
    assert read_corrections(tmp_path)[0].now == "10"
    assert list(correction_findings(tmp_path, MAY)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date": "spring"}, "has no date"),
        ({"date": "2024-02-31"}, "has no date"),
        ({"date": "2024-05-02"}, "after this edition"),
        ({"why": 3, "was": ["a"]}, "each a text"),
        ({"who": "me"}, "does not have exactly"),
    ],
)
def test_a_correction_that_is_not_dated_or_not_whole_is_found(tmp_path, change, said):
    write(tmp_path, {**ONE, **change})
    assert [said in found.message for found in correction_findings(tmp_path, MAY)] == [True]


def test_a_project_without_a_list_of_corrections_is_told(tmp_path):
    assert "there is none" in next(correction_findings(tmp_path, MAY)).message


@pytest.fixture
def linking(tmp_path):
    folder = tmp_path / "_book"
    folder.mkdir()
    (folder / "index.html").write_text('<a href="https://a.example.org/x#y">a</a><a href="index.html">here</a>')

    def gate(*links):
        (tmp_path / "links.yml").write_bytes(as_yaml(links))
        return link_gate(tmp_path, folder)

    return gate


@pytest.mark.parametrize(
    ("link", "message"),
    [
        (Link("https://b.example.org", "works", "2024-01-01"), "is not in the list"),
        (
            Link("https://a.example.org/x", "broken", "2024-01-01", "status 404"),
            "did not work on 2024-01-01: status 404",
        ),
        (Link("https://a.example.org/x", "works"), "has no date"),
        (Link("https://a.example.org/x", "not tried"), "nobody says why"),
        (Link("https://a.example.org/x", "maybe"), "has the result 'maybe'"),
    ],
)
def test_a_link_that_is_not_known_to_work_is_found_with_its_page(linking, link, message):
    (found,) = linking(link).findings
    assert message in found.message
    assert "on index.html" in found.message


def test_a_link_that_works_passes_and_one_that_could_not_be_tried_is_counted(linking):
    works = linking(Link("https://a.example.org/x", "works", "2024-01-01"))
    assert (works.state, works.told) == ("passed", "1 address, 1 tried from 2024-01-01 to 2024-01-01")
    gate = linking(Link("https://a.example.org/x", "not tried", reason="no network"))
    assert (gate.state, gate.told) == ("passed", "1 address, 1 not tried: no network")


def test_a_list_of_links_that_cannot_be_read_is_a_finding(tmp_path):
    (tmp_path / "links.yml").write_text("links: [1")
    with pytest.raises(ValueError, match="line 1"):
        read_links(tmp_path)
    assert link_gate(tmp_path, tmp_path).state == "failed"


def test_links_are_tried_and_what_refuses_programs_is_not_called_broken():
    def get(address):
        if address == "gone":
            raise OSError("no such host")
        return {"fine": 200, "lost": 404, "shy": 403}[address]

    found = tried(["fine", "gone", "lost", "shy"], "2024-01-01", lambda _: None, get)
    assert [link.result for link in found] == ["works", "broken", "broken", "not tried"]
    assert [link.reason for link in found][1:] == [
        "no such host",
        "status 404",
        "the host refuses programs (status 403)",
    ]


def test_the_notes_take_the_section_of_the_version_else_what_is_unreleased(tmp_path):
    log = tmp_path / "CHANGELOG.md"
    log.write_text("# Log\n\n## Unreleased\n\n- new\n\n## 1.0.1\n\n- later\n\n## 1.0 (May)\n\n- old\n")
    assert [changed_in(log, version) for version in ("1.0", "1.0.1", "2.0")] == ["- old", "- later", "- new"]
    assert changed_in(tmp_path / "none.md", "1.0") == ""


def test_a_zip_has_the_same_bytes_whatever_the_files_times_and_rights_are(tmp_path):
    import os

    made = []
    for number, name in enumerate(("one", "two")):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("b.txt", "a.txt") if number else ("a.txt", "b.txt"):
            (folder / file).write_text(file)
            os.utime(folder / file, (number * 10**9, number * 10**9))
            (folder / file).chmod(0o600 if number else 0o644)
        (tmp_path / str(number)).mkdir()
        bundle._zip(folder, tmp_path / str(number) / "x.zip", MAY)
        made.append((tmp_path / str(number) / "x.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "0" / "x.zip") as packed:
        assert packed.namelist() == ["x/a.txt", "x/b.txt"]
        assert packed.infolist()[0].date_time == (2024, 5, 1, 0, 0, 0)
