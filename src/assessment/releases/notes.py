"""The notes of a release, for people: which edition it is, what was checked, what was corrected, how to check it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assessment.editions.manifest import Manifest
from assessment.releases.corrections import Correction
from assessment.releases.gates import Gate
from assessment.reviews.summary import escaped


def release_notes(
    title: str, manifest: Manifest, gates: Iterable[Gate], corrections: Iterable[Correction], changed: str
) -> str:
    """The notes as Markdown; ``changed`` is what the change log says of the version."""
    return "\n".join(_notes(title, manifest, tuple(gates), tuple(corrections), changed)).rstrip() + "\n"


def changed_in(change_log: Path, version: str) -> str:
    """The section of a version in the change log, else the one of what is not released yet; empty without either."""
    text = change_log.read_text(encoding="utf-8") if change_log.is_file() else ""
    parts = re.split(r"^## +(.*)$", text, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=False))
    own = re.compile(rf"\[?v?{re.escape(version)}\]?(?![\w.])")
    names = [name for name in sections if own.match(name)] + [name for name in sections if "unreleased" in name.lower()]
    return sections[names[0]].strip() if names else ""


def _notes(
    title: str, manifest: Manifest, gates: tuple[Gate, ...], corrections: tuple[Correction, ...], changed: str
) -> Iterator[str]:
    commit = (manifest.commit or {}).get("id", "none")
    yield from (f"# {escaped(title)}, {manifest.version}", "")
    yield f"Edition `{manifest.edition}` of {manifest.date}, made from commit `{commit}` by {manifest.renderer.name}."
    yield from ("", "## What was checked", "", "| Gate | Looked at |", "|:--|:--|")
    yield from (f"| {gate.code} {gate.name} | {escaped(gate.told)} |" for gate in gates if gate.state == "passed")
    yield from ("", "## Corrections of earlier editions", "")
    yield from (f"- {escaped(_correction(one))}" for one in corrections)
    yield from (() if corrections else ("None.",))
    if changed:
        yield from ("", "## What changed", "", re.sub(r"^##", "###", re.sub("^#", "##", changed), flags=re.MULTILINE))
    yield from ("", "## How to check it", "", "```sh", "sha256sum --check SHA256SUMS", "assessment verify html")
    yield from ("assessment verify html --rebuild --project CLONE   # builds its commit anew", "```")


def _correction(one: Correction) -> str:
    return f"{one.date}, edition {one.edition}, {one.place}: “{one.was}” is now “{one.now}”. {one.why}"
