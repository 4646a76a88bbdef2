"""Execute the notebooks of a folder with nbclient, two at a time, into `executed/`: `with_nbclient.py FOLDER`."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def run(path: Path) -> None:
    document = nbformat.read(path, as_version=4)
    NotebookClient(document, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    target = path.parent.parent / "executed" / path.name
    target.parent.mkdir(exist_ok=True)
    nbformat.write(document, target)


def main() -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, sorted((Path(sys.argv[1]) / "notebooks").glob("*.ipynb"))))


if __name__ == "__main__":
    main()
