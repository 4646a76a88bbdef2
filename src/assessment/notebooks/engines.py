"""The executor of builds: forked workers, and kernels of their own for what workers cannot run."""

from __future__ import annotations

from collections.abc import Callable

from assessment.notebooks.executor import Executor
from assessment.notebooks.forks import ForkExecutor


def default_executor(say: Callable[[str], None]) -> Executor:
    """The executor of this machine; ``say`` hears where it has to be slower. Loads nothing before it runs."""
    return ForkExecutor(_kernels, say)


def _kernels() -> Executor:
    from assessment.notebooks.kernels import KernelExecutor

    return KernelExecutor()
