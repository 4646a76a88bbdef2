"""Execute the notebooks of a book with the pipeline's own engine and do nothing else: `execute.py FOLDER [ADDRESS]`."""

from __future__ import annotations

import sys
from pathlib import Path

from assessment.notebooks.engines import cluster_executor, default_executor
from assessment.notebooks.stage import execute, take_inventory
from assessment.project.project import load


def main() -> None:
    project = load(Path(sys.argv[1]))
    executor = cluster_executor(sys.argv[2], print) if len(sys.argv) > 2 else default_executor(print)
    done = execute(project, take_inventory(project, {}), {}, executor, 2, 0, lambda *_: None)
    if done.failed:
        sys.exit(f"failed: {done.failed}")


if __name__ == "__main__":
    main()
