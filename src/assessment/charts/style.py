"""One look for every chart: calm colours that survive greyscale, direct labels, units, a source line."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from assessment.datasets.cited import cited
from assessment.look import design_tokens
from assessment.notebook import project_root

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

WIDTH_INCHES = 148 / 25.4  # the text width of the page (148 mm): charts are drawn at their printed size
_SOURCE_CHARACTERS = 108  # what fits into that width at 8 points


def use_house_style() -> dict[str, str]:
    """Apply the house style to matplotlib and return the design tokens (name → value)."""
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib import font_manager

    tokens = design_tokens(project_root())
    for font in sorted(Path(str(files("fontpkg_ibm_plex_sans") / "files")).glob("IBMPlexSans[[]*.ttf")):
        font_manager.fontManager.addfont(str(font))
    mpl.style.use(str(files("assessment.charts") / "house.mplstyle"))
    ink, muted, rule = tokens["colour-ink"], tokens["colour-ink-muted"], tokens["colour-rule"]
    mpl.rcParams.update(
        {
            "font.family": ["IBM Plex Sans", "DejaVu Sans"],
            "text.color": ink,
            "axes.labelcolor": muted,
            "axes.edgecolor": muted,
            "xtick.color": muted,
            "ytick.color": muted,
            "grid.color": rule,
            "axes.prop_cycle": cycler(color=palette(tokens)),
        }
    )
    return tokens


def palette(tokens: dict[str, str]) -> list[str]:
    """The categorical colours of charts, in their order of use."""
    return [tokens[name] for name in sorted(tokens) if name.startswith("colour-chart-") and name[-1].isdigit()]


def canvas(height: float = 3.2, panels: int = 1, **subplots: object) -> tuple[Figure, Sequence[Axes]]:
    """A chart of the page's text width with ``panels`` side by side; ``height`` in inches."""
    import matplotlib.pyplot as plt

    use_house_style()
    figure, axes = plt.subplots(1, panels, figsize=(WIDTH_INCHES, height), squeeze=False, **subplots)  # type: ignore[call-overload]
    return figure, list(axes[0])


def label_at_end(axes: Axes, x: float, y: float, text: str, colour: str) -> None:
    """Name a line at its last point, in its own colour, in place of a legend."""
    clear = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # keeps grid lines out of the letters
    axes.annotate(
        text,
        (x, y),
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        color=colour,
        bbox=clear,
        annotation_clip=False,
    )


def in_millions(axes: Axes) -> None:
    """Print the ticks of the value axis as millions ("5", "10"); say "million" in the axis label."""
    axes.yaxis.set_major_formatter(lambda number, _: f"{number / 1e6:g}")


def with_thousands(axes: Axes) -> None:
    """Print the ticks of the value axis with thousands separators."""
    axes.yaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")


def mark_break(axes: Axes, x: float, text: str) -> None:
    """Mark a break in a series with a dotted line and say what changed there."""
    axes.axvline(x, color=axes.xaxis.label.get_color(), linewidth=1, linestyle=":")
    axes.annotate(
        text,
        (x, 1),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        fontsize=8,
    )


def line(
    axes: Axes, x: Sequence[float], y: Sequence[float], colour: str, *, hollow: Sequence[bool] = (), marker: str = "o"
) -> None:
    """Draw a line whose points are filled, or hollow where the number is derived or comes at second hand."""
    axes.plot(x, y, color=colour, marker=marker)
    marked = [(at, value) for at, value, open_point in zip(x, y, hollow, strict=False) if open_point]
    if marked:
        axes.plot(
            *zip(*marked, strict=True),
            linestyle="",
            marker=marker,
            color=colour,
            markerfacecolor="white",
            markeredgewidth=1.4,
        )


def hatch(bars: Sequence[Rectangle], uncertain: Sequence[bool]) -> None:
    """Draw bars hatched on white where the number is derived or not comparable, so that greyscale shows it too."""
    for bar, doubtful in zip(bars, uncertain, strict=True):
        if doubtful:
            bar.set(edgecolor=bar.get_facecolor(), facecolor="white", hatch="////", linewidth=1)


def source_line(figure: Figure, text: str) -> None:
    """Print the source below the chart, small and muted, in as many lines as it needs: "Source: NCMEC (2024)."."""
    import matplotlib as mpl

    wrapped = "\n".join(wrap(text, _SOURCE_CHARACTERS))
    figure.supxlabel(wrapped, x=0.01, ha="left", fontsize=8, color=mpl.rcParams["axes.labelcolor"])


def sources_of(*tables: pd.DataFrame) -> str:
    """The publishers behind the rows of datasets read with :func:`assessment.notebook.dataset`, for a source line.

    Rows name their sources in a column ``bibkey``; a table without one stands for all its sources.
    """
    names = [str(s.get("publisher") or s.get("title")) for table in tables for s in cited(table)]
    return "Source: " + "; ".join(dict.fromkeys(names)) + "."
