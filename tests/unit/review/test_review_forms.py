from __future__ import annotations

from urllib.parse import urlencode

import pytest

from assessment.review.forms import FORM, FormError, entry_from, read_form, seen, seen_from
from assessment.reviews.entries import Digests, RecordError

DIGESTS = Digests("a" * 64, "", "b" * 64, "c" * 64)
FIELDS = {
    "id": "fig-rain",
    "role": "assurer",
    "name": "Ada",
    "decision": "approved",
    "note": "Fine",
    "comment": "",
    "seen": seen(DIGESTS),
    "revision": "r",
}


def test_a_form_is_read_as_it_was_sent():
    fields = {"name": "Ömer & Co", "note": "one\r\ntwo"}
    assert read_form(f"{FORM}; charset=utf-8", urlencode(fields).encode()) == fields


@pytest.mark.parametrize("body", [b"a", b"a=1&a=2", b"\xff=1", b"a=%ff", b"&".join(b"x%d=1" % n for n in range(99))])
def test_another_body_is_refused(body):
    with pytest.raises(FormError):
        read_form(FORM, body)


def test_another_type_is_refused():
    with pytest.raises(FormError, match="not a form"):
        read_form("text/plain", b"a=1")


def test_an_entry_holds_what_the_page_showed():
    entry = entry_from(FIELDS)
    assert (entry.seen, entry.decision, entry.note) == (DIGESTS, "approved", "Fine")
    assert (entry_from({**FIELDS, "decision": ""}).decision, entry_from({**FIELDS, "decision": ""}).note) == (None, "")


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_needed(name):
    with pytest.raises(FormError, match=name):
        entry_from({key: value for key, value in FIELDS.items() if key != name})


@pytest.mark.parametrize("text", ["", "a.b.c", "a.b.c.d", f"{seen(DIGESTS)}."])
def test_what_are_no_digests_is_refused(text):
    with pytest.raises(RecordError):
        seen_from(text)
