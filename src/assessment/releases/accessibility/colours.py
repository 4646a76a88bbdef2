"""The colours of charts against the paper: three to one for what is drawn, four and a half to one for what is written.

Grid lines and ticks are left out, which repeat what the axes say; so is white, which stands on a mark that itself has
its contrast with the paper. Only drawings (SVG) can be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assessment.model import Figure, Finding, finding
from assessment.releases.gates import Gate, judged
from assessment.reviews.wording import counted

_DRAWN, _WRITTEN = 3.0, 4.5
_PAPER = "#ffffff"
_COLOUR = re.compile(r"(?<![\w-])(?:fill|stroke)\s*:\s*([^;!]+)")
_DARK, _LIGHT = 0.04045, 0.05


def colour_gate(build: Path, figures: Mapping[str, Mapping[str, Figure]]) -> Gate:
    """Whether every colour of every chart can be told from the paper."""
    pictures = [(one, media) for path in sorted(figures) for one in figures[path].values() for media in one.media]
    drawings = [(figure, build / media.path) for figure, media in pictures if media.mime == "image/svg+xml"]
    found = [found for figure, drawing in drawings for found in _of(figure, drawing.read_bytes())]
    others = len(pictures) - len(drawings)
    told = counted(len(drawings), "drawing") + (f"; {counted(others, 'other picture')} not looked at" if others else "")
    return judged("L909", found, told)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (``#rrggbb``) as WCAG computes it: 1 to 21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + _LIGHT) / (second + _LIGHT)


def _of(figure: Figure, drawing: bytes) -> Iterator[Finding]:
    from lxml import etree

    root = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False, no_network=True))
    used = dict.fromkeys(_used(root, written=False, ruled=False))
    for colour, written in used:
        wanted, has = (_WRITTEN if written else _DRAWN), contrast(colour, _PAPER)
        if has < wanted and colour != _PAPER:
            what = "something written" if written else "something drawn"
            message = f"{what} in {colour} has a contrast of {has:.1f} with the paper; it needs {wanted:g}"
            hint = "choose a darker colour (`assessment.charts.style` has some)"
            yield finding("L909", message, path=figure.notebook, cell=figure.cell, hint=hint)


def _used(element: Any, *, written: bool, ruled: bool) -> Iterator[tuple[str, bool]]:
    """Every colour below an element, and whether something is written in it."""
    name, tag = element.get("id") or "", str(element.tag).rpartition("}")[2]
    if tag in ("defs", "clipPath", "pattern", "metadata"):
        return
    written = written or name.startswith("text_") or tag in ("text", "tspan")
    ruled = ruled or name.startswith(("matplotlib.axis", "grid"))
    for said in _COLOUR.findall(_style(element)) if written or not ruled else ():
        if (colour := _as_digits(said.strip())) is not None:
            yield colour, written
    for child in element:
        yield from _used(child, written=written, ruled=ruled)


def _style(element: Any) -> str:
    said = [f"{name}: {element.get(name)}" for name in ("fill", "stroke") if element.get(name)]
    return "; ".join([element.get("style") or "", *said])


def _as_digits(said: str) -> str | None:
    """A colour as ``#rrggbb``, in whichever way CSS writes it; none for what is no colour, such as `none`."""
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb(said)[:3]
    except ValueError:
        return None
    return f"#{red:02x}{green:02x}{blue:02x}"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= _DARK else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
