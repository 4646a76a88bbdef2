"""The executors of builds: forked workers with kernels for what they cannot run, or a cluster that has such workers."""

from __future__ import annotations

from collections.abc import Callable

from assessment.notebooks.executor import Executor
from assessment.notebooks.forks import ForkExecutor


def default_executor(say: Callable[[str], None]) -> Executor:
    """The executor of this machine; ``say`` hears where it has to be slower. Loads nothing before it runs."""
    return ForkExecutor(_kernels, say)


def cluster_executor(address: str, say: Callable[[str], None]) -> Executor:
    """The executor of the Dask cluster at an address; ``say`` hears which workers are refused."""
    from assessment.notebooks.cluster import ClusterExecutor

    return ClusterExecutor(address, say)


def _kernels() -> Executor:
    from assessment.notebooks.kernels import KernelExecutor

    return KernelExecutor()
