"""Where a project is: the nearest folder with a `_quarto.yml`. Loads nothing, so that every command may ask first."""

from __future__ import annotations

from pathlib import Path

from assessment.errors import ConfigurationError

CONFIG = "_quarto.yml"
HINT = "name the project with --project DIR, or start one whose _quarto.yml has `project: type: book`"


def find_root(start: Path) -> Path:
    """The nearest folder from ``start`` upwards that holds a `_quarto.yml`.

    Raises:
        ConfigurationError: there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise ConfigurationError(f"no {CONFIG} here or above", path=start, hint=HINT)


def project_root(folder: Path | None) -> Path:
    """The folder named, if it is a project; without one, the nearest project above the working folder.

    Raises:
        ConfigurationError: there is no `_quarto.yml`.
    """
    if folder is None:
        return find_root(Path.cwd())
    if not (folder / CONFIG).is_file():
        raise ConfigurationError(f"no {CONFIG}", path=folder, hint=HINT)
    return folder.resolve()
