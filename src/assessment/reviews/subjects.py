"""What is reviewed: each figure and table, and the values of each notebook, with the digests of what they are now."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assessment.chapters.manuscript import Manuscript
from assessment.chapters.source import read_source
from assessment.model import Cell, Figure, Media, Notebook, Value
from assessment.notebooks.reading import slug_of
from assessment.project.project import Project
from assessment.reviews.digests import Content, digests_of, without_noise
from assessment.reviews.entries import Digests
from assessment.reviews.sentences import Sentence, citing, printed, quoting, sentences, without_own_name
from assessment.reviews.wording import same_person

Kind = Literal["figure", "table", "values"]
Inputs = Mapping[str, str]

_DATA = "application/vnd.dataresource+json"
_OPTION = re.compile(r"^\s*#\|.*\n?", re.MULTILINE)
_KINDS: dict[str, Kind] = {"fig": "figure", "tbl": "table"}
_VALUE_FIELDS = ("id", "value", "unit", "base")


@dataclass(frozen=True)
class Subject:
    """Something to review, as it is now.

    ``words`` are caption and alternative texts as printed; ``tables`` the Frictionless tables behind it; ``inputs``
    the files it was computed from, by digest, or none where that is not known; ``analysts`` made it.
    """

    id: str
    kind: Kind
    notebook: str
    cell: str
    title: str
    words: tuple[tuple[str, str], ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Mapping[str, Any], ...]
    pictures: tuple[Media, ...]
    markdown: str
    code: str
    inputs: Inputs | None
    analysts: tuple[str, ...]
    digests: Digests

    def made_by(self, name: str) -> bool:
        """Whether a person is its analyst, who cannot approve it."""
        return any(same_person(name, analyst) for analyst in self.analysts)


@dataclass(frozen=True)
class Sources:
    """What subjects are taken from: notebooks with outputs, what was harvested of them, the book that shows it.

    ``inputs`` are the files a subject was computed from (id → path → digest), where that is known.
    """

    notebooks: tuple[Notebook, ...]
    figures: Mapping[str, Mapping[str, Figure]]
    values: tuple[Value, ...]
    variables: Mapping[str, Any]
    manuscript: Manuscript
    inputs: Mapping[str, Inputs]


def subjects(project: Project, sources: Sources) -> tuple[Subject, ...]:
    """Everything to review, in order of notebooks and cells, the values of a notebook last."""
    taker = _Taker(project, sources, _sentences(project, sources.manuscript))
    found: dict[str, Subject] = {}
    for notebook in sources.notebooks:
        for subject in taker.of(notebook):
            found.setdefault(subject.id, subject)  # a label used twice has a finding of its own
    return tuple(found.values())


def values_id(notebook: str) -> str:
    """The id under which the values of a notebook are reviewed."""
    return f"values-{slug_of(notebook)}"


def analysts_of(notebook: Notebook, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Who made a notebook: ``"assessment": {"analyst": "Name"}`` in its metadata (or a list), else the project's."""
    own = notebook.metadata.get("assessment")
    named = own.get("analyst") if isinstance(own, Mapping) else None
    names = [named] if isinstance(named, str) else named if isinstance(named, list) else ()
    return tuple(str(name) for name in names if str(name).strip()) or otherwise


