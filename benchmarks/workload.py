"""Make books to measure with, and the edits of an author: the same arguments always give the same bytes.

    workload.py make FOLDER --size small|medium|large
    workload.py edit FOLDER KIND [--number 1]

The book is an ordinary Quarto book about the weather of made-up towns, with notebooks beside it; `Snakefile` and
`dvc.yaml` run the same notebooks. `expected.json` says which notebooks each kind of edit has to run again.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOWNS = ("Aldwick", "Brayford", "Corran", "Dunmere", "Eskby", "Farnley")
STATIONS = ("hill", "coast", "valley", "harbour")
DAYS = 1500
FIRST_YEAR = 2021
KINDS = ("cell", "data", "shared-data", "module", "prose", "markdown", "touch")


@dataclass(frozen=True)
class Size:
    """How large a book is: notebooks, figures in each, chapters, sources."""

    notebooks: int
    figures: int
    chapters: int
    sources: int


SIZES = {"small": Size(4, 3, 4, 20), "medium": Size(20, 3, 12, 120), "large": Size(200, 3, 60, 600)}


def _words(text: str) -> list[str]:
    return text.split()


# Text ------------------------------------------------------------------------------------------------------------

_NOUNS = _words(
    "rainfall pressure humidity sunshine wind frost haze season forecast gauge record station average spell"
)
_ADJECTIVES = _words("steady mild unsettled seasonal dry sharp early late moderate local brief notable")
_VERBS = _words("rises falls returns weakens strengthens settles shifts persists fades recovers")
_ADVERBS = _words("slowly again overnight inland later everywhere sharply gradually")
_JOINS = ("while", "because", "although", "whereas", "before")
_NAMES = _words("Abbot Bell Carr Dale Ekwall Frost Grey Hale Iwata Jansen Kerr Lund Mora Nils Ortega")


def sentence(chance: random.Random) -> str:
    """A sentence of made-up weather."""

    def clause() -> str:
        words = (_ADJECTIVES, _NOUNS, _NOUNS, _VERBS, _ADVERBS)
        return "the {} {} of the {} {} {}".format(*(chance.choice(choice) for choice in words))

    text = clause()
    if chance.random() < 0.5:
        text += f" {chance.choice(_JOINS)} {clause()}"
    return f"{text[0].upper()}{text[1:]}."


def paragraph(chance: random.Random, words: int) -> list[str]:
    """Sentences of about so many words."""
    said: list[str] = []
    while sum(len(text.split()) for text in said) < words:
        said.append(sentence(chance))
    return said


# Data ------------------------------------------------------------------------------------------------------------


def readings(seed: int, number: int) -> str:
    """A table of daily readings, as CSV."""
    chance = random.Random(f"{seed} readings {number}")
    level = [chance.uniform(30, 90) for _ in TOWNS]
    rows = ["date,town,station,rain,wind,cloud"]
    for day in range(DAYS):
        year, rest = FIRST_YEAR + day // 366, day % 366
        town = day % len(TOWNS)
        rain = level[town] * (1 + 0.3 * math.sin(day / 58)) + chance.gauss(0, 5)
        date = f"{year}-{rest // 31 + 1:02d}-{rest % 28 + 1:02d}"
        wind, cloud = chance.uniform(2, 20), chance.random()
        rows.append(f"{date},{TOWNS[town]},{chance.choice(STATIONS)},{rain:.2f},{wind:.2f},{cloud:.4f}")
    return "\n".join(rows) + "\n"


def towns(seed: int) -> str:
    """The table that every second notebook reads."""
    chance = random.Random(f"{seed} towns")
    rows = [f"{town},{chance.randint(5, 400)},{chance.randint(10, 300)}" for town in TOWNS]
    return "town,height,people\n" + "\n".join(rows) + "\n"


MODULE = '''"""What the notebooks share."""

import matplotlib.pyplot as plt

BLUE = "#1f5f8b"  # edit 0


def style():
    plt.rcParams.update({"axes.grid": True, "grid.alpha": 0.3, "figure.figsize": (6.4, 3.6)})


def since_the_first(series):
    return 100 * series / series.iloc[0]
'''


# Notebooks -------------------------------------------------------------------------------------------------------

_CHARTS = [
    (
        "months",
        "Rain by month and town",
        "Line chart: rain by month, a line for each town.",
        """fig, ax = plt.subplots(figsize=(6.4, 3.6))
for town, line in monthly.items():
    ax.plot(line.index, line.values, lw=1.4, label=town)
