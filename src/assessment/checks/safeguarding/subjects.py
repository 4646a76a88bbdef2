"""Gather every published text of a project: chapters, settings, notebooks, values, data, bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assessment.chapters.manuscript import Manuscript
from assessment.chapters.source import ChapterSource, read_source
from assessment.checks.safeguarding.data_texts import data_texts
from assessment.checks.safeguarding.markdown import Source, plain_text, read_markdown
from assessment.checks.safeguarding.notebook_texts import notebook_texts
from assessment.checks.safeguarding.passages import Link, Passage, Place, Texts
from assessment.checks.safeguarding.published import Published
from assessment.model import Value
from assessment.project.lined_yaml import LinedYaml, YamlError, parse
from assessment.project.lined_yaml import Place as YamlPlace
from assessment.project.project import Project
from assessment.project.root import CONFIG
from assessment.values.variables import VARIABLES, accepted_texts

_BIB_ADDRESS = re.compile(r"\b(?:url|howpublished)\s*=\s*[{\"]+\s*(?:\\url\{)?(\w+://[^\s{}\"]+)")
_FILE_NAME = re.compile(r"[\w./-]*[./][\w./-]*")


def gather(project: Project, published: Published) -> Texts:
    """Every passage, allow-mark and link of a project."""
    contents, values = published.contents, published.values
    printed = {value.id: value.text for value in values}
    texts = Texts()
    for part in (
        *_chapters(project, published.manuscript, printed),
        *_settings(project),
        *(part for path in sorted(contents) for part in notebook_texts(path, contents[path], printed)),
        *(_value(value) for value in values),
        *data_texts(project),
        *_bibliographies(project),
    ):
        texts.take(part)
    return texts


def _chapters(project: Project, manuscript: Manuscript, printed: Mapping[str, str]) -> Iterator[Texts]:
    included = sorted({path for chapter in manuscript.chapters for path in chapter.expansion.includes})
    sources = [chapter.source for chapter in manuscript.chapters]
    for source in (*sources, *(read_source(project.root, path) for path in included)):
        if source.first_line > 1:
            yield _header(project, source)
        yield read_markdown(source.body, Source(Place(source.path), "prose", source.first_line, printed))


def _header(project: Project, source: ChapterSource) -> Texts:
    """The YAML header as text: its titles and descriptions are printed."""
    lines = (project.root / source.path).read_text(encoding="utf-8", errors="replace").splitlines()
    return read_markdown("\n".join(lines[: source.first_line - 1]), Source(Place(source.path), "header"))


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


def _bibliographies(project: Project) -> Iterator[Texts]:
    """The addresses of the bibliography; its titles are names and stay as they are."""
    for path in project.book.bibliography:
        if (project.root / path).is_file():
            text = (project.root / path).read_text(encoding="utf-8", errors="replace")
            found = _BIB_ADDRESS.finditer(text)
            yield Texts(links=[Link(m[1], Place(path), text[: m.start(1)].count("\n") + 1) for m in found])
