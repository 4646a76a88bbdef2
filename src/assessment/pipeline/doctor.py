"""Is everything there that the pipeline needs? One line for each part, with the repair where it is not."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assessment.errors import AssessmentError
from assessment.project.project import load


@dataclass(frozen=True)
class Part:
    """A part of the installation; ``needed`` parts that are not ``well`` keep the pipeline from working."""

    name: str
    well: bool
    said: str
    needed: bool = True


def examine_installation(folder: Path | None) -> Iterator[Part]:
    """Look at Python, the packaged programs, kernels, Quarto, git and the project, one after the other."""
    yield Part("Python", sys.version_info >= (3, 11), platform.python_version())
    yield _part("pandoc", _pandoc)
    yield _part("Typst", lambda: version("typst"))
    yield _part("fonts", _fonts)
    yield _part("kernels", _kernels)
    yield _part("search", lambda: version("pagefind"))
    yield _part("Quarto", _quarto, needed=False)
    git = shutil.which("git")
    yield Part("git", git is not None, git or "not found: editions are dated by the book's own date", needed=False)
    yield _part("project", lambda: str(load(folder).book.title))


def _part(name: str, ask: Callable[[], str], needed: bool = True) -> Part:
    try:
        return Part(name, True, ask(), needed)
    except (AssessmentError, PackageNotFoundError, ImportError, OSError) as exc:
        return Part(name, False, str(exc), needed)


def _pandoc() -> str:
    from assessment.chapters.pandoc import pandoc_version

    return pandoc_version()


def _fonts() -> str:
    from assessment.rendering.embedded.fonts import font_folders

    missing = [str(folder) for folder in font_folders() if not any(folder.glob("*.ttf"))]
    if missing:
        raise FileNotFoundError(f"no typefaces in {', '.join(missing)}")
    return "IBM Plex Sans, Serif and Mono"


def _kernels() -> str:
    from jupyter_client.kernelspec import KernelSpecManager

    names = sorted(KernelSpecManager().find_kernel_specs())
    if "python3" not in names:
        raise FileNotFoundError("no python3 kernel: pip install ipykernel")
    return ", ".join(names)


def _quarto() -> str:
    from assessment.rendering.quarto.finding import find_quarto

    found = find_quarto(None)
    return f"{found.version} ({found.path})"