ax.set_ylabel("rain")
ax.legend(ncol=3, fontsize=8)
ax.set_title("Rain by month (edit 0)")
plt.show()""",
    ),
    (
        "stations",
        "Rain by town and station",
        "Bar chart: rain by town, a colour for each station.",
        """table = days.pivot_table(index="town", columns="station", values="total", aggfunc="sum")
fig, ax = plt.subplots(figsize=(6.4, 3.6))
table.plot.bar(ax=ax, width=0.8, rot=0)
ax.set_ylabel("rain")
ax.set_title("Rain by town (edit 0)")
plt.show()""",
    ),
    (
        "wind",
        "Wind and cloud",
        "Scatter plot: cloud against wind, coloured by rain.",
        """fig, ax = plt.subplots(figsize=(6.4, 3.6))
dots = ax.scatter(days["wind"], days["cloud"], c=days["rain"], s=8, alpha=0.6)
fig.colorbar(dots, ax=ax, label="rain")
ax.set_xlabel("wind")
ax.set_ylabel("cloud")
ax.set_title("Wind and cloud (edit 0)")
plt.show()""",
    ),
]


def slug(number: int) -> str:
    """The name of a notebook."""
    return f"study-{number:03d}"


def reads(number: int) -> list[str]:
    """The data files that a notebook reads: two share a table of readings, every second reads the towns too."""
    return [f"readings-{number // 2:03d}.csv", *(["towns.csv"] if number % 2 else [])]


def uses_module(number: int) -> bool:
    """Whether a notebook imports the shared module."""
    return number % 2 == 0


def notebook(number: int, figures: int) -> str:
    """A notebook that reads, reshapes, draws and tabulates."""
    series = number // 2
    begin = "import matplotlib.pyplot as plt\nimport pandas as pd\n"
    begin += (
        "from shared import since_the_first, style\n\nstyle()"
        if uses_module(number)
        else '\nplt.rcParams.update({"axes.grid": True, "grid.alpha": 0.3})'
    )
    load = f'days = pd.read_csv("../data/{reads(number)[0]}", parse_dates=["date"])\n'
    load += 'days["total"] = days["rain"] * (1 + days["cloud"])\n'
    if len(reads(number)) > 1:
        load += 'days = days.merge(pd.read_csv("../data/towns.csv"), on="town", how="left")\n'
    load += "print(f\"{len(days)} days in {days['town'].nunique()} towns\")"
    months = 'monthly = (\n    days.assign(month=days["date"].dt.to_period("M").dt.to_timestamp())\n'
    months += '    .pivot_table(index="month", columns="town", values="rain", aggfunc="mean")\n)\n'
    months += "monthly = monthly.apply(since_the_first)\n" if uses_module(number) else ""
    sources = [begin, load, months + "monthly.tail(3).round(2)"]
    for name, caption, alt, code in _CHARTS[:figures]:
        options = {"label": f"fig-{slug(number)}-{name}", "fig-cap": f"{caption}, readings {series} (study {number})"}
        sources.append(_options({**options, "fig-alt": alt}) + code)
    options = {"label": f"tbl-{slug(number)}", "tbl-cap": f"Readings {series} by town (study {number})"}
    sources.append(_options(options) + 'days.groupby("town")[["rain", "wind"]].agg(["mean", "max"]).round(2)')
    cells: list[dict[str, Any]] = [_cell("markdown", f"Readings {series}, studied. (edit 0)")]
    cells += [{**_cell("code", source), "execution_count": None, "outputs": []} for source in sources]
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def _cell(kind: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}


def _options(options: dict[str, str]) -> str:
    return "".join(f"#| {name}: {json.dumps(text) if ' ' in text else text}\n" for name, text in options.items())


# Prose -----------------------------------------------------------------------------------------------------------


def bibliography(seed: int, entries: int) -> str:
    """Made-up sources, in BibLaTeX."""
    chance = random.Random(f"{seed} sources")
    made = []
    for number in range(entries):
        first, second = chance.sample(_NAMES, 2)
        title = f"On the {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} of {chance.choice(_NOUNS)}, part {number}"
        where = "publisher = {Weather Press}" if number % 3 == 2 else "journal = {Letters on Weather}"
        kind = "book" if number % 3 == 2 else "article"
        made.append(
            f"@{kind}{{source{number:04d},\n  author = {{{first}, A. and {second}, B.}},\n  title = {{{title}}},\n"
            f"  {where},\n  year = {{{chance.randint(1998, 2025)}}}\n}}\n"
        )
    return "\n".join(made)


def chapter(seed: int, number: int, size: Size) -> str:
    """A chapter of about 1,500 words: sections, notes, citations, an equation, figures and tables of its notebooks."""
    chance = random.Random(f"{seed} chapter {number}")
    mine = [n for n in range(size.notebooks) if n * size.chapters // size.notebooks == number]
    labels = [(n, label) for n in mine for label in [*_figure_labels(n, size.figures), f"tbl-{slug(n)}"]]
    sections = 5
    each = -(-len(labels) // sections)
    lines = [f"# {chance.choice(_ADJECTIVES).title()} {chance.choice(_NOUNS)} {{#sec-{number:02d}}}", ""]
    notes = []
    for section in range(sections):
        lines += [f"## The {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} {{#sec-{number:02d}-{section}}}", ""]
        for place in range(4):
            said = paragraph(chance, 70)
            cited = chance.sample(range(size.sources), 2)
            said[0] = f"{said[0][:-1]} [@source{cited[0]:04d}; @source{cited[1]:04d}]."
            if place == 1:
                said[-1] += f"[^n{number}-{section}]"
                notes.append(f"[^n{number}-{section}]: {sentence(chance)}")
            if place == 2 and labels:
                other = chance.randrange(size.chapters)
                said.append(f"See @{labels[section * each % len(labels)][1]} and @sec-{other:02d}.")
            lines += ["\n".join(said), ""]
        if section == 1:
            lines += [f"The change is @eq-{number:02d}.", "", "$$", r"g_t = \frac{u_t - u_{t-1}}{u_{t-1}}", "$$"]
            lines[-1] += f' {{#eq-{number:02d} alt="The change of g from one day to the next, as a share"}}'
            lines.append("")
        for n, label in labels[section * each : (section + 1) * each]:
            lines += [f"{{{{< embed ../notebooks/{slug(n)}.ipynb#{label} >}}}}", ""]
    return "\n".join([*lines, *notes]) + "\n"


def _figure_labels(number: int, figures: int) -> list[str]:
    return [f"fig-{slug(number)}-{name}" for name, *_ in _CHARTS[:figures]]


def configuration(size: Size) -> str:
    """The book's `_quarto.yml`."""
    chapters = "".join(f"    - chapters/chapter-{number:02d}.qmd\n" for number in range(size.chapters))
    return (
        "project:\n  type: book\n  output-dir: _book\nlang: en\n"
        "book:\n  title: Weather of made-up towns\n  author: A. Gauge\n  date: 2025-01-01\n"
        f"  chapters:\n    - index.qmd\n{chapters}    - references.qmd\n"
        "bibliography: references.bib\nformat:\n  html: default\n  typst: default\nexecute:\n  enabled: false\n"
    )


