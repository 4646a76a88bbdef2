"""Which datasets and files a single cell draws on, seen from the code of its notebook.

What a whole notebook read is recorded while it runs; which of it reached one cell is not. The names that cells
bind and use tell: a cell draws on the earlier cells that bind what it uses, and on theirs. Where the code cannot
tell (a dataset named by a variable, a module of the project's own, code that does not parse) nothing is left out.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from assessment.model import Notebook
from assessment.provenance.names import Names, names_of

_BUILTIN = frozenset(dir(builtins))
_REMEMBERED = 4096  # cells: notebooks begin alike, and a preview looks at the same ones again and again


@dataclass(frozen=True)
class Drawn:
    """What the cells behind a cell name: datasets, and texts that may be names of files; ``whole`` if unsure."""

    datasets: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True)
class _Cell:
    names: Names
    drawn: Drawn
    imports: frozenset[str]


def drawn_on(notebook: Notebook, modules: Iterable[str]) -> Mapping[str, Drawn]:
    """For each cell by its name what it and the cells behind it draw on; ``modules`` are the project's own files."""
    try:
        cells = {cell.name: _read(cell.source) for cell in notebook.cells}
    except (SyntaxError, ValueError):
        return {cell.name: Drawn(whole=True) for cell in notebook.cells}
    own = {name for path in modules for name in _module_names(path)}
    names = list(cells)
    return {name: _joined(_behind(cells, names, at), own) for at, name in enumerate(names)}


def _behind(cells: Mapping[str, _Cell], names: list[str], at: int) -> list[_Cell]:
    """The cell and every earlier one that gives a name which it, or one already found, takes from there."""
    found, left = {at}, [at]
    ordered = [cells[name].names for name in names[: at + 1]]
    while left:
        place = left.pop()
        taken = ordered[place]
        behind = {other for name in taken.uses - _BUILTIN for other in _giving(name, ordered[:place])}
        behind |= {n for n, other in enumerate(ordered) if other.binds & (taken.late - _BUILTIN)}
        left += sorted(behind - found)
        found |= behind
    return [cells[names[place]] for place in sorted(found)]


def _giving(name: str, before: list[Names]) -> Iterator[int]:
    """The cells that may have given a name its value, back to the last one that surely did."""
    for place in range(len(before) - 1, -1, -1):
        if name in before[place].binds:
            yield place
        if name in before[place].surely:
            return


def _joined(cells: list[_Cell], own: set[str]) -> Drawn:
    whole = any(cell.drawn.whole or cell.imports & own for cell in cells)
    datasets = frozenset(name for cell in cells for name in cell.drawn.datasets)
    texts = frozenset(text for cell in cells for text in cell.drawn.texts)
    return Drawn(datasets, texts, whole)


@lru_cache(maxsize=_REMEMBERED)
def _read(source: str) -> _Cell:
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
    tree = ast.parse("\n".join(lines))
    datasets: set[str] = set()
    texts: set[str] = set()
    imports: set[str] = set()
    whole = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                texts.add(node.value)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            imports |= _imported(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dataset":
            first = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "name"), None)
            if isinstance(first, ast.Constant):
                datasets.add(str(first.value))
            else:
                whole = True
    drawn = Drawn(frozenset(datasets), frozenset(texts), whole)
    return _Cell(names_of(tree), drawn, frozenset(imports))


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return {alias.name.partition(".")[0] for alias in node.names}


def _module_names(path: str) -> set[str]:
    """The name under which a file of the project can be imported; nothing for our own package and for other files."""
    place = PurePosixPath(path)
    if place.suffix != ".py" or "assessment" in place.parts:
        return set()
    return {place.parent.name if place.stem == "__init__" else place.stem, *place.parts[:-1]}
