"""A small clean book about a reading club, in which tests plant what the checks of care must find.

Its rules are those of this repository's report. People are counted in it, but nothing happens to them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assessment.model import Finding
from assessment.pipeline.build import examine
from assessment.project.project import load

RULES = Path(__file__).parents[3] / "safeguarding.yml"

QUARTO = """\
project:
  type: book
book:
  title: Reading clubs in three towns
  author: A. Reader
  description: What libraries counted.
  chapters: [index.qmd, chapters/club.qmd]
bibliography: references.bib
notice: This page may distress you. It is not for young children. You may stop at any point.
"""

INDEX = """\
# Summary {#sec-summary .unnumbered}

::: {.content-notice}

{{< meta notice >}}

:::

::: {.help}

- A child helpline, the hotline finder of INHOPE, Report Remove and the CyberTipline.
- Adult survivors: a survivors' organisation.
- Anyone worried about their own thoughts: a helpline.
- Do not share what you find; report it to the hotline of your country.

This list was drawn up on 1 March 2024.

:::

Libraries count loans, and say what they count.
"""

TEXT = """\
# The club {#sec-club}

The libraries counted {{< var club.loans >}} loans in 2023 [@library2024].
Of the visitors, {{< var club.share >}} came again.

{{< embed ../notebooks/club.ipynb#fig-loans >}}

{{< embed ../notebooks/club.ipynb#tbl-visits >}}

::: {.help}

The summary lists where help can be found; do not share what you find.

:::
"""

BIBLIOGRAPHY = """\
@online{library2024,
  title = {A title with a monster in it},
  author = {Library},
  date = {2024},
  url = {https://www.iwf.org.uk/loans}
}
"""

COLUMNS = "series,period,place,dimension,value,unit,qualifier,base,status,caveat"
ROWS = [
    "visits,2023,Alba,all children,120,children,,,verified,",
    "visits,2023,Alba,girls,70,children,,,verified,",
    "visits,2023,Alba,boys,50,children,,,verified,",
    "visits,2023,Borg,all children,0,children,,,verified,",
    "loans,2023,Alba,loans,7,books,,,verified,Counted in June.",
    "share,2023,Alba,came again,44,percent,,“the 5,000 visitors of the year”,verified,",
]


CHAPTER, NOTEBOOK, DATA = "chapters/club.qmd", "notebooks/club.ipynb", "data/visits/2024.csv"
Place = tuple[str, int | None, str | None]  # file, line, cell


class Club:
    """The book on disk. Each ``plant_…`` plants something and gives the place where it must be found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows = list(ROWS)
        self.package: dict[str, Any] = {"name": "club", "title": "Loans", "peopleUnits": ["children"], "resources": []}
        self.cells: list[dict[str, Any]] = []
        rules = re.sub(r"(?ms)^allow:.*?^(?=\w)", "", RULES.read_text(encoding="utf-8"))
        self.files = {
            "_quarto.yml": QUARTO,
            "index.qmd": INDEX,
            CHAPTER: TEXT,
            "references.bib": BIBLIOGRAPHY,
            "safeguarding.yml": rules,
        }
        self.plant_notebook("# Loans\n\nWhat libraries counted.")
        self.plant_chart({"caption": "Loans by town, 2023.", "rows": [{"town": "Alba", "loans": 7}]}, "loans")
        self.plant_table(["Children who visited, by town.", "Town | Children", "Alba | 120", "Borg | 0"], "visits")
        self.plant_value({"id": "club.loans", "value": 7, "unit": "books"})
        self.plant_value({"id": "club.share", "value": 44, "unit": "percent", "base": "the 5,000 visitors of the year"})

    def plant(self, kind: str, content: Any) -> Place:
        """Plant something of a kind; gives its place."""
        return getattr(self, f"plant_{kind}")(content)

    def plant_prose(self, text: str) -> Place:
        self.files[CHAPTER] += f"\n{text}\n"
        return CHAPTER, len(self.files[CHAPTER].splitlines()) - text.count("\n"), None

    def plant_heading(self, text: str) -> Place:
        return self.plant_prose(f"## {text}")

    def plant_list(self, text: str) -> Place:
        return self.plant_prose(f"- {text}")

    def plant_link(self, text: str) -> Place:
        return self.plant_prose(f"See [{text}](https://www.iwf.org.uk).")

    def plant_footnote(self, text: str) -> Place:
        self.plant_prose(f"Books.[^{len(self.files[CHAPTER])}]")
        return self.plant_prose(f"[^{len(self.files[CHAPTER])}]: {text}")

    def plant_typed(self, lines: list[str]) -> Place:
        """A table typed in the chapter, found at its first row."""
        _, line, _ = self.plant_prose(f"{piped(lines[1:])}\n\n: {lines[0]}")
        return CHAPTER, line + 2, None

    def plant_header(self, text: str) -> Place:
        self.files["index.qmd"] = f"---\ndescription: {text}\n---\n\n" + self.files["index.qmd"]
        return "index.qmd", 2, None

    def plant_setting(self, text: str) -> Place:
        self.files["_quarto.yml"] += f"subtitle: {text}\n"
        return "_quarto.yml", len(self.files["_quarto.yml"].splitlines()), None

    def plant_package(self, text: str) -> Place:
        self.package = {"description": text, **self.package}
        return "data/datapackage.json", 2, None

    def plant_row(self, row: str) -> Place:
        self.rows.append(row)
        return DATA, len(self.rows) + 1, None

    def plant_rows(self, rows: list[str]) -> Place:
        return [self.plant_row(row) for row in rows][-1]

    def plant_data(self, text: str) -> Place:
        return self.plant_row(f"loans,{len(self.rows)},Alba,{text},900,books,,,verified,")

    def plant_notebook(self, text: str) -> Place:
        self.cells.append({"cell_type": "markdown", "metadata": {}, "source": text})
        return NOTEBOOK, None, f"cell {len(self.cells)}"

    def plant_code(self, text: str) -> Place:
        return self._cell(f'label = "{text}"')

    def plant_caption(self, text: str) -> Place:
        return self._cell(f'#| label: fig-{len(self.cells)}\n#| fig-cap: "{text}"')

    def plant_alt(self, text: str) -> Place:
        return self._cell(f'#| label: fig-{len(self.cells)}\n#| fig-alt: "{text}"')

    def plant_picture(self, text: str) -> Place:
        return self._cell("show(figure)", {"image/svg+xml": drawn(text)})

    def plant_shown(self, html: str) -> Place:
        return self._cell("visits", {"text/html": html})

    def plant_table(self, lines: list[str], name: str = "") -> Place:
        """A table of the notebook: its caption, its headings, its rows."""
        source = f'#| label: tbl-{name or len(self.cells)}\n#| tbl-cap: "{lines[0]}"'
        return self._cell(source, {"text/markdown": piped(lines[1:])})

    def plant_cell(self, text: str) -> Place:
        return self.plant_table(["Loans.", "Kind | Loans", f"{text} | 900"])

    def plant_chart(self, chart: dict[str, Any], name: str = "") -> Place:
        """A picture with its words and the data behind it."""
        source = f'#| label: fig-{name or len(self.cells)}\n#| fig-cap: "{chart["caption"]}"\n#| fig-alt: "Bars."'
        data = {"name": "data", "data": chart["rows"]}
        svg = drawn("Alba", *chart.get("words", ()))
        return self._cell(source, {"image/svg+xml": svg, "application/vnd.dataresource+json": data})

    def plant_value(self, value: dict[str, Any]) -> Place:
        text = f"{value['value']}%" if value["unit"] == "percent" else str(value["value"])
        return self._cell(
            f"publish({value['id']!r})", {"application/vnd.assessment.value+json": {"text": text, **value}}
        )

    def plant_values(self, values: list[dict[str, Any]]) -> Place:
        return [self.plant_value(value) for value in values][-1]

    def plant_unit(self, text: str) -> Place:
        return self.plant_value({"id": f"club.v{len(self.cells)}", "value": 900, "unit": text})

    def _cell(self, source: str, *bundles: dict[str, Any]) -> Place:
        outputs = [{"output_type": "display_data", "metadata": {}, "data": bundle} for bundle in bundles]
        self.cells.append({"cell_type": "code", "source": source, "metadata": {}, "outputs": outputs})
        label = re.match(r"#\| label: (\S+)", source)
        return NOTEBOOK, None, label[1] if label else f"cell {len(self.cells)}"

    def write(self) -> None:
        """Write the book to disk as it is now."""
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3"}}}
        files = self.files | {
            NOTEBOOK: json.dumps(notebook | {"cells": self.cells}),
            DATA: "\n".join([COLUMNS, *self.rows]) + "\n",
            "data/datapackage.json": json.dumps(self.package, indent=1),
        }
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def findings(self) -> list[Finding]:
        """What the checks of care find in the book as it is now."""
        self.write()
        return [found for found in examine(load(self.root)).findings if found.code.startswith("S")]


def drawn(*texts: str) -> str:
    """A picture whose words are outlines, as matplotlib writes it: it notes them in comments."""
    paths = "".join(f"<!-- {text} --><path d=''/>" for text in texts)
    return f"<svg xmlns='http://www.w3.org/2000/svg'>{paths}</svg>"


def piped(lines: list[str]) -> str:
    """A pipe table from its lines, with bars between the cells."""
    rule = "|".join(["---"] * (lines[0].count("|") + 1))
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


@pytest.fixture
def club(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")
    return Club(tmp_path)
