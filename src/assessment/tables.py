"""Tables of notebooks as pipe tables, whose dashes give each column of a wide table the width that suits its text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_LINE = 108  # characters of table text, with the room between columns, that fit side by side on a page
_LEAST = 5
_BETWEEN = 3  # the room that a column leaves round its text
_WORD = 1.15  # a word has no spaces and takes more room than as many signs of running text
_WIDE = re.compile(r"[0-9A-Z%mw]")  # wider than the average character, by about a tenth
_CITATION = re.compile(r"\[(@[^\]]*)\]")
_PRINTED_CITATION = "(Name 2020)"
_LONG_NAME = 19  # the room of a long word in a citation; what is cited under it is not known here


def pipe_table(table: pd.DataFrame) -> str:
    """A table in Quarto's pipe syntax; numbers are right-aligned, text is escaped where it would be read as markup."""
    from pandas.api import types

    flat = table.reset_index() if table.index.name else table
    numeric = [types.is_numeric_dtype(flat[name]) for name in flat.columns]
    header = [_cell(name) for name in flat.columns]
    rows = [[_cell(item) for item in row] for row in flat.itertuples(index=False)]
    widths = column_widths([header, *rows])
    rule = ["-" * width + ":" if right else ":" + "-" * width for width, right in zip(widths, numeric, strict=True)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Widths in characters that make a table of these cells as low as its page allows: no word is broken for it.

    What fits side by side keeps its natural width. Else every column has room for its longest word, and what
    is left goes, a character at a time, where it makes the rows lowest.
    """
    cells = [[_printed(cell) for cell in column] for column in zip(*rows, strict=True)]
    natural = [max(_LEAST, *map(_length, column)) + _BETWEEN for column in cells]
    if sum(natural) <= _LINE:
        return natural
    words = [[word for cell in column for word in cell.split()] for column in cells]
    least = [max(_LEAST, *map(_word_length, column or [""])) + _BETWEEN for column in words]
    widths = list(least)
    lengths = list(zip(*([_length(cell) for cell in column] for column in cells), strict=True))
    for _ in range(_LINE - sum(widths)):
        growing = [at for at, width in enumerate(widths) if width < natural[at]]
        best = min(growing, key=lambda at: _height(lengths, [w + (i == at) for i, w in enumerate(widths)]))
        widths[best] += 1
    return widths


def _height(lengths: Sequence[Sequence[int]], widths: Sequence[int]) -> float:
    """Lines of text that the rows take, smoothed so that every character of width counts for something."""
    heights = ([length / (width - _BETWEEN) for length, width in zip(row, widths, strict=True)] for row in lengths)
    return sum(math.pow(sum(math.pow(lines, 4) for lines in row), 0.25) for row in heights)


def _length(text: str) -> int:
    """How wide a text is, in average characters."""
    return len(text) + math.ceil(len(_WIDE.findall(text)) / 10)


def _word_length(word: str) -> int:
    """The room that a word needs by itself; that of digits is in their length already."""
    if word in _PRINTED_CITATION.split():
        return _LONG_NAME
    return math.ceil(_WORD * _length(word)) if word.isalpha() or word[:-1].isalpha() else _length(word)


def _printed(cell: str) -> str:
    """A cell about as it will be printed: citations stand for a name and a year each, addresses of links vanish."""
    cited = _CITATION.sub(lambda found: " ".join([_PRINTED_CITATION] * found[1].count("@")), cell)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cited)


def _cell(item: object) -> str:
    import pandas as pd

    if item is None or item is pd.NA or (isinstance(item, float) and math.isnan(item)):
        return ""
    if isinstance(item, (int, float)) and not isinstance(item, bool):
        return f"{item:,}"
    return str(item).replace("|", r"\|").replace("\n", " ")
