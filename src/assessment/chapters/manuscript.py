"""The whole book, read: every chapter converted, every label known, every wrong reference found."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from assessment.chapters.bibliography import Bibliography, read_bibliography
from assessment.chapters.conversion import Conversion, Conversions, Job
from assessment.chapters.embedding import as_markdown
from assessment.chapters.kept import KeptPandoc
from assessment.chapters.problems import index_findings, is_embedded, link_findings, place_of
from assessment.chapters.running import RunningPandoc
from assessment.chapters.shortcodes import ExpandText, Expansion, Surroundings, expand, plain
from assessment.chapters.source import ChapterSource, prose_lines, read_source
from assessment.errors import InputError, ProcessError
from assessment.locales.words import ENGLISH, words
from assessment.look import look_folder
from assessment.model import Figure, Finding, finding, in_order
from assessment.project.book import Entry
from assessment.project.project import Project
from assessment.suggestions import closest, did_you_mean

_LISTED = 12
_CITED = re.compile(r"@\{?([\w][\w:.#$%&+?<>~/-]*)")
_REFS = re.compile(r"^:{3,}\s*\{[^}]*#refs\b", re.MULTILINE)


@dataclass(frozen=True)
class Label:
    """Where a label stands and how it is numbered; ``kind`` is its prefix, or "chapter" or "appendix"."""

    id: str
    kind: str
    number: str
    title: str
    chapter: str
    parent: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the book: its place, its number ("" where it has none), its source and its conversion."""

    entry: Entry
    path: str
    number: str
    source: ChapterSource
    expansion: Expansion
    conversion: Conversion

    @property
    def title(self) -> str:
        """The chapter's title as plain text."""
        headings = self.conversion.index["headings"]
        first = next((h["title"] for h in headings if h["level"] == 1), "")
        return first or self.source.title or PurePosixPath(self.path).stem


@dataclass(frozen=True)
class Manuscript:
    """The book as read: its chapters in order, the parts between them, its labels and its sources.

    ``names`` are the words before numbers ("Figure"), in the language of the book; ``remarks`` are of this run
    alone, and say nothing of the book.
    """

    chapters: tuple[Chapter, ...]
    entries: tuple[Entry, ...]
    labels: Mapping[str, Label]
    bibliography: Bibliography
    findings: tuple[Finding, ...]
    remarks: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: ENGLISH)

    @cached_property
    def lists_sources(self) -> bool:
        """Whether a chapter holds the list of the book's sources."""
        return any("<refs>" in chapter.conversion.typst for chapter in self.chapters)


@dataclass(frozen=True)
class _Draft:
    """A chapter before it is converted."""

    entry: Entry
    path: str
    source: ChapterSource
    number: str
    expansion: Expansion


def read_manuscript(
    project: Project,
    figures: Mapping[str, Mapping[str, Figure]],
    variables: Mapping[str, Any],
    *,
    collect: bool = True,
    running: RunningPandoc | None = None,
) -> Manuscript:
    """Read every chapter of the book, with ``figures`` (notebook path → label or cell id → figure) to embed.

    ``collect`` drops the stored conversions that this reading did not use; a preview keeps them, as authors go back.
    ``running`` converts chapters and is left running; without it, one is started and ended where it is needed.

    Raises:
        ProgramFailedError: pandoc could not read a chapter.
        OutputError: the build folder cannot be written.
    """
    drafts = list(_drafts(project, figures, variables))
    ask = KeptPandoc(project.build)
    sources = read_bibliography(project.root, project.book.bibliography, project.book.csl, ask)
    cited = {draft.path: _cited(draft.expansion.text, sources) for draft in drafts}
    everything = sorted({key for keys in cited.values() for key in keys})
    lettered = sources.with_letters(everything, project.book.lang, ask)
    with RunningPandoc() as own:
        conversions = Conversions(project.build, look_folder(project.root), lettered.style, running or own)
        chapters = _converted(project, drafts, conversions, lettered, cited)
    if collect:
        conversions.collect()
    labels, twice = _labels(project, chapters)
    findings = [*sources.findings, *twice, *link_findings(project, chapters)]
    for chapter in chapters:
        findings += [*chapter.source.findings, *chapter.expansion.findings]
        findings += index_findings(project, chapter, labels, lettered)
    names = words(project.book.lang).names
    repaired = _repaired(conversions)
    return Manuscript(chapters, project.book.entries, labels, lettered, in_order(findings), repaired, names)


