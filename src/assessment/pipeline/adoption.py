"""Look at a Quarto book that somebody else made: what of it both renderers understand, and what it still needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assessment.model import Finding
from assessment.pipeline.build import examine
from assessment.project.files import write_atomically
from assessment.project.project import Project

_IGNORED = ".gitignore"
# Codes that speak of what is written, not of what is missing from it: the book is outside what can be made.
_UNSUPPORTED = ("C506", "N201", "N202", "P102", "C504", "C507")
_KEYS = ("P101", "P103")


@dataclass(frozen=True)
class Adoption:
    """What was found: how much of each kind is supported, what is not, keys that one renderer ignores, what to mend.

    ``added`` is what the project lacked: path → lines.
    """

    supported: Mapping[str, int]
    unsupported: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    others: tuple[Finding, ...]
    added: Mapping[str, tuple[str, ...]]


def look_at(project: Project) -> Adoption:
    """Read the whole book without running or rendering anything.

    Raises:
        ProgramFailedError: pandoc could not read a chapter.
        OutputError: the build folder cannot be written.
    """
    seen = examine(project)
    supported: Counter[str] = Counter(chapter=len(seen.manuscript.chapters), notebook=len(seen.inventory.notebooks))
    for chapter in seen.manuscript.chapters:
        index = chapter.conversion.index
        for kind, name in (("references", "cross-reference"), ("citations", "citation"), ("values", "value")):
            supported[name] += len(index[kind])
    for label in seen.manuscript.labels.values():
        supported[f"label of the kind {label.kind}"] += 1
    told = {code: tuple(f for f in seen.findings if f.code in code) for code in (_UNSUPPORTED, _KEYS)}
    others = tuple(f for f in seen.findings if f.code not in (*_UNSUPPORTED, *_KEYS))
    counts = {name: supported[name] for name in sorted(supported) if supported[name]}
    return Adoption(counts, told[_UNSUPPORTED], told[_KEYS], others, _lacking(project))


def add(project: Project, adoption: Adoption) -> None:
    """Write what the project lacks, after what is there.

    Raises:
        OutputError: a file could not be written.
    """
    for name, lines in adoption.added.items():
        path = project.root / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        before = f"{text.rstrip()}\n\n" if text.strip() else ""
        write_atomically(path, f"{before}{chr(10).join(lines)}\n".encode())


def _lacking(project: Project) -> dict[str, tuple[str, ...]]:
    """Lines that keep what is made out of version control; nothing else is needed to build a book."""
    path = project.root / _IGNORED
    there = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    ignored = {line.strip().strip("/") for line in there}
    wanted = ("_build", project.book.output_dir, ".quarto", "**/*.quarto_ipynb")
    lines = tuple(name if name.startswith("*") else f"/{name}/" for name in wanted if name.strip("/") not in ignored)
    return {_IGNORED: lines} if lines else {}
