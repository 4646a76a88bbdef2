"""Kernels of other environments: what their results depend on besides the notebook and what it reads.

Of a Python elsewhere, that is what is installed beside its interpreter; of another language, only its kernel's
specification and program are seen: packages of R or Julia that change are for the author to know.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OURS = ("python3", "")  # the kernel of the environment in which this tool is installed, and no kernel at all


@dataclass(frozen=True)
class Specification:
    """A kernel's specification (`kernel.json`), its program, and the folders of packages beside that."""

    file: Path
    program: Path | None
    packages: tuple[Path, ...]


def kernel_files(names: Iterable[str]) -> Iterator[Path]:
    """Files and folders of other environments' kernels that change when what they give may change."""
    for name in names:
        found = _specification(name)
        if found:
            yield from (found.file, *filter(None, [found.program]), *found.packages)


def kernel_digest(name: str) -> str:
    """The digest of another environment's kernel: its specification and program, and the packages of a Python."""
    found = _specification(name)
    if found is None:
        return "no such kernel"
    packages = sorted(path.name for folder in found.packages for path in folder.glob("*.dist-info"))
    said = [_digest(found.file), _digest(found.program) if found.program else "", packages]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@cache
def _specification(name: str) -> Specification | None:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(name)
    except (NoSuchKernel, OSError, ValueError):
        return None  # N202 says so when it is asked to run
    found = shutil.which(spec.argv[0]) if spec.argv else None
    program = Path(found) if found else None
    return Specification(Path(spec.resource_dir) / "kernel.json", program, _packages(program) if program else ())


def _packages(program: Path) -> tuple[Path, ...]:
    """Where a Python beside this program would keep its packages; a virtual environment links to its interpreter."""
    patterns = ("lib/python3*/*-packages", "Lib/site-packages")
    return tuple(path for pattern in patterns for path in sorted(program.parent.parent.glob(pattern)) if path.is_dir())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
