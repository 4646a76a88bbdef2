"""Every published table as rows and columns: data files, tables and data behind charts, tables typed in chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from assessment.chapters.source import ChapterSource, prose_lines
from assessment.checks.safeguarding.data_texts import dataset_names, read_package, read_rows
from assessment.checks.safeguarding.markdown import Source, plain_text, read_markdown
from assessment.checks.safeguarding.notebook_texts import DATA_MIME, chart_text
from assessment.checks.safeguarding.passages import Place
from assessment.checks.safeguarding.rules import Numbers
from assessment.model import Cell, Finding, finding
from assessment.notebooks.reading import NotebookError, load_json, notebook_from_json, text_of
from assessment.project.project import Project

_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Table:
    """A table: ``around`` are its caption and, for a chart, the words of the picture; ``lines`` those of its rows.

    ``published`` says that it is shown under a label; ``chart`` that it is the data behind a picture.
    """

    place: Place
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    lines: tuple[int, ...] = ()
    around: str = ""
    published: bool = True
    chart: bool = False

    @property
    def is_file(self) -> bool:
        """Whether the table is a data file rather than shown in a notebook or chapter."""
        return self.place.path.endswith((".csv", ".tsv"))

    def position(self, column: str) -> int | None:
        """Where a column stands; none where there is none."""
        return self.columns.index(column) if column in self.columns else None

    def cell(self, row: int, column: str) -> Any:
        """What stands in a row under a heading; none where there is no such column."""
        at = self.position(column)
        return self.rows[row][at] if at is not None and at < len(self.rows[row]) else None

    def is_long(self, rules: Numbers) -> bool:
        """Whether each row holds one value with its unit, as the data files do."""
        return rules.value in self.columns and rules.unit in self.columns

    def label(self, row: int, rules: Numbers) -> str:
        """What names a row: its texts and its years, without notes and values."""
        skipped = {rules.value, rules.base, rules.qualifier, *rules.notes}
        pairs = zip(self.columns, self.rows[row], strict=False)
        texts = [
            str(item) for name, item in pairs if name not in skipped and (is_text(item) or rules.labels.search(name))
        ]
        return ", ".join(text for text in texts if text)

    def finding(self, code: str, message: str, hint: str, row: int | None = None, column: str | None = None) -> Finding:
        """A finding in this table."""
        line = self.lines[row] if row is not None and row < len(self.lines) else None
        return finding(code, message, path=self.place.path, line=line, cell=self.place.cell, column=column, hint=hint)


def is_text(item: Any) -> bool:
    """Whether a cell holds words rather than a number."""
    return isinstance(item, str) and bool(re.search(r"[^\W\d_]", item))


def data_tables(project: Project) -> Iterator[Table]:
    """The data files."""
    datasets = dataset_names(read_package(project))
    for path in map(project.relative, project.data_files()):
        if path.endswith((".csv", ".tsv")):
            (_, header), *rows = read_rows(project, path) or [(1, [])]
            cells = tuple(tuple(row) for _, row in rows)
            yield Table(Place(path, dataset=datasets.get(path, "")), tuple(header), cells, tuple(n for n, _ in rows))


def notebook_tables(path: str, content: bytes) -> Iterator[Table]:
    """The tables that a notebook shows, and the data behind its charts; none of one that N201 speaks of."""
    try:
        notebook = notebook_from_json(load_json(content), path)
    except NotebookError:
        return
    for cell in notebook.cells:
        for output in cell.outputs:
            yield from _of_output(path, cell, output.get("data", {}))


def typed_tables(source: ChapterSource) -> Iterator[Table]:
    """The tables typed in a chapter."""
    yield from _typed(source.path, source.body, source.first_line)


def _of_output(path: str, cell: Cell, data: Mapping[str, Any]) -> Iterator[Table]:
    chart = any(mime.startswith("image/") for mime in data)
    words = chart_text(text_of(data.get("image/svg+xml", "")))
    around = "\n".join([*_captions(cell), words])
    published = bool(cell.label)
    resource = data.get(DATA_MIME)
    if isinstance(resource, dict):
        records = [row for row in resource.get("data") or () if isinstance(row, dict)]
        columns = tuple(dict.fromkeys(str(name) for row in records for name in row))
        rows = tuple(tuple(row.get(name) for name in columns) for row in records)
        yield Table(Place(path, cell.name), columns, rows, (), around, published, chart)
    elif "text/markdown" in data:
        for table in _typed(path, text_of(data["text/markdown"]), 1):
            yield Table(Place(path, cell.name), table.columns, table.rows, (), f"{around}\n{table.around}", published)
    elif "text/html" in data:
        for rows in _html_rows(text_of(data["text/html"])):
            yield Table(Place(path, cell.name), rows[0], rows[1:], (), around, published)


def _captions(cell: Cell) -> Iterator[str]:
    for key in ("fig-cap", "tbl-cap", "fig-subcap", "lst-cap"):
        option = cell.options.get(key) or ()
        for text in [option] if isinstance(option, str) else option:
            passages = read_markdown(str(text), Source(Place(""))).passages
            yield "\n".join(passage.text for passage in passages)


def _typed(path: str, text: str, first_line: int) -> Iterator[Table]:
    """Pipe tables written by hand; the paragraph after one counts as its caption."""
    lines = prose_lines(text)
    for at in range(1, len(lines)):
        if not (_PIPE_RULE.match(lines[at]) and "|" in lines[at - 1] and "|" in lines[at]):
            continue
        end = next((n for n in range(at + 1, len(lines)) if "|" not in lines[n]), len(lines))
        rows = tuple(_split(line) for line in lines[at + 1 : end])
        caption = next((line for line in lines[end : end + 4] if line.strip() and not line.startswith(":::")), "")
        numbers = tuple(range(first_line + at + 1, first_line + end))
        around = "\n".join(p.text for p in read_markdown(caption.lstrip(": "), Source(Place(path))).passages)
        yield Table(Place(path), _split(lines[at - 1]), rows, numbers, around)


def _split(line: str) -> tuple[str, ...]:
    cells = _CELL_END.split(line.strip().removeprefix("|").removesuffix("|"))
    return tuple(re.sub(r"[*`\\]", "", plain_text(cell)).strip() for cell in cells)


def _html_rows(text: str) -> Iterator[tuple[tuple[str, ...], ...]]:
    parser = _Tables()
    parser.feed(text)
    for rows in filter(None, parser.tables):
        if len(rows) > 1 and rows[1] and not any(rows[1][1:]):  # pandas gives the name of the index a row of its own
            rows[:2] = [[rows[1][0], *rows[0][1:]]]
        width = max(map(len, rows), default=0)
        if len(rows) > 1:
            yield tuple(tuple(row + [""] * (width - len(row))) for row in rows)


class _Tables(HTMLParser):
    """The cells of each table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag == "table":
            self.tables.append([])
        elif self.tables and tag == "tr":
            self.tables[-1].append([])
        elif self.tables and self.tables[-1] and tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.tables[-1][-1][-1] += data.strip()
