"""Forked workers give what nbclient gives, on notebooks that try them."""

from __future__ import annotations

import json
import re

import pytest
from awkward import NOTEBOOKS
from engine_runs import as_notebook, kernels, run, workers

# What differs and may; docs/decisions says why.
_DIFFERS = {
    "input-refused": "the frame that refuses input is another one",
    "recursion": "the stack below the first cell is another one",
}


# A kernel reads what other programs write from a pipe when it gets round to it: the same text, placed by chance.
_CHANCE = {"subprocess", "os-level-writes", "shell"}


@pytest.fixture(scope="module")
def executions(book):
    for name, cells in NOTEBOOKS.items():
        (book / "notebooks" / f"{name}.ipynb").write_text(as_notebook(cells))
    names = list(NOTEBOOKS)
    return run(workers(), book, *names), run(kernels(), book, *names)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_outputs_are_those_of_a_kernel(executions, name):
    ours, theirs = executions[0][name], executions[1][name]
    assert (ours.state, ours.finding) == (theirs.state, theirs.finding)
    if name in _CHANCE:
        assert _words(ours.content) == _words(theirs.content)
    elif name in _DIFFERS:
        assert _names(ours.content) == _names(theirs.content)
    else:
        assert _cells(ours.content) == _cells(theirs.content)


def _words(content: bytes) -> list[str]:
    """Every word that a notebook puts out, wherever."""
    outputs = [output for cell in json.loads(content)["cells"] for output in cell["outputs"]]
    texts = ["".join(o.get("text", "") or o["data"]["text/plain"]) for o in outputs]
    return sorted(" ".join(texts).split())


def _names(content: bytes) -> list:
    """The exceptions of a notebook, by name and text."""
    outputs = [output for cell in json.loads(content)["cells"] for output in cell["outputs"]]
    return [(output.get("ename"), output.get("evalue")) for output in outputs]


def _cells(content: bytes) -> list:
    """Outputs and counts, without addresses in memory and random ids."""
    text = re.sub(r"0x[0-9a-f]+|T_[0-9a-f]{5}", "X", content.decode())
    cells = json.loads(text)["cells"] if text else []
    return [(cell["outputs"], cell["execution_count"]) for cell in cells]
