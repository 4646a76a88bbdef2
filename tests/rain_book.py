"""A small book of rain whose notebook has stored outputs, so that reviews are tested without running anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assessment.project.project import load

QUARTO = """\
project:
  type: book
book:
  title: "Rain <b>book</b>"
  chapters:
    - index.qmd
"""
INDEX = """\
# Rain {.unnumbered}

@fig-rain shows the rain of the towns.
The wettest town had {{< var rain.most >}} millimetres.
Nobody measures snow.

{{< embed notebooks/rain.ipynb#fig-rain >}}

{{< embed notebooks/rain.ipynb#tbl-rain >}}

See @tbl-rain.
"""


class RainBook:
    """The book on disk; its numbers, picture and words can be changed one by one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.more_tables = 0

    @classmethod
    def made(cls, root: Path) -> RainBook:
        book = cls(root)
        root.mkdir(parents=True)
        (root / "_quarto.yml").write_text(QUARTO)
        (root / "index.qmd").write_text(INDEX)
        (root / "notebooks").mkdir()
        book.write()
        return book

    def write(
        self,
        *,
        coast: int = 100,
        hills: int = 200,
        colour: str = "blue",
        label: str = "fig-rain",
        **words: str,
    ):
        rows = [{"town": "coast", "mm": coast}, {"town": "hills", "mm": hills}]
        most = max(coast, hills)
        fields = [{"name": "town", "type": "string"}, {"name": "mm", "type": "integer"}]
        data = {"schema": {"fields": fields}, "data": rows}
        bar = f'<rect fill="{colour}" width="{most}" height="9"/>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{bar}</svg>'
        told = {"caption": "Rain by town", "alt": "Two bars.", **words}
        value = {"id": "rain.most", "value": most, "unit": "mm", "text": str(most)}
        options = [
            f"#| label: {label}",
            f"#| fig-cap: {json.dumps(told['caption'])}",
            f"#| fig-alt: {json.dumps(told['alt'])}",
        ]
        mime = "application/vnd.dataresource+json"
        cells = [
            _cell(options, "show(figure, rain)", {"image/svg+xml": svg, "text/plain": "rain", mime: data}),
            _cell(
                ["#| label: tbl-rain", '#| tbl-cap: "Rain"'],
                "show(rain)",
                {"text/markdown": "| a |\n|:-|\n| 1 |", mime: data},
            ),
            _cell(["#| label: values"], "publish()", {"application/vnd.assessment.value+json": value}),
        ]
        for number in range(self.more_tables):
            bundle = {"text/markdown": "| a |\n|:-|\n| 1 |", mime: data}
            cells.append(_cell([f"#| label: tbl-rain-of-{number}", '#| tbl-cap: "Rain"'], f"show({number})", bundle))
        metadata = {"kernelspec": {"name": "python3"}, "assessment": {"analyst": "Ana Lyst"}}
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
        (self.root / "notebooks" / "rain.ipynb").write_text(json.dumps(notebook))

    def text(self, old: str, new: str) -> None:
        index = self.root / "index.qmd"
        assert old in index.read_text()
        index.write_text(index.read_text().replace(old, new))

    @property
    def project(self):
        return load(self.root)


def _cell(options: list[str], source: str, bundle: dict[str, Any]) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", "metadata": {}, "data": bundle}]
    text = "\n".join([*options, source])
    return {
        "cell_type": "code",
        "id": source[:4],
        "metadata": {},
        "execution_count": 1,
        "source": text,
        "outputs": outputs,
    }
