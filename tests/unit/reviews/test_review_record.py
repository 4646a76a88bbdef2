from __future__ import annotations

import json
import subprocess
from importlib.resources import files
from itertools import pairwise

import jsonschema
import pytest
import yaml

from assessment.reviews.entries import Comment, Record, RecordError, merged
from assessment.reviews.record import as_yaml, read_record
from assessment.reviews.records import path_of, read_one, read_records, takes_part, write_record

COMMENT = Comment("Ben", "2026-01-01T00:00:05Z", "Which gauge?\nThe old one: #3?")


@pytest.fixture
def record(sign):
    signed = (
        sign(note="fine: checked\n- by hand"),
        sign("approver", "Ömer “B” O'Neil", at=3, decision="changes wanted"),
    )
    settled = Comment("Ada", "2026-01-01T00:00:09Z", "Yes.", "Ben", "2026-01-01T00:00:10Z")
    return Record("fig-rain", signed, (COMMENT, settled))


def test_a_record_is_read_as_it_was_written(record):
    assert read_record(as_yaml(record).decode()) == record
    assert as_yaml(read_record(as_yaml(record).decode())) == as_yaml(record)


def test_a_record_keeps_its_schema(record, sign):
    schema = json.loads(files("assessment.reviews").joinpath("record.schema.json").read_text(encoding="utf-8"))
    for one in (record, Record("tbl-x"), Record("fig-y", (sign(code=""),))):
        jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(as_yaml(one)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"schema": 1, "id": "fig-x", "assurer": [{"name": "Ada"}]})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("decision: approved", "decision: maybe", "a decision is one of"),
        ("name: Ada", "name: Eve", "not what its seal says"),
        ("schema: 1", "schema: 2", "a record begins with"),
        ("comments:", "remarks:", "'remarks' is not known"),
        ("2026-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "no calendar"),
        ("2026-01-01T00:00:00Z", "yesterday", "a time is written as"),
        ("state: open", "state: ajar", "open or settled"),
        ("id: fig-rain", "id: [fig-rain", "not valid YAML"),
    ],
)
def test_what_is_no_record_is_refused_with_its_line(record, old, new, says):
    text = as_yaml(record).decode()
    assert old in text
    with pytest.raises(RecordError, match=says) as refused:
        read_record(text.replace(old, new, 1))
    assert refused.value.line


def test_a_record_that_grows_when_it_is_read_is_refused_at_once():
    grows = ["a: &a [x, x]"]
    grows += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefghij")]
    for text in ("\n".join(grows), "schema: 1\nid: fig-x\nassurer: &a [*a]\n"):
        with pytest.raises(RecordError):
            read_record(text)


def test_records_of_a_project_are_files_in_one_folder(make_project, record):
    project = make_project()
    assert not takes_part(project)
    write_record(project, record)
    assert takes_part(project)
    assert read_one(project, "fig-rain") == record
    assert read_one(project, "fig-none") == Record("fig-none")
    assert read_records(project).records == {"fig-rain": record}


@pytest.mark.parametrize("id", ["values-../../etc/passwd", "fig-a/b", "fig-\0", "fig-ü", "fig-.", "values-a b"])
def test_no_id_leads_out_of_the_folder(make_project, id):
    project = make_project()
    assert path_of(project, id).parent == project.root / "reviews"
    write_record(project, Record(id))
    assert list(read_records(project).records) == [id]


def test_files_that_are_no_records_are_told_and_the_others_read(make_project, record):
    project = make_project({"reviews/fig-broken.yml": "schema: 1\nid: 3\n", "reviews/fig-other.yml": as_yaml(record)})
    write_record(project, record)
    shelf = read_records(project)
    assert list(shelf.records) == ["fig-rain"]
    assert [broken.path for broken in shelf.broken] == ["reviews/fig-broken.yml", "reviews/fig-other.yml"]


def test_merging_keeps_each_entry_once_and_a_comment_settled(record, sign):
    settled = Comment(COMMENT.name, COMMENT.date, COMMENT.text, "Ada", "2026-01-02T00:00:00Z")
    both = merged([record, Record("fig-rain", record.sign_offs, (settled,))], "fig-rain")
    assert both.sign_offs == record.sign_offs
    assert both.comments[0] == settled


def test_two_roles_signed_on_two_branches_merge_without_a_conflict(tmp_path, sign):
    def git(*arguments):
        subprocess.run(
            ["git", "-c", "user.name=T", "-c", "user.email=t@localhost", *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    def commit(record):
        (tmp_path / "fig-rain.yml").write_bytes(as_yaml(record))
        git("add", "-A")
        git("commit", "-m", "sign")

    base = Record("fig-rain", (sign(at=0),))
    assurer, approver = sign("assurer", "Cleo", 1, data="new"), sign("approver", "Ben", 2)
    git("init", "-b", "main")
    commit(base)
    git("switch", "-c", "other")
    commit(Record("fig-rain", (*base.sign_offs, approver)))
    git("switch", "main")
    commit(Record("fig-rain", (*base.sign_offs, assurer)))
    git("merge", "other")
    assert read_record((tmp_path / "fig-rain.yml").read_text()).sign_offs == (*base.sign_offs, assurer, approver)
