"""Write an embedded figure, table or text of a notebook as ordinary Quarto markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assessment.chapters.shortcodes import ExpandText
from assessment.model import Figure

_LABEL = re.compile(r"^(fig|tbl|lst)-.")


def as_markdown(figure: Figure, expand: ExpandText) -> str:
    """The markdown that stands for an embed: a float with caption, label and alternative text, or plain content."""
    if figure.kind == "figure":
        return _figure(figure, expand)
    if figure.kind == "table":
        return _table(figure, expand)
    return figure.markdown


def _figure(figure: Figure, expand: ExpandText) -> str:
    caption = _one_line(expand(figure.caption, False))
    if len(figure.media) == 1:
        return _image(figure.media[0].path, caption, _identity(figure.label), expand(figure.alt, True))
    captions: Sequence[str] = figure.subcaptions or [""] * len(figure.media)
    alts: Sequence[str] = figure.subalts or [figure.alt] * len(figure.media)
    parts = [
        _image(
            media.path,
            _one_line(expand(captions[i] if i < len(captions) else "", False)),
            f"{figure.label}-{i + 1}" if _identity(figure.label) else "",
            expand(alts[i] if i < len(alts) else "", True),
        )
        for i, media in enumerate(figure.media)
    ]
    attributes = f"#{figure.label} " if _identity(figure.label) else ""
    body = "\n\n".join(parts)
    return f"::: {{{attributes}layout-ncol={figure.columns}}}\n\n{body}\n\n{caption}\n\n:::"


def _image(path: str, caption: str, label: str, alt: str) -> str:
    attributes = [f"#{label}"] if label else []
    if alt:
        attributes.append(f'fig-alt="{_attribute(alt)}"')
    block = f"{{{' '.join(attributes)}}}" if attributes else ""
    return f"![{caption}](embed-media:{path.removeprefix('media/')}){block}"


def _table(figure: Figure, expand: ExpandText) -> str:
    body = f"```{{=html}}\n{figure.html}\n```" if figure.html else figure.markdown.strip()
    caption = _one_line(expand(figure.caption, False))
    if not _identity(figure.label):
        return body
    return f"::: {{#{figure.label}}}\n\n{body}\n\n{caption}\n\n:::"


def _identity(label: str) -> str:
    return label if _LABEL.match(label) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split(" ")).replace("\n", " ").strip()


def _attribute(text: str) -> str:
    return _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
