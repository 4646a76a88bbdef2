"""The record of a subject's review as a file: `reviews/<id>.yml`, small, and easy to merge.

Its sections stand in a fixed order and are only added to, so that two branches on which different roles sign
merge without a conflict. Each block bears a seal, the digest of its own content: a merge that went wrong, or a
digest changed by hand, is refused. `record.schema.json` says the same to other programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from assessment.project.lined_yaml import LinedYaml, YamlError, parse
from assessment.reviews.entries import ROLES, Comment, Record, RecordError, Role, SignOff, merged
from assessment.reviews.wording import date_from, decision_from, digests_from

SCHEMA = 1
_KEPT = 512  # records of a large book


def as_yaml(record: Record) -> bytes:
    """The file's content, always the same bytes for the same entries."""
    import yaml

    sections: dict[str, Any] = {"schema": SCHEMA, "id": record.id}
    for role in ROLES:
        sections[role] = [_sign_off_block(item) for item in record.sign_offs if item.role == role]
    sections["comments"] = [_comment_block(item) for item in record.comments]
    parts = []
    for name, content in sections.items():
        shown = {name: content} if content != [] else None
        text = yaml.dump(shown, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=1000) if shown else ""
        parts.append(text or f"{name}:\n")
    return "".join(parts).encode()


@lru_cache(maxsize=_KEPT)
def read_record(text: str) -> Record:
    """Understand a record's file; the same text is understood once.

    Raises:
        RecordError: it is no record, or a block is not what its seal says.
    """
    try:
        document = parse(text)
    except YamlError as exc:
        raise RecordError(f"not valid YAML: {exc}", exc.line) from exc
    data = document.data
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("id"), str):
        raise RecordError(f"a record begins with `schema: {SCHEMA}` and `id:`", document.line())
    unknown = [key for key in data if key not in ("schema", "id", "comments", *ROLES)]
    if unknown:
        raise RecordError(f"the key {unknown[0]!r} is not known", document.line(str(unknown[0])))
    sign_offs = [_block(document, role, at, _sign_off) for role in ROLES for at in _positions(document, role)]
    comments = [_block(document, "comments", at, _comment) for at in _positions(document, "comments")]
    return merged([Record(data["id"], tuple(sign_offs), tuple(comments))], data["id"])


def _sign_off_block(item: SignOff) -> dict[str, Any]:
    block = {"name": item.name, "date": item.date, "decision": item.decision}
    return {**block, **({"note": item.note} if item.note else {}), "digests": asdict(item.digests), "seal": item.seal}


def _comment_block(item: Comment) -> dict[str, Any]:
    block = {"name": item.name, "date": item.date, "text": item.text, "seal": item.seal}
    settled = {"settled-by": item.settled_by, "settled-on": item.settled_on}
    return {**block, "state": "open"} if item.open else {**block, "state": "settled", **settled}


def _positions(document: LinedYaml, section: str) -> range:
    blocks = document.data.get(section)
    if blocks is not None and not isinstance(blocks, list):
        raise RecordError(f"`{section}:` is a list of blocks", document.line(section))
    return range(len(blocks or ()))


def _block(document: LinedYaml, section: str, at: int, understand: Any) -> Any:
    raw, line = document.data[section][at], document.line(section, at)
    if not isinstance(raw, dict):
        raise RecordError(f"an entry of `{section}:` has keys and values", line)
    try:
        item = understand(raw, section)
    except RecordError as exc:
        raise RecordError(str(exc), line) from exc
    if item.seal != raw.get("seal"):
        message = "a block is not what its seal says: it was changed by hand, or two were mixed in a merge"
        raise RecordError(message, line)
    return item


def _sign_off(raw: Mapping[str, Any], section: str) -> SignOff:
    _known(raw, ("name", "date", "decision", "note", "digests", "seal"))
    role: Role = "assurer" if section == "assurer" else "approver"
    digests = digests_from(raw.get("digests"))
    decision = decision_from(raw.get("decision"))
    return SignOff(role, _text(raw, "name"), _date(raw, "date"), decision, digests, _text(raw, "note", needed=False))


def _comment(raw: Mapping[str, Any], _: str) -> Comment:
    _known(raw, ("name", "date", "text", "seal", "state", "settled-by", "settled-on"))
    said = (_text(raw, "name"), _date(raw, "date"), _text(raw, "text"))
    match raw.get("state"):
        case "open":
            return Comment(*said)
        case "settled":
            return Comment(*said, _text(raw, "settled-by"), _date(raw, "settled-on"))
    raise RecordError("a comment's `state:` is open or settled")


def _date(raw: Mapping[str, Any], key: str) -> str:
    found = raw.get(key)
    if isinstance(found, datetime):  # YAML's own reading of a time
        found = found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return date_from(found)


def _text(raw: Mapping[str, Any], key: str, *, needed: bool = True) -> str:
    found = raw.get(key, "")
    if not isinstance(found, str) or (needed and not found):
        raise RecordError(f"`{key}:` is a text")
    return found


def _known(raw: Mapping[str, Any], names: tuple[str, ...]) -> None:
    unknown = [str(key) for key in raw if key not in names]
    if unknown:
        raise RecordError(f"the key {unknown[0]!r} is not known; there are: {', '.join(names)}")


@cache
def _dumper() -> Any:
    """YAML with texts of several lines written as such."""
    import yaml

    fast = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    dumper: Any = type("Dumper", (fast,), {})

    def text(writing: Any, data: str) -> Any:
        return writing.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)

    dumper.add_representer(str, text)
    return dumper
