"""What a form sends, read strictly: anything our own pages would not send is refused."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from assessment.reviews.entries import Digests, RecordError, now
from assessment.reviews.signing import Entry
from assessment.reviews.wording import decision_from, digests_from, role_from

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20
_NAMES = ("data", "code", "rendering", "text")


class FormError(ValueError):
    """The body is no form of ours."""


def read_form(kind: str, body: bytes) -> dict[str, str]:
    """The fields of a form.

    Raises:
        FormError: it is no form, or a field stands twice.
    """
    if kind.partition(";")[0].strip().lower() != FORM:
        raise FormError("not a form")
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as exc:
        raise FormError("not a form that can be read") from exc
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise FormError("a field stands twice")
    return fields


def entry_from(fields: Mapping[str, str]) -> Entry:
    """What the form of a subject's page says.

    Raises:
        FormError: a field is missing.
        RecordError: a field holds what none of our pages sends.
    """
    try:
        decision = decision_from(fields["decision"]) if fields["decision"] else None
        return Entry(
            id=fields["id"],
            role=role_from(fields["role"]),
            name=fields["name"],
            date=now(),
            decision=decision,
            seen=seen_from(fields["seen"]),
            note=fields["note"] if decision else "",
            comment=fields["comment"],
            revision=fields["revision"],
        )
    except KeyError as exc:
        raise FormError(f"the field {exc} is missing") from exc


def seen(digests: Digests) -> str:
    """Digests as a form carries them."""
    return ".".join(getattr(digests, name) for name in _NAMES)


def seen_from(text: str) -> Digests:
    """Digests out of a form.

    Raises:
        RecordError: they are none.
    """
    parts = text.split(".")
    if len(parts) != len(_NAMES):
        raise RecordError("these are not the four digests")
    return digests_from(dict(zip(_NAMES, parts, strict=True)))
