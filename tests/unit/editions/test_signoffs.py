"""Sign-offs as the manifest tells of them."""

import hashlib

from assessment.editions.signoffs import sign_offs

RECORD = b"schema: 1\nid: fig-rain\nassurer:\n- name: A. Gauge\n  date: 2026-11-25\n"


def test_a_record_is_told_with_its_digest_and_dates_as_text(make_project):
    (told,) = sign_offs(make_project({"reviews/fig-rain.yml": RECORD, "reviews/notes.txt": "not one"}))
    assert (told["path"], told["sha256"]) == ("reviews/fig-rain.yml", hashlib.sha256(RECORD).hexdigest())
    assert told["record"]["assurer"] == [{"name": "A. Gauge", "date": "2026-11-25"}]


def test_a_record_that_cannot_be_read_is_told_without_content(make_project):
    (told,) = sign_offs(make_project({"reviews/fig-rain.yml": b"a: [1"}))
    assert told["record"] is None


def test_a_project_without_reviews_has_none(make_project):
    assert sign_offs(make_project()) == []