def _converted(
    project: Project,
    drafts: list[_Draft],
    conversions: Conversions,
    bibliography: Bibliography,
    cited: Mapping[str, tuple[str, ...]],
) -> tuple[Chapter, ...]:
    """The chapters, converted as many at once as the machine has cores; ``cited`` are the keys that each cites."""
    everything = sorted({key for keys in cited.values() for key in keys})

    def convert(draft: _Draft) -> Chapter:
        job = _job(project, draft, bibliography, cited[draft.path], everything)
        try:
            conversion = conversions.convert(job)
        except ProcessError as exc:
            exc.path = draft.path
            raise
        return Chapter(draft.entry, draft.path, draft.number, draft.source, draft.expansion, conversion)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return tuple(pool.map(convert, drafts))


def _repaired(conversions: Conversions) -> tuple[Finding, ...]:
    hint = "nothing to do; if it happens again, check the disk"
    text = "was corrupt: dropped and made again"
    return tuple(finding("N208", f"the stored chapter {name} {text}", hint=hint) for name in conversions.corrupt)


def _drafts(
    project: Project, figures: Mapping[str, Mapping[str, Figure]], variables: Mapping[str, Any]
) -> Iterator[_Draft]:
    chapters = appendices = 0
    for entry in project.book.files():
        path = str(entry.path)
        source = _source(project, entry, path)
        number = ""
        if source.numbered and entry.kind == "chapter":
            chapters += 1
            number = str(chapters)
        elif source.numbered and entry.kind == "appendix":
            number = chr(65 + appendices % 26)
            appendices += 1
        around = Surroundings(
            project.root, path, variables, {**project.book.metadata, **source.header}, _embedder(path, figures)
        )
        yield _Draft(entry, path, source, number, expand(source.body, source.first_line, around))


def _source(project: Project, entry: Entry, path: str) -> ChapterSource:
    """A chapter's source; one that cannot be shown leaves a page that says so, so that the draft stays whole.

    Such a page keeps its number, so that those after it keep theirs; the home page has none.
    """
    try:
        if PurePosixPath(path).suffix in (".qmd", ".md") or not (project.root / path).is_file():
            return read_source(project.root, path)
        code, what, hint = "C506", "is not a .qmd or .md file", "embed the cells of a notebook in a chapter of prose"
    except PermissionError as exc:
        raise InputError.of(exc) from exc
    except OSError:
        code, what, hint = "P102", "is absent", "create the file, or take it out of _quarto.yml"
    problem = finding(code, f"the chapter {path} {what}", path="_quarto.yml", line=entry.line, hint=hint)
    stem = PurePosixPath(path).stem
    heading = f"# {stem} {{.unnumbered}}" if stem == "index" else f"# {stem}"
    body = f"{heading}\n\n**This chapter is missing: {path} {what}.**\n"
    return ChapterSource(path, body=body, findings=(problem,))


def _notebook_meant(notebook: str, known: Iterable[str]) -> str:
    """What the name of an absent notebook was meant to be; folder and suffix say nothing, as all have them."""
    stems = {PurePosixPath(path).stem: path for path in sorted(known)}
    shown = [*list(stems.values())[:_LISTED], *(["…"] if len(stems) > _LISTED else [])]
    close = closest(PurePosixPath(notebook).stem, stems)
    otherwise = f"name one of the project's notebooks: {', '.join(shown) or 'it has none'}"
    return f"did you mean {stems[close[0]]}? Else correct the name" if close else otherwise


