"""Say what went wrong in a notebook: the same words whatever engine ran it."""

from __future__ import annotations

import re

from assessment.model import Cell, Finding, Notebook, finding

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CELL_FRAME = re.compile(r"Cell In\s?\[\d+\], line (\d+)")
_FRAMES_SHOWN = 3


def cell_at(notebook: Notebook, index: int) -> Cell | None:
    """The code cell at a place among all cells."""
    return next((cell for cell in notebook.cells if cell.index == index), None)


def cell_name(notebook: Notebook, index: int) -> str:
    """How messages name the cell at a place among all cells."""
    cell = cell_at(notebook, index)
    return cell.name if cell else f"cell {index + 1}"


def raised(notebook: Notebook, index: int, exception: tuple[str, str], traceback: str) -> Finding:
    """A cell raised: ``exception`` is its name and text, ``traceback`` as the kernel words it.

    The line named is the one of the cell, however deep in a library the exception arose.
    """
    name, text = exception
    lines = [_ANSI.sub("", line).strip() for line in traceback.splitlines()]
    frames = [line for line in lines if line.startswith(("File ", "Cell In"))]
    hint = "run the notebook in JupyterLab up to this cell"
    if len(frames) > 1:  # a single one is the cell itself
        hint += f"; it was called this way: {' › '.join(frames[-_FRAMES_SHOWN:])}"
    message = f"{name}: {text}{_where(cell_at(notebook, index), lines)}"
    return finding("N203", message, path=notebook.path, cell=cell_name(notebook, index), hint=hint)


def _where(cell: Cell | None, lines: list[str]) -> str:
    numbers = [int(match[1]) for line in lines if (match := _CELL_FRAME.match(line))]
    source = cell.source.splitlines() if cell else []
    if not numbers or not 0 < numbers[0] <= len(source):
        return ""
    return f" (line {numbers[0]}: {source[numbers[0] - 1].strip()})"


def too_long(notebook: Notebook, index: int, limit: float) -> Finding:
    """A notebook was stopped at its time limit (seconds)."""
    hint = "make it faster, or raise `assessment: notebook-timeout:` in _quarto.yml"
    message = f"stopped after {limit:g} seconds"
    return finding("N204", message, path=notebook.path, cell=cell_name(notebook, index), hint=hint)


def too_large(notebook: Notebook, index: int, limit: int) -> Finding:
    """A notebook was stopped at its limit of resident memory (bytes)."""
    hint = "read less at a time, or raise `assessment: notebook-memory:` in _quarto.yml"
    message = f"stopped: it used more than {limit / 2**20:g} MiB of memory"
    return finding("N205", message, path=notebook.path, cell=cell_name(notebook, index), hint=hint)


def died(notebook: Notebook, index: int, how: str) -> Finding:
    """The process of a notebook ended before the notebook did."""
    hint = f"often memory ran out or a library crashed; its last words are in _build/logs/{notebook.slug}.log"
    return finding("N205", how, path=notebook.path, cell=cell_name(notebook, index), hint=hint)
