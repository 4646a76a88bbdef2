"""Leave the figures that a change alters beside each other, before and after, on one page to look at."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

from assessment.pipeline.impact import Impact
from assessment.project.files import write_atomically, writing

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Figures before and after</title>
<style>body{{font:1rem sans-serif;margin:2rem}}div{{display:grid;grid-template-columns:1fr 1fr;gap:1rem}}\
figure{{margin:0}}img{{max-width:100%}}</style></head>
<body><h1>Figures before and after</h1>
{rows}
</body></html>
"""
_ENDINGS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


def write_comparison(folder: Path, found: Impact) -> Path | None:
    """Write the page and its pictures into an emptied ``folder``; none where no figure changes.

    Raises:
        OutputError: the folder cannot be written.
    """
    with writing(folder):
        shutil.rmtree(folder, ignore_errors=True)
    if not found.pictures:
        return None
    rows = []
    for label, (before, after) in found.pictures.items():
        sides = "".join(_side(folder, label, when, many) for when, many in (("before", before), ("after", after)))
        rows.append(f"<h2>{escape(label)}</h2>\n<div>{sides}</div>")
    page = folder / "index.html"
    write_atomically(page, _PAGE.format(rows="\n".join(rows)).encode())
    return page


def _side(folder: Path, label: str, when: str, pictures: tuple[bytes, ...]) -> str:
    images = []
    for number, content in enumerate(pictures, 1):
        name = f"{label}-{when}-{number}.{_ending(content)}"
        write_atomically(folder / name, content)
        images.append(f'<img src="{escape(name)}" alt="{escape(label)}, {when}">')
    return f"<figure>{''.join(images) or 'none'}<figcaption>{when}</figcaption></figure>"


def _ending(content: bytes) -> str:
    return next((ending for start, ending in _ENDINGS.items() if content.startswith(start)), "svg")
