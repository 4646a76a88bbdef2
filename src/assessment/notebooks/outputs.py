"""Outputs that come out alike on every run: streams joined, numbers of processes taken out."""

from __future__ import annotations

import re
from typing import Any

_RETURN = re.compile(r".*\r(?=[^\n])")
_CELL_FILE = re.compile(r"\S*/ipykernel_\d+/(\d+\.py)")


def joined_streams(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One output a stream, in the place of its first, standard output first: when a kernel flushes is chance.

    As nbclient does with ``coalesce_streams``, carriage returns take effect.
    """
    kept: list[dict[str, Any]] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in outputs:
        if output["output_type"] != "stream":
            kept.append(output)
        elif output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
        else:
            streams[output["name"]] = output
            kept.append(output)
    for output in streams.values():
        output["text"] = _RETURN.sub("", output["text"])
    for place in range(len(kept) - 1):
        if [output.get("name") for output in kept[place : place + 2]] == ["stderr", "stdout"]:
            kept[place], kept[place + 1] = kept[place + 1], kept[place]
    return kept


def stable(cells: list[Any]) -> None:
    """Take the kernel's process number out of texts, in place: warnings name the file of their cell by it."""
    for cell in cells:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "stream":
                output["text"] = _CELL_FILE.sub(r"cell-\1", output["text"])
            elif output["output_type"] == "error":
                output["traceback"] = [_CELL_FILE.sub(r"cell-\1", line) for line in output["traceback"]]
