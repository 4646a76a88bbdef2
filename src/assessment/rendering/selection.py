"""Choose the renderer: the one named, or Quarto where a suitable one is found, else the embedded one."""

from __future__ import annotations

from pathlib import Path

from assessment.rendering.base import Renderer
from assessment.rendering.embedded.renderer import EmbeddedRenderer

NAMES = ("auto", "quarto", "embedded")


def choose(name: str, quarto: Path | None = None) -> Renderer:
    """The renderer for a name of the command line.

    Raises:
        RendererError: Quarto was asked for by name and is absent or too old.
    """
    from assessment.rendering.quarto.finding import find_quarto, find_suitable_quarto
    from assessment.rendering.quarto.renderer import QuartoRenderer

    if name == "quarto":
        return QuartoRenderer(find_quarto(quarto))
    if name == "auto" and (found := find_suitable_quarto(quarto)) is not None:
        return QuartoRenderer(found)
    return EmbeddedRenderer()
