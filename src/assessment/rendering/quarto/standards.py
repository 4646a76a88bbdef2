"""The standards of Quarto's PDF: what it is asked to meet, and what it says it meets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assessment.model import Finding, finding
from assessment.project.files import writing
from assessment.project.root import CONFIG
from assessment.rendering.quarto.finding import FoundQuarto

NEEDED = ("ua-1", "a-3a")
_ASKED = re.compile(r"^([ \t]*)pdf-standard:[ \t]*(?:\[[^\]]*\]|(?:\n\1[ \t]*-[^\n]*)+|[^\n]*)$", re.MULTILINE)
_REQUIRED = re.compile(r"^quarto-required:.*\n", re.MULTILINE)
_METADATA = re.compile(rb"<\?xpacket begin.*?<\?xpacket end", re.DOTALL)
_ACCESSIBLE = re.compile(rb"pdfuaid:part(?:>|=\")(\d)")
_ARCHIVAL = re.compile(rb"pdfaid:part(?:>|=\")(\d).*?pdfaid:conformance(?:>|=\")(\w)", re.DOTALL)
_REFUSAL = re.compile(r"\berror: (PDF/(?:UA|A)-\w+ error: .*)$", re.MULTILINE)


def ask_only(stage: Path, standards: tuple[str, ...]) -> None:
    """Let the staged project ask for these standards wherever it asks for any.

    A configuration laid over it could not take one away: Quarto joins lists. Our own look states the
    version it needs for a release; the staged copy of a draft does not.
    """
    written = f"pdf-standard: [{', '.join(standards)}]"
    for path in (stage / "_quarto.yml", *sorted(stage.glob("_extensions/**/_extension.yml"))):
        with writing(path):
            text = _ASKED.sub(rf"\1{written}", path.read_text(encoding="utf-8", errors="surrogateescape"))
            if path.parent.name == "assessment":
                text = _REQUIRED.sub("", text)
            path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")


def refusal(output: str) -> str:
    """Why Typst refused to meet a standard, in its words; empty where that was not the reason."""
    match = _REFUSAL.search(output)
    return match[1] if match else ""


def stated(pdf: bytes) -> tuple[str, ...] | None:
    """The standards a PDF says it meets; none at all where it carries no metadata to say so."""
    packet = _METADATA.search(pdf)
    if packet is None:
        return None
    found = [f"ua-{match[1].decode()}" for match in _ACCESSIBLE.finditer(packet[0])]
    found += [f"a-{match[1].decode()}{match[2].decode().lower()}" for match in _ARCHIVAL.finditer(packet[0])]
    return tuple(dict.fromkeys(found))


def standard_findings(quarto: FoundQuarto, pdf: bytes, refused: str, line: int | None) -> Iterator[Finding]:
    """The one finding of a PDF that meets fewer standards than a release needs; its format stands at ``line``."""
    says = stated(pdf)
    if refused:
        hint = "mend what it names; the draft's PDF meets no standard meanwhile"
        yield finding("E601", f"the PDF cannot meet its standards: {refused}", hint=hint)
    elif not quarto.serves_releases:
        message = f"Quarto {quarto.version} makes a PDF that meets PDF/UA-1 only; a release needs PDF/A-3a as well"
        yield finding("E601", message, hint="install Quarto 1.10 or later, or use --renderer embedded")
    elif says is not None and not set(NEEDED) <= set(says):
        message = f"the PDF states {' and '.join(says) or 'no standard'}; a release needs {' and '.join(NEEDED)}"
        hint = "give it a format with `pdf-standard: [ua-1, a-3a]`, or use --renderer embedded"
        yield finding("E601", message, path=CONFIG, line=line, hint=hint)
