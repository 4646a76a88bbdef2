"""What `_quarto.yml` says about the book: its order, its metadata, its formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any, Literal

from assessment.project.lined_yaml import LinedYaml

EntryKind = Literal["chapter", "part", "appendix"]
Target = Literal["html", "pdf"]

_PDF_FORMATS = ("typst", "pdf", "latex", "beamer", "context")


_SHAPE = "a book needs `project: type: book`, and `book: chapters:` with index.qmd first"


class BookError(ValueError):
    """The configuration is no book that can be made; ``line`` is counted from 1, ``hint`` says how it is mended."""

    def __init__(self, message: str, line: int | None, hint: str = _SHAPE) -> None:
        super().__init__(message)
        self.line = line
        self.hint = hint


@dataclass(frozen=True)
class Entry:
    """A line of the book's order: a chapter or appendix with its file, or a part with a title (and perhaps a file).

    ``in_part`` says that the file is listed under a part, not beside it.
    """

    kind: EntryKind
    path: str | None
    title: str = ""
    line: int | None = None
    in_part: bool = False


@dataclass(frozen=True)
class Format:
    """An output format as configured, and which of our two editions it stands for."""

    name: str
    target: Target | None
    options: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None


@dataclass(frozen=True)
class Book:
    """The book's configuration, in plain terms."""

    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    lang: str = "en"
    description: str = ""
    output_dir: str = "_book"
    output_file: str = ""
    entries: tuple[Entry, ...] = ()
    bibliography: tuple[str, ...] = ()
    csl: str | None = None
    formats: tuple[Format, ...] = ()
    toc_depth: int = 2
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def print_format(self) -> str:
        """The format that conditional content names for the PDF: "typst", or "pdf" where the book asks for LaTeX."""
        names = [form.name.rpartition("-")[2] for form in self.formats if form.target == "pdf"]
        return "pdf" if names and "typst" not in names else "typst"

    def files(self) -> tuple[Entry, ...]:
        """The entries that are files, in reading order."""
        return tuple(entry for entry in self.entries if entry.path)


def read_book(config: LinedYaml) -> Book:
    """Understand a parsed `_quarto.yml` of a book project.

    Raises:
        BookError: it is not a book, has no home page, or names a chapter that cannot be a page of it.
    """
    data = config.data if isinstance(config.data, dict) else {}
    project, book = _mapping(data, "project"), _mapping(data, "book")
    if project.get("type") != "book":
        raise BookError("`project: type: book` is needed", config.line("project", "type"))
    entries = tuple(_entries(book.get("chapters"), "chapter", config, ("book", "chapters")))
    if not entries:
        raise BookError("`book: chapters:` lists no file", config.line("book", "chapters"))
    entries += tuple(_entries(book.get("appendices"), "appendix", config, ("book", "appendices")))
    _check_places(entries)
    entries = _home_first(entries, config)
    formats = tuple(_formats(data.get("format"), config))
    html = next((form for form in formats if form.target == "html"), None)
    return Book(
        title=_text(book.get("title") or data.get("title") or "Untitled"),
        subtitle=_text(book.get("subtitle") or data.get("subtitle")),
        authors=tuple(_authors(book.get("author", data.get("author")))),
        date=_text(book.get("date") or data.get("date")),
        lang=_text(data.get("lang") or "en"),
        description=_text(book.get("description") or data.get("description")),
        output_dir=_text(project.get("output-dir") or "_book"),
        output_file=_text(book.get("output-file")),
        entries=entries,
        bibliography=tuple(_texts(data.get("bibliography", book.get("bibliography")))),
        csl=_text(data.get("csl")) or None,
        formats=formats,
        toc_depth=_depth((html.options.get("toc-depth") if html else None) or data.get("toc-depth") or 3, html, config),
        metadata=data,
    )


def _entries(items: Any, kind: EntryKind, config: LinedYaml, place: tuple[str | int, ...]) -> Iterator[Entry]:
    if not isinstance(items, list | None):
        raise BookError(f"`{place[-1]}:` is a list of files, each on a line with a dash", config.line(*place))
    for position, item in enumerate(items or []):
        line = config.line(*place, position)
        if isinstance(item, dict) and "part" in item:
            part = _text(item["part"])
            is_file = part.endswith((".qmd", ".md"))
            part = str(PurePosixPath(part)) if is_file else part
            yield Entry("part", part if is_file else None, "" if is_file else part, line)
            yield from _entries(item.get("chapters"), kind, config, (*place, position, "chapters"))
            continue
        written = item if isinstance(item, dict) else {"file": item}
        path = written.get("href") or written.get("file")
        if not path or isinstance(path, list | dict):
            raise BookError(f"{item!r} is neither a file nor a part", line, "write the path of a chapter, or `part:`")
        yield Entry(
            kind, str(PurePosixPath(_text(path))), _text(written.get("text")), line, in_part="chapters" in place[2:]
        )


def _check_places(entries: tuple[Entry, ...]) -> None:
    """Each file of the book lies in the project and gives a page of its own."""
    pages: set[PurePosixPath] = set()
    for entry in entries:
        if not entry.path:
            continue
        path = PurePosixPath(entry.path)
        if path.is_absolute() or ".." in path.parts:
            hint = "move the file into the project, and write its path from there"
            raise BookError(f"the chapter {path} is outside the project", entry.line, hint)
        if path.with_suffix("") in pages:
            hint = "take one of the lines out: each file is one page, and .qmd and .md of one name are the same page"
            raise BookError(f"the chapter {path} is listed twice", entry.line, hint)
        pages.add(path.with_suffix(""))


def _home_first(entries: tuple[Entry, ...], config: LinedYaml) -> tuple[Entry, ...]:
    """The entries with the home page before all others, wherever it is listed: as Quarto has it."""
    home = next((entry for entry in entries if entry.path and entry.path.startswith("index.")), None)
    if home is None:
        hint = "write index.qmd, and list it first: it is the page that opens the book"
        raise BookError("the book has no home page", config.line("book", "chapters"), hint)
    at = entries.index(home)
    if at == 0:
        return entries
    rest = list(entries[at + 1 :])
    if home.kind == "part":  # its chapters stay where they are, and in no part
        own = len(list(takewhile(lambda entry: entry.in_part, rest)))
        rest[:own] = [replace(entry, in_part=False) for entry in rest[:own]]
    return (replace(home, kind="chapter", in_part=False), *entries[:at], *rest)


def _depth(value: Any, html: Format | None, config: LinedYaml) -> int:
    if not isinstance(value, int):
        line = config.line("format", html.name if html else "html", "toc-depth")
        raise BookError(f"`toc-depth:` is a number of heading levels, not {value!r}", line, "such as `toc-depth: 3`")
    return value


def _formats(value: Any, config: LinedYaml) -> Iterator[Format]:
    declared = {value: {}} if isinstance(value, str) else value if isinstance(value, dict) else {"html": {}}
    for name, options in declared.items():
        base = str(name).rpartition("-")[2]
        target: Target | None = "html" if base == "html" else "pdf" if base in _PDF_FORMATS else None
        yield Format(str(name), target, options if isinstance(options, dict) else {}, config.line("format", str(name)))


def _authors(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value] if value else []:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, dict):
            name = name.get("literal") or " ".join(str(name[k]) for k in ("given", "family") if k in name)
        if name:
            yield str(name)


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _texts(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