@dataclass(frozen=True)
class _Taker:
    """Takes the subjects of one notebook after the other."""

    project: Project
    sources: Sources
    leaning: tuple[Sentence, ...]

    def of(self, notebook: Notebook) -> Iterator[Subject]:
        harvested = self.sources.figures.get(notebook.path, {})
        for cell in notebook.cells:
            figure = harvested.get(cell.label or "")
            if figure and figure.label.partition("-")[0] in _KINDS and figure.kind != "text":
                yield self.figure(notebook, cell, figure)
        values = tuple(value for value in self.sources.values if value.notebook == notebook.path)
        if values:
            yield self.values(notebook, values)

    def figure(self, notebook: Notebook, cell: Cell, figure: Figure) -> Subject:
        leaning = citing(self.leaning, figure.label)
        tables = tuple(o["data"][_DATA] for o in cell.outputs if isinstance(o.get("data", {}).get(_DATA), Mapping))
        printed_table = figure.markdown or figure.html
        content = Content(
            tables=tables,
            rendered=tuple(_picture(self.project, media) for media in figure.media) or (printed_table,),
            code=_code(notebook, cell.index),
            inputs=self.sources.inputs.get(figure.label),
            words=self.words(figure),
            sentences=self.compared(leaning, figure.label),
        )
        return Subject(
            id=figure.label,
            kind=_KINDS[figure.label.partition("-")[0]],
            notebook=notebook.path,
            cell=cell.name,
            title=printed(figure.caption, self.sources.variables),
            words=content.words,
            sentences=self.shown(leaning),
            tables=tables,
            pictures=figure.media,
            markdown=printed_table,
            code=cell.source,
            inputs=content.inputs,
            analysts=analysts_of(notebook, self.project.settings.analyst),
            digests=digests_of(content),
        )

    def values(self, notebook: Notebook, values: tuple[Value, ...]) -> Subject:
        leaning = quoting(self.leaning, frozenset(value.id for value in values))
        publishing = [cell for cell in notebook.cells if cell.name in {value.cell for value in values}]
        content = Content(
            tables=(values_table(values),),
            rendered=tuple(f"{value.id} {value.text}" for value in values),
            code=_code(notebook, publishing[-1].index),
            inputs=self.sources.inputs.get(values_id(notebook.path)),
            words=(),
            sentences=self.compared(leaning),
        )
        return Subject(
            id=values_id(notebook.path),
            kind="values",
            notebook=notebook.path,
            cell=publishing[0].name,
            title=f"Values of {notebook.path}",
            words=(),
            sentences=self.shown(leaning),
            tables=content.tables,
            pictures=(),
            markdown="\n".join(f"{value.id}: {value.text}" for value in values),
            code="\n\n".join(cell.source for cell in publishing),
            inputs=content.inputs,
            analysts=analysts_of(notebook, self.project.settings.analyst),
            digests=digests_of(content),
        )

    def words(self, figure: Figure) -> tuple[tuple[str, str], ...]:
        """Caption and descriptions, each with its kind, as printed."""
        texts = [("caption", figure.caption), *(("caption of a part", text) for text in figure.subcaptions)]
        texts += [("alternative text", text) for text in (figure.alt, *figure.subalts)]
        return tuple((kind, printed(text, self.sources.variables)) for kind, text in texts if text)

    def shown(self, leaning: Iterable[Sentence]) -> tuple[Sentence, ...]:
        return tuple(Sentence(s.path, s.line, printed(s.text, self.sources.variables)) for s in leaning)

    def compared(self, leaning: Iterable[Sentence], label: str = "") -> tuple[str, ...]:
        """Sentences as their digest sees them: without place and order, and without the figure's own name."""
        texts = (printed(item.text, self.sources.variables) for item in leaning)
        return tuple(sorted(without_own_name(text, label) if label else text for text in texts))


def values_table(values: Iterable[Value]) -> dict[str, Any]:
    """Values as a table, so that they are compared as the data of figures are; which is larger means nothing."""
    rows = [{name: getattr(value, name) for name in _VALUE_FIELDS} for value in values]
    kinds = {"value": "number"}
    fields = [{"name": name, "type": kinds.get(name, "string")} for name in _VALUE_FIELDS]
    return {"name": "values", "schema": {"fields": fields, "unranked": True}, "data": rows}


def _sentences(project: Project, manuscript: Manuscript) -> tuple[Sentence, ...]:
    included = {path for chapter in manuscript.chapters for path in chapter.expansion.includes}
    sources = [chapter.source for chapter in manuscript.chapters]
    return sentences([*sources, *(read_source(project.root, path) for path in sorted(included))])


def _picture(project: Project, media: Media) -> str:
    """The digest of a picture, of drawings without the noise in their metadata."""
    if media.mime != "image/svg+xml":
        return media.sha256
    return hashlib.sha256(without_noise((project.build / media.path).read_bytes())).hexdigest()


def _code(notebook: Notebook, last: int) -> tuple[str, ...]:
    """What was computed up to a cell: the code, without the `#|` options, whose words count as text."""
    return tuple(_OPTION.sub("", cell.source).strip() for cell in notebook.cells if cell.index <= last)