# Other systems ---------------------------------------------------------------------------------------------------

_PAPERMILL = "papermill --cwd notebooks --log-level ERROR --no-progress-bar"


def snakefile(size: Size) -> str:
    """Snakemake's rules: a rule for each notebook, with the notebook and its data files as input."""
    rules = [
        "rule all:\n    input:\n" + "".join(f'        "executed/{slug(n)}.ipynb",\n' for n in range(size.notebooks))
    ]
    for number in range(size.notebooks):
        inputs = "".join(f'        "{path}",\n' for path in declared(number))
        rules.append(
            f'rule:\n    input:\n{inputs}    output:\n        "executed/{slug(number)}.ipynb"\n'
            f'    shell:\n        "{_PAPERMILL} {{input[0]}} {{output}}"\n'
        )
    return "\n".join(rules)


def dvc_stages(size: Size) -> str:
    """DVC's pipeline: a stage for each notebook, with the same inputs."""
    stages = ["stages:\n"]
    for number in range(size.notebooks):
        name = slug(number)
        inputs = "".join(f"    - {path}\n" for path in declared(number))
        stages.append(
            f"  {name}:\n    cmd: {_PAPERMILL} notebooks/{name}.ipynb executed/{name}.ipynb\n"
            f"    deps:\n{inputs}    outs:\n    - executed/{name}.ipynb:\n        cache: true\n"
        )
    return "".join(stages)


def declared(number: int) -> list[str]:
    """What one would declare for a notebook by hand: itself, its data, and the module where it uses it."""
    module = ["notebooks/shared.py"] if uses_module(number) else []
    return [f"notebooks/{slug(number)}.ipynb", *(f"data/{name}" for name in reads(number)), *module]


# The whole -------------------------------------------------------------------------------------------------------


