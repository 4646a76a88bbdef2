"""Find a project and read its settings, once."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from assessment.errors import ConfigurationError
from assessment.project import lined_yaml
from assessment.project.book import Book, BookError, read_book
from assessment.project.files import files_below
from assessment.project.lined_yaml import LinedYaml
from assessment.project.root import CONFIG, project_root


@dataclass(frozen=True)
class Settings:
    """The `assessment:` key of `_quarto.yml`. Times are in seconds, sizes in MiB; memory 0 means no limit.

    ``store`` is a folder for results shared with other checkouts; empty for one of the project's own. ``analyst``
    are the people or the team who make the notebooks, where a notebook does not say otherwise.
    """

    notebook_timeout: float = 600.0
    notebook_memory: float = 0.0
    quarto_timeout: float = 1800.0
    store_size: float = 1024.0
    store: str = ""
    analyst: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """A Quarto book on disk: where it is, what it says of itself, where results go."""

    root: Path
    book: Book
    config: LinedYaml
    settings: Settings = field(default_factory=Settings)

    @property
    def build(self) -> Path:
        """The folder of everything that can be made again."""
        return self.root / "_build"

    @property
    def output(self) -> Path:
        """The folder of the finished editions."""
        return self.root / self.book.output_dir

    def notebooks(self) -> tuple[Path, ...]:
        """The notebooks of the project, in a stable order."""
        found = (path for path in files_below(self.root / "notebooks") if path.suffix == ".ipynb")
        return tuple(
            sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(self.root).parts))
        )

    def data_files(self) -> tuple[Path, ...]:
        """Every file below `data/`, in a stable order."""
        return tuple(sorted(p for p in files_below(self.root / "data") if p.is_file() and not p.name.startswith(".")))

    def relative(self, path: Path) -> str:
        """A path as messages and manifests name it: relative to the project, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def load(folder: Path | None = None) -> Project:
    """Read the project in ``folder``, or the nearest one above the working folder.

    Raises:
        ConfigurationError: there is no `_quarto.yml`, or it cannot be understood (with the line).
    """
    root = project_root(folder)
    config = _parse(root / CONFIG)
    try:
        project = Project(root, read_book(config), config, _settings(config))
    except BookError as exc:
        raise ConfigurationError(str(exc), path=CONFIG, line=exc.line, hint=exc.hint) from exc
    _check_output(project)
    return project


def _parse(path: Path) -> LinedYaml:
    try:
        return lined_yaml.parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as exc:
        raise ConfigurationError("not UTF-8", path=CONFIG, hint="save the file as UTF-8") from exc
    except lined_yaml.YamlError as exc:
        hint = "mend the YAML at this line: indentation, a missing colon or an open quotation mark"
        raise ConfigurationError(f"not valid YAML: {exc}", path=CONFIG, line=exc.line, hint=hint) from exc


def _settings(config: LinedYaml) -> Settings:
    own = config.data.get("assessment") or {}
    known = {name.replace("_", "-"): name for name in Settings.__dataclass_fields__}
    hint = f"the settings of `assessment:` are: {', '.join(known)}; times in seconds, sizes in MiB"
    chosen: dict[str, Any] = {"store": os.environ.get("ASSESSMENT_STORE", "")}
    for key, value in own.items() if isinstance(own, dict) else [(str(own), None)]:
        line = config.line("assessment", key)
        if key not in known:
            raise ConfigurationError(f"`assessment:` has no setting {key!r}", path=CONFIG, line=line, hint=hint)
        if key == "store":
            chosen[key] = chosen[key] or str(value)
            continue
        if key == "analyst":
            chosen[key] = _names(value, line)
            continue
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
            message = f"`assessment: {key}:` is a number above 0, not {value!r}"
            raise ConfigurationError(message, path=CONFIG, line=line, hint=hint)
        chosen[known[key]] = float(value)
    return Settings(**chosen)


def _names(value: Any, line: int | None) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        message = "`assessment: analyst:` is a name, or a list of names"
        raise ConfigurationError(message, path=CONFIG, line=line, hint="name the people or the team who compute")
    return tuple(names)


def _check_output(project: Project) -> None:
    """An edition replaces its folder whole, so nothing that is written by hand may lie in it."""
    output = PurePosixPath(project.book.output_dir)
    sources = ["_build", "_extensions", "data", "notebooks", *project.book.bibliography]
    sources += [str(entry.path) for entry in project.book.files()]
    if (
        output.is_absolute()
        or ".." in output.parts
        or any(PurePosixPath(path).is_relative_to(output) for path in sources)
    ):
        message = f"the output folder {project.book.output_dir!r} is not a folder for editions alone"
        hint = "name a folder inside the project that holds nothing else, such as _book: each build replaces it"
        raise ConfigurationError(message, path=CONFIG, line=project.config.line("project", "output-dir"), hint=hint)
