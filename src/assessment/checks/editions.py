"""Does a finished edition keep to itself: no request to another host, no path of this machine?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assessment.model import Finding, finding
from assessment.project.project import Project

_TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")
_REQUEST = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object|link)\b[^>]*?\s(?:src|href|data)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    re.IGNORECASE,
)
_STYLE_REQUEST = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)


def edition_findings(project: Project, folder: Path) -> Iterator[Finding]:
    """Look through every text file of the web edition in ``folder``; messages name it below the project."""
    machine = str(project.root)
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in _TEXT):
        text = path.read_text(encoding="utf-8", errors="replace")
        name = project.relative(path)
        if machine in text and machine != "/":
            line = text[: text.index(machine)].count("\n") + 1
            yield finding(
                "E604",
                "holds the path of the project on this machine",
                path=name,
                line=line,
                hint="take absolute paths out of notebooks' outputs",
            )
        if "pagefind" in path.relative_to(folder).parts:
            continue
        for pattern in (_REQUEST, _STYLE_REQUEST) if path.suffix in (".html", ".css", ".svg") else ():
            for match in pattern.finditer(text):
                line = text[: match.start()].count("\n") + 1
                hint = "keep a copy in the project and name that"
                yield finding("E603", f"asks {match[1]}", path=name, line=line, hint=hint)