def files(size: Size, seed: int) -> Iterator[tuple[str, str]]:
    """Every file of a book: path, text."""
    chance = random.Random(f"{seed} preface")
    preface = "\n".join(sentence(chance) for _ in range(12))
    yield "_quarto.yml", configuration(size)
    yield "index.qmd", f"# Preface {{.unnumbered}}\n\n{preface}\n"
    yield "references.qmd", "# References {.unnumbered}\n\n::: {#refs}\n:::\n"
    yield "references.bib", bibliography(seed, size.sources)
    yield "notebooks/shared.py", MODULE
    yield "data/towns.csv", towns(seed)
    for number in range((size.notebooks + 1) // 2):
        yield f"data/readings-{number:03d}.csv", readings(seed, number)
    for number in range(size.notebooks):
        yield f"notebooks/{slug(number)}.ipynb", notebook(number, size.figures)
    for number in range(size.chapters):
        yield f"chapters/chapter-{number:02d}.qmd", chapter(seed, number, size)
    yield "Snakefile", snakefile(size)
    yield "dvc.yaml", dvc_stages(size)
    yield "expected.json", json.dumps(expected(size), indent=1) + "\n"


def expected(size: Size) -> dict[str, list[str]]:
    """Kind of edit → the notebooks that have to run again after it, and no other."""
    every = range(size.notebooks)
    return {
        "cell": [slug(1)],
        "data": [slug(n) for n in every if "readings-000.csv" in reads(n)],
        "shared-data": [slug(n) for n in every if "towns.csv" in reads(n)],
        "module": [slug(n) for n in every if uses_module(n)],
        "prose": [],
        "markdown": [],
        "touch": [],
    }


def make(folder: Path, size: Size, seed: int = 7) -> None:
    """Write a book into a folder."""
    for path, text in files(size, seed):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")


def edit(folder: Path, kind: str, number: int) -> None:
    """Make an edit of a kind; the next ``number`` edits the same place anew.

    Raises:
        KeyError: there is no such kind.
    """
    edits: dict[str, Callable[[], None]] = {
        "cell": lambda: _replace(
            folder, f"notebooks/{slug(1)}.ipynb", r"Rain by town \(edit \d+\)", f"Rain by town (edit {number})"
        ),
        "markdown": lambda: _replace(
            folder, f"notebooks/{slug(1)}.ipynb", r"studied\. \(edit \d+\)", f"studied. (edit {number})"
        ),
        "data": lambda: _replace(
            folder, "data/readings-000.csv", r"(2021-01-02,\w+,\w+),[\d.]+", rf"\g<1>,{40 + number}.50"
        ),
        "shared-data": lambda: _replace(folder, "data/towns.csv", r"Aldwick,\d+", f"Aldwick,{500 + number}"),
        "module": lambda: _replace(
            folder, "notebooks/shared.py", r'"#[0-9a-f]{6}"  # edit \d+', f'"#{0x1F5F00 + number:06x}"  # edit {number}'
        ),
        "prose": lambda: _remark(folder / "chapters" / "chapter-01.qmd", number),
        "touch": lambda: os.utime(folder / "notebooks" / f"{slug(1)}.ipynb"),
    }
    edits[kind]()


def _replace(folder: Path, path: str, pattern: str, new: str) -> None:
    place = folder / path
    text, count = re.subn(pattern, new, place.read_text(encoding="utf-8"), count=1)
    if count != 1:
        raise ValueError(f"{path} has no {pattern}")
    place.write_text(text, encoding="utf-8", newline="\n")


def _remark(place: Path, number: int) -> None:
    text = re.sub(r"\n\nA remark, number \d+\.\n", "\n", place.read_text(encoding="utf-8"))
    where = text.index("\n\n", text.index("\n## "))
    place.write_text(
        f"{text[:where]}\n\nA remark, number {number}.\n{text[where + 1 :]}", encoding="utf-8", newline="\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("folder", type=Path)
    making.add_argument("--size", choices=SIZES, default="small")
    editing = commands.add_parser("edit")
    editing.add_argument("folder", type=Path)
    editing.add_argument("kind", choices=KINDS)
    editing.add_argument("--number", type=int, default=1)
    asked = parser.parse_args()
    if asked.command == "edit":
        edit(asked.folder, asked.kind, asked.number)
    elif asked.folder.exists():
        sys.exit(f"{asked.folder} exists")
    else:
        make(asked.folder, SIZES[asked.size])


if __name__ == "__main__":
    main()
