"""Write notebooks, run them with one engine or the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assessment.notebooks.executor import Execution, Executor, Task
from assessment.notebooks.forks import ForkExecutor
from assessment.notebooks.kernels import KernelExecutor
from assessment.notebooks.reading import read_notebook

_SPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


def as_notebook(cells, **metadata) -> str:
    """A notebook from sources, or pairs of source and tags."""
    raw = []
    for number, cell in enumerate(cells):
        source, tags = cell if isinstance(cell, tuple) else (cell, [])
        raw.append(
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": tags} if tags else {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
        )
    return json.dumps({"cells": raw, "metadata": {"kernelspec": _SPEC, **metadata}, "nbformat": 4, "nbformat_minor": 5})


def run(executor: Executor, root: Path, *names: str, jobs: int = 2, **settings) -> dict[str, Execution]:
    """Run notebooks of the project; slug → what became of each."""
    tasks = [
        Task(root, read_notebook(root, f"notebooks/{name}.ipynb"), settings.pop("timeout", 60), 0, **settings)
        for name in names
    ]
    return {execution.slug: execution for execution in executor.run(tasks, jobs, lambda *_: None)}


def workers() -> ForkExecutor:
    """The fast engine; a notebook that it hands to a kernel fails the test."""
    return ForkExecutor(_no_kernels, _no_words)


def kernels() -> KernelExecutor:
    return KernelExecutor()


def _no_kernels():
    pytest.fail("a notebook was handed to a kernel")


def _no_words(text: str) -> None:
    pytest.fail(f"the engine said: {text}")
