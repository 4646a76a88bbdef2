"""What is looked at, subject by subject: chapters, settings, notebooks, values, data, bibliographies."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from assessment.chapters.manuscript import Manuscript
from assessment.chapters.source import ChapterSource, read_source
from assessment.checks.safeguarding.data_texts import data_texts
from assessment.checks.safeguarding.markdown import Source, plain_text, quoted_values, read_markdown
from assessment.checks.safeguarding.notebook_texts import notebook_texts
from assessment.checks.safeguarding.passages import Link, Passage, Place, Texts
from assessment.checks.safeguarding.published import Published
from assessment.checks.safeguarding.tables import Table, data_tables, notebook_tables, typed_tables
from assessment.datasets.package import DESCRIPTOR
from assessment.model import Value
from assessment.project.lined_yaml import LinedYaml, YamlError, parse
from assessment.project.lined_yaml import Place as YamlPlace
from assessment.project.project import Project
from assessment.project.root import CONFIG
from assessment.values.variables import VARIABLES, accepted_texts

_BIB_ADDRESS = re.compile(r"\b(?:url|howpublished)\s*=\s*[{\"]+\s*(?:\\url\{)?(\w+://[^\s{}\"]+)")
_FILE_NAME = re.compile(r"[\w./-]*[./][\w./-]*")


@dataclass(frozen=True)
class Subject:
    """What is looked at by itself, as nothing outside changes what is found in it: a chapter, a notebook, the data.

    ``said`` is everything that its texts and tables are read from.
    """

    said: str
    texts: Callable[[], Iterable[Texts]]
    tables: Callable[[], Iterable[Table]] = tuple


def subjects(project: Project, published: Published) -> Iterator[Subject]:
    """Everything that a project publishes, in a stable order."""
    printed = {value.id: value.text for value in published.values}
    yield from _chapters(project, published.manuscript, printed)
    yield Subject(_settings_said(project), partial(_settings, project))
    for path in sorted(published.contents):
        yield _notebook(path, published.contents[path], printed)
    yield Subject(repr(published.values), lambda: map(_value, published.values))
    yield Subject(_data_said(project), partial(data_texts, project), partial(data_tables, project))
    for path in project.book.bibliography:
        text = _read(project, path)
        yield Subject(f"{path}\n{text}", partial(_bibliography, path, text))


def gather(project: Project, published: Published) -> Texts:
    """Every passage, allow-mark and link of a project."""
    texts = Texts()
    for subject in subjects(project, published):
        for part in subject.texts():
            texts.take(part)
    return texts


def _chapters(project: Project, manuscript: Manuscript, printed: Mapping[str, str]) -> Iterator[Subject]:
    included = sorted({path for chapter in manuscript.chapters for path in chapter.expansion.includes})
    chapters = [chapter.source for chapter in manuscript.chapters]
    for source in chapters:
        yield _chapter(project, source, printed, partial(typed_tables, source))
    for path in included:
        yield _chapter(project, read_source(project.root, path), printed)


def _chapter(
    project: Project, source: ChapterSource, printed: Mapping[str, str], tables: Callable[[], Iterable[Table]] = tuple
) -> Subject:
    header = _header(project, source) if source.first_line > 1 else ""

    def texts() -> Iterator[Texts]:
        if header:
            yield read_markdown(header, Source(Place(source.path), "header"))
        yield read_markdown(source.body, Source(Place(source.path), "prose", source.first_line, printed))

    said = [source.path, header, source.first_line, source.body, _quoted(source.body, printed)]
    return Subject(json.dumps(said), texts, tables)


def _quoted(text: str, printed: Mapping[str, str]) -> dict[str, str | None]:
    """The values that a text quotes, as they are printed."""
    return {name: printed.get(name) for name in sorted(quoted_values(text))}


def _notebook(path: str, content: bytes, printed: Mapping[str, str]) -> Subject:
    quoted = _quoted(content.decode("utf-8", "replace"), printed)
    said = json.dumps([path, hashlib.sha256(content).hexdigest(), quoted])
    return Subject(said, partial(notebook_texts, path, content, printed), partial(notebook_tables, path, content))


def _data_said(project: Project) -> str:
    files = [(project.relative(file), hashlib.sha256(file.read_bytes()).hexdigest()) for file in project.data_files()]
    return json.dumps([*files, _read(project, DESCRIPTOR)])


def _settings_said(project: Project) -> str:
    return f"{_read(project, CONFIG)}\n{_read(project, VARIABLES)}"


def _read(project: Project, path: str) -> str:
    file = project.root / path
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _header(project: Project, source: ChapterSource) -> str:
    """The YAML header as text: its titles and descriptions are printed."""
    return "\n".join(_read(project, source.path).splitlines()[: source.first_line - 1])


def _settings(project: Project) -> Iterator[Texts]:
    """The texts of `_quarto.yml`, such as titles and notices, and those of `_variables.yml` that no notebook gave."""
    yield from _leaves(CONFIG, project.config, (), project.config.data)
    path = project.root / VARIABLES
    try:
        document = parse(path.read_text(encoding="utf-8")) if path.is_file() else LinedYaml({})
    except (YamlError, UnicodeDecodeError):
        return  # V401 says so
    marked = set(accepted_texts(document.data)) if isinstance(document.data, dict) else set()
    yield from _leaves(VARIABLES, document, (), document.data, marked)


def _leaves(
    path: str, document: LinedYaml, place: YamlPlace, item: Any, skipped: frozenset[str] | set[str] = frozenset()
) -> Iterator[Texts]:
    below = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
    for key, inner in below:
        yield from _leaves(path, document, (*place, key if isinstance(item, list) else str(key)), inner, skipped)
    if isinstance(item, str) and not _FILE_NAME.fullmatch(item) and ".".join(map(str, place)) not in skipped:
        yield read_markdown(item, Source(Place(path), "text", document.line(*place)))


def _value(value: Value) -> Texts:
    place = Place(value.notebook, value.cell)
    return Texts([Passage("value", plain_text(f"{value.unit}\n{value.base}"), place, authored=False)])


def _bibliography(path: str, text: str) -> Iterator[Texts]:
    """The addresses of a bibliography; its titles are names and stay as they are."""
    found = _BIB_ADDRESS.finditer(text)
    yield Texts(links=[Link(m[1], Place(path), text[: m.start(1)].count("\n") + 1) for m in found])
