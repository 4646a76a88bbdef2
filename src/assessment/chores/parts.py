"""Add a chapter, a notebook or a dataset to a report: the file, and its line where the report lists such things."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.chores.edits import edited_yaml
from assessment.errors import UsageError
from assessment.project.project import Project
from assessment.project.root import CONFIG

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True)
class Addition:
    """What would be written (relative path → content), and what to do next."""

    writes: Mapping[str, bytes]
    next: str


def new_chapter(project: Project, name: str, title: str = "", part: str = "", *, appendix: bool = False) -> Addition:
    """A chapter of prose, listed last among the chapters, in a part, or among the appendices.

    Raises:
        UsageError: the name cannot be one, is taken, or the part does not exist.
    """
    path = f"chapters/{_checked(name, '.qmd')}.qmd"
    _absent(project, path)
    heading = title or name.replace("-", " ").capitalize()
    body = f"# {heading} {{#sec-{name.removesuffix('.qmd')}}}\n\nWrite one sentence a line.\n"

    def change(config: Any) -> None:
        _listing(config, part, appendix=appendix).append(path)

    config = edited_yaml((project.root / CONFIG).read_bytes().decode(), change, CONFIG)
    writes = {path: body.encode(), CONFIG: config.encode()}
    return Addition(writes, f"write {path}, and refer to it as @sec-{name.removesuffix('.qmd')}")


def new_notebook(project: Project, name: str, dataset: str = "") -> Addition:
    """A notebook that reads a dataset, draws a chart, shows a table and publishes a value.

    Raises:
        UsageError: the name cannot be one, or is taken, or no such dataset is declared.
    """
    from assessment.datasets.package import versions

    slug = _checked(name, ".ipynb")
    path = f"notebooks/{slug}.ipynb"
    _absent(project, path)
    known = sorted({item.dataset for item in versions(project.root)})
    if dataset and dataset not in known:
        raise UsageError(f"no dataset {dataset!r} is declared", hint=f"declared are: {', '.join(known) or 'none'}")
    content = _notebook(slug, dataset or (known[0] if known else "NAME"))
    embed = f"{{{{< embed ../{path}#fig-{slug} >}}}}"
    return Addition({path: content}, f"fill in the cells, build, and put {embed} into a chapter")


def _listing(config: Any, part: str, *, appendix: bool) -> Any:
    book = config["book"]
    if appendix:
        return book.setdefault("appendices", [])
    if not part:
        return book["chapters"]
    parts = [item for item in book["chapters"] if isinstance(item, dict) and "part" in item]
    for item in parts:
        if str(item["part"]) == part:
            return item.setdefault("chapters", [])
    names = ", ".join(str(item["part"]) for item in parts) or "none"
    raise UsageError(f"the book has no part {part!r}", hint=f"its parts are: {names}")


def _checked(name: str, ending: str) -> str:
    stem = name.removesuffix(ending)
    if not _NAME.fullmatch(stem):
        hint = "names are small letters, digits and hyphens, such as heavy-rain"
        raise UsageError(f"{name!r} cannot be a name", hint=hint)
    return stem


def _absent(project: Project, path: str) -> None:
    if (project.root / path).exists():
        raise UsageError(f"{path} is there already", hint="choose another name: nothing is ever overwritten")


def _notebook(slug: str, dataset: str) -> bytes:
    name = slug.replace("-", "_")
    cells = [
        _cell("markdown", "about", f"# {slug.replace('-', ' ').capitalize()}\n\nSay what is computed here, and why."),
        _cell(
            "code",
            "data",
            "from assessment.charts.style import canvas\n"
            "from assessment.notebook import dataset, publish, show\n\n"
            f'{name} = dataset("{dataset}")\n{name}.head()',
        ),
        _cell(
            "code",
            f"fig-{slug}",
            f'#| label: fig-{slug}\n#| fig-cap: "What the chart shows, with unit and period."\n'
            '#| fig-alt: "What a reader who cannot see the chart should know of it."\n'
            "figure, (axes,) = canvas(height=2.9)\n"
            f"{name}.select_dtypes('number').iloc[:, :1].plot(ax=axes, legend=False)\nshow(figure, {name})",
        ),
        _cell(
            "code", f"tbl-{slug}", f'#| label: tbl-{slug}\n#| tbl-cap: "What the table lists."\nshow({name}.head(10))'
        ),
        _cell("code", "values", f'publish("{name}.rows", len({name}), "rows")'),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    return f"{text}\n".encode()


def _cell(kind: str, identity: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": identity[:64], "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return {**cell, "source": source.splitlines(keepends=True)}


def written(root: Path, addition: Addition) -> None:
    """Write an addition: all of its files, or none.

    Raises:
        OutputError: a file could not be written.
    """
    from assessment.chores.edits import write_together

    write_together({root / path: content for path, content in addition.writes.items()})