def _embedder(path: str, figures: Mapping[str, Mapping[str, Figure]]) -> Any:
    def embed(target: str, line: int, expand_text: ExpandText) -> tuple[str, Finding | None]:
        notebook, _, label = target.partition("#")
        if notebook not in figures:
            hint = _notebook_meant(notebook, figures)
            return "", finding("F105", f"the notebook {notebook} is absent", path=path, line=line, hint=hint)
        if not label:
            hint = "name a cell: {{< embed notebook.ipynb#label >}}"
            return "", finding(
                "C506", "embedding a whole notebook is outside the dialect", path=path, line=line, hint=hint
            )
        figure = figures[notebook].get(label)
        if figure is None:
            offered = ", ".join(sorted(figures[notebook])[:_LISTED]) or "no labels"
            hint = did_you_mean(label, figures[notebook], f'label a cell in {notebook} "{label}"; it has: {offered}')
            return "", finding(
                "F106", f"{notebook} has no cell {label!r} with an output", path=path, line=line, hint=hint
            )
        return as_markdown(figure, expand_text), None

    return embed


def _cited(text: str, bibliography: Bibliography) -> tuple[str, ...]:
    """The keys a text cites: every `@name` outside code that is a key, trailing punctuation aside."""
    found = set()
    for line in prose_lines(text):
        for written in _CITED.findall(line):
            name = written
            while name and name not in bibliography.entries and name[-1] in ".,:;?-":
                name = name[:-1]
            if name in bibliography.entries:
                found.add(name)
    return tuple(sorted(found))


def _job(
    project: Project, draft: _Draft, bibliography: Bibliography, cited: tuple[str, ...], everything: list[str]
) -> Job:
    path = PurePosixPath(draft.path)
    lists_sources = bool(_REFS.search(draft.expansion.text))
    keys = everything if lists_sources else cited
    return Job(
        text=draft.expansion.text,
        stem=path.stem,
        folder="" if str(path.parent) == "." else str(path.parent),
        root="../" * (len(path.parts) - 1),
        kind="appendix" if draft.entry.kind == "appendix" else "chapter",
        number=draft.number or None,
        title=plain(draft.source.title),
        lang=project.book.lang,
        references=bibliography.subset(keys),
        letters={key: letter for key, letter in bibliography.letters.items() if key in keys},
        style=hashlib.sha256(bibliography.style.encode()).hexdigest(),
        nocite=tuple(everything) if lists_sources else (),
        bibliography_here=lists_sources,
        print=project.book.print_format,
        names=_names(project.book.lang),
    )


def _names(lang: str) -> Mapping[str, str]:
    """The words before numbers, where they are not those that the filters have."""
    said = words(lang)
    return {} if said.english else said.names


def _labels(project: Project, chapters: tuple[Chapter, ...]) -> tuple[dict[str, Label], list[Finding]]:
    labels: dict[str, Label] = {}
    findings = []
    for chapter in chapters:
        for item in chapter.conversion.index["labels"]:
            label = Label(item["id"], item["kind"], item["number"], item["title"], chapter.path, item["parent"])
            first = labels.get(label.id)
            if first is None:
                labels[label.id] = label
            elif not _automatic(chapter, label.id):
                path, line = place_of(project, chapter, label.id, last=first.chapter == chapter.path)
                once = f"show it once, and refer to it with @{label.id}"
                hint = once if is_embedded(chapter, label.id) else ""
                findings.append(
                    finding(
                        "F103",
                        f"the label {label.id!r} stands here and in {first.chapter}",
                        path=path,
                        line=line,
                        hint=hint,
                    )
                )
    return labels, findings


def _automatic(chapter: Chapter, label: str) -> bool:
    """Whether a label was made from a heading's text, which may repeat from chapter to chapter."""
    return f"#{label}" not in chapter.expansion.text


def with_findings(manuscript: Manuscript, findings: tuple[Finding, ...]) -> Manuscript:
    """The same manuscript with further findings."""
    return replace(manuscript, findings=in_order([*manuscript.findings, *findings]))
