"""The environment of notebooks: fixed and scrubbed, with nothing of the user's session but what is declared."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from assessment.notebooks.executor import Task

_PASSED_ON = ("PATH", "HOME", "USER", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TMPDIR", "XDG_CACHE_HOME")
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def fixed_environment(root: Path, epoch: int) -> dict[str, str]:
    """What every notebook gets. ``epoch`` is the source date (Unix time).

    Numerical libraries get one thread each: notebooks already run side by side, sums come out alike on
    every machine, and a parent with threads could not be forked.
    """
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **kept,
        **dict.fromkeys(_ONE_THREAD, "1"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(epoch),
        "IPYTHONDIR": str(root / "_build" / "ipython"),
        "MATPLOTLIBRC": _default_style(),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "NO_COLOR": "1",
    }


def environment_of(task: Task) -> dict[str, str]:
    """The fixed environment and what the notebook declares to need of the user's."""
    return {**fixed_environment(task.root, task.epoch), **task.environment}


def _default_style() -> str:
    """Matplotlib's own defaults, found without loading it; empty where it is not installed."""
    spec = find_spec("matplotlib")
    return str(Path(spec.origin).parent / "mpl-data" / "matplotlibrc") if spec and spec.origin else ""
