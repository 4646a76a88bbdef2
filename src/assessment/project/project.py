"""Find a project and read its settings, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessment.errors import ConfigurationError
from assessment.project import lined_yaml
from assessment.project.book import Book, read_book
from assessment.project.lined_yaml import LinedYaml

CONFIG = "_quarto.yml"
_HOME_HINT = "name the project with --project DIR, or start one whose _quarto.yml has `project: type: book`"


@dataclass(frozen=True)
class Settings:
    """Our own settings: the `assessment:` key of `_quarto.yml`. Times are in seconds."""

    notebook_timeout: float = 600.0
    quarto_timeout: float = 1800.0


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
        found = (self.root / "notebooks").rglob("*.ipynb")
        return tuple(
            sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(self.root).parts))
        )

    def data_files(self) -> tuple[Path, ...]:
        """Every file below `data/`, in a stable order."""
        return tuple(sorted(p for p in (self.root / "data").rglob("*") if p.is_file() and not p.name.startswith(".")))

    def relative(self, path: Path) -> str:
        """A path as messages and manifests name it: relative to the project, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find_root(start: Path) -> Path:
    """The nearest folder from ``start`` upwards that holds a `_quarto.yml`.

    Raises:
        ConfigurationError: there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise ConfigurationError(f"no {CONFIG} here or above", path=start, hint=_HOME_HINT)


def load(folder: Path | None = None) -> Project:
    """Read the project in ``folder``, or the nearest one above the working folder.

    Raises:
        ConfigurationError: there is no `_quarto.yml`, or it cannot be understood (with the line).
    """
    root = find_root(Path.cwd()) if folder is None else folder.resolve()
    path = root / CONFIG
    if not path.is_file():
        raise ConfigurationError(f"no {CONFIG}", path=folder, hint=_HOME_HINT)
    config = _parse(path)
    try:
        return Project(root, read_book(config), config, _settings(config))
    except ValueError as exc:
        hint = "a book needs `project: type: book`, and `book: chapters:` with index.qmd first"
        raise ConfigurationError(str(exc), path=CONFIG, line=config.line("book") or 1, hint=hint) from exc


def _parse(path: Path) -> LinedYaml:
    try:
        return lined_yaml.parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as exc:
        raise ConfigurationError("not UTF-8", path=CONFIG, hint="save the file as UTF-8") from exc
    except lined_yaml.YamlError as exc:
        hint = "mend the YAML at this line: indentation, a missing colon or an open quotation mark"
        raise ConfigurationError(f"not valid YAML: {exc}", path=CONFIG, line=exc.line, hint=hint) from exc


def _settings(config: LinedYaml) -> Settings:
    own: Mapping[str, Any] = config.data.get("assessment") or {}
    known = {"notebook-timeout": "notebook_timeout", "quarto-timeout": "quarto_timeout"}
    chosen: dict[str, float] = {}
    for key, value in own.items():
        if key not in known:
            raise ValueError(f"`assessment:` has no setting {key!r}; it knows: {', '.join(known)}")
        if not isinstance(value, (int, float)) or value <= 0:
            raise ValueError(f"`assessment: {key}:` is a number of seconds above 0, not {value!r}")
        chosen[known[key]] = float(value)
    return Settings(**chosen)
