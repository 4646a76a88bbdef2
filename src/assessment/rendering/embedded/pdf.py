"""The PDF edition: the chapters' Typst in the book template of the look, compiled to PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

from assessment.chapters.kept import KeptPandoc
from assessment.chapters.manuscript import Chapter, Manuscript
from assessment.errors import RendererError
from assessment.locales.words import words
from assessment.look import EXTENSION, look_folder
from assessment.model import Finding, finding
from assessment.project.files import write_atomically, writing
from assessment.rendering.base import Order, pdf_name
from assessment.rendering.embedded.fonts import font_folders, offer_typefaces
from assessment.rendering.embedded.placeholders import TYPST_DEFINITION, name_missing_in_typst
from assessment.rendering.embedded.references import resolve_typst
from assessment.rendering.language import in_language
from assessment.rendering.panels.printed import PROVENANCE, printed_files
from assessment.rendering.panels.wording import read_labels
from assessment.values.format import printed_date

STANDARDS: tuple[Literal["ua-1"], Literal["a-3a"]] = ("ua-1", "a-3a")
_BODY = "BODY-OF-THE-BOOK"
_PASSED_ON = ("notice", "statement", "licence", "keywords", "words", "short-title")
_TITLE = re.compile(r"^(?:= |#heading\(level: 1, numbering: none\)\[)(.*?)\]?\n(<[^>]+>)?", re.MULTILINE)


def typeset_book(order: Order, main: Path) -> tuple[str, tuple[Finding, ...]]:
    """Typeset a staged book; gives the PDF's name and what the typesetter remarked.

    A book that breaks a rule of the standards is typeset without them, and a finding says which rule.

    Raises:
        RendererError: Typst refuses the book.
        OutputError: the disk is full or the folder cannot be written.
    """
    if (order.project.root / EXTENSION).is_dir():
        offer_typefaces(order.project.build, order.project.book.lang)
    order.progress("typesetting the PDF")
    content, findings = with_standards(partial(_typeset, main, order), order.manuscript, main)
    name = pdf_name(order.project.book)
    write_atomically(order.destination / name, content)
    return name, findings


def with_standards(
    typeset: Callable[[list[Any]], tuple[bytes, list[Any]]], manuscript: Manuscript, main: Path
) -> tuple[bytes, tuple[Finding, ...]]:
    """The PDF that ``typeset`` makes for a list of standards, and what was remarked; without standards if need be.

    ``main`` is what is typeset, where Typst says its lines.

    Raises:
        RendererError: Typst refuses the book.
    """
    import typst

    findings: list[Finding] = []
    try:
        try:
            content, warnings = typeset(list(STANDARDS))
        except typst.TypstError as exc:
            if not _message(exc).startswith("PDF/"):
                raise
            findings.append(_below_standard(_message(exc), manuscript))
            content, warnings = typeset([])
    except typst.TypstError as exc:
        hint = "a raw Typst block, an unusual table or an image in a format Typst cannot read are the usual causes"
        path, line = _place(exc, main, manuscript)
        raise RendererError(f"Typst cannot typeset it: {_message(exc)}", path=path, line=line, hint=hint) from exc
    remarks = {str(getattr(warning, "message", warning)) for warning in warnings}
    findings += [finding("E602", f"Typst: {remark}") for remark in sorted(remarks)]
    return content, tuple(findings)


def _place(exc: Exception, main: Path, manuscript: Manuscript) -> tuple[str | None, int | None]:
    """The chapter that Typst stumbled over, and the line where it stands there as Typst quotes it."""
    told = re.findall(rf"{re.escape(main.name)}:(\d+):", str(getattr(exc, "diagnostic", "")))
    if not told:
        return None, None
    lines = main.read_text(encoding="utf-8").splitlines()[: int(told[-1])]
    path = next((line.removeprefix(_CHAPTER) for line in reversed(lines) if line.startswith(_CHAPTER)), None)
    chapter = next((chapter for chapter in manuscript.chapters if chapter.path == path), None)
    quoted = lines[-1].strip() if lines else ""
    return path, chapter.source.line_of(quoted) if chapter and len(quoted) > _TELLING else None


def _typeset(main: Path, order: Order, standards: list[Any]) -> tuple[bytes, list[Any]]:
    import typst

    return typst.compile_with_warnings(
        str(main),
        root=str(main.parent),
        font_paths=[str(folder) for folder in font_folders(order.project.book.lang)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=standards,
        timestamp=order.epoch,
    )


def _below_standard(message: str, manuscript: Manuscript) -> Finding:
    """What keeps the PDF from its standards, with its place where a text is quoted."""
    quoted = re.search(r'the text `"(.+?)"`', message)
    hint = "mend it: readers with assistive technology and archives rely on the standards"
    text = quoted[1] if quoted else ""
    where = next((chapter for chapter in manuscript.chapters if text and text in chapter.source.body), None)
    path, line = (where.path, where.source.line_of(text)) if where else (None, None)
    return finding("E601", f"the PDF meets no standard: {message}", path=path, line=line, hint=hint)


def stage_book(order: Order, stage: Path) -> Path:
    """Put the book's Typst, every picture it names and what it is told of its sources into a folder of their own.

    Gives the file to typeset.
    """
    with writing(stage):
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
        for chapter in order.manuscript.chapters:
            for source, target in _pictures(order, chapter):
                (stage / target).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, stage / target)
        labels = read_labels(look_folder(order.project.root), order.project.book.lang)
        for path, content in printed_files(order.graph, order.inputs, labels, order.manuscript.labels).items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(content)
        main = stage / "book.typ"
        shell = _shell(order, sourced=(stage / PROVENANCE).is_file())
        main.write_text(shell.replace(_BODY, _body(order)), encoding="utf-8", newline="\n")
    return main


def _pictures(order: Order, chapter: Chapter) -> Iterator[tuple[Path, str]]:
    for path in sorted(set(re.findall(r"embed-media:([^)\s{]+)", chapter.expansion.text))):
        yield order.project.build / "media" / path, f"media/{path}"
    for item in chapter.conversion.index["files"]:
        source = order.project.root / item["file"]
        if source.is_file():
            yield source, f"files/{item['file']}"


def _shell(order: Order, *, sourced: bool) -> str:
    """The template of the look, filled with the book's metadata, round a mark where the chapters go.

    What changes from edition to edition is put in afterwards, so that pandoc need not be asked each time.
    """
    book, stamp = order.project.book, order.stamp
    said = {"id": stamp.edition, "mode": stamp.mode, "findings": str(stamp.findings)}
    said |= {"date": printed_date(stamp.date, book.lang), "renderer": stamp.renderer, "version": stamp.version}
    marks = {key: f"STAMP-{key.upper()}" for key in said}
    metadata: dict[str, Any] = {
        "title": book.title,
        "subtitle": book.subtitle,
        "author": list(book.authors),
        "date": printed_date(book.date, book.lang),
        "lang": book.lang,
        "description": book.description,
        "toc": True,
        "toc-depth": "2",
        "lof": _has(order.manuscript, "fig"),
        "lot": _has(order.manuscript, "tbl"),
        "edition": marks,
        "provenance": PROVENANCE if sourced else "",
        **{key: book.metadata[key] for key in _PASSED_ON if key in book.metadata},
        **in_language(book),
    }
    header = json.dumps({key: item for key, item in metadata.items() if item not in ("", [])}, ensure_ascii=False)
    look = look_folder(order.project.root)
    partials = "".join(path.read_text(encoding="utf-8") for path in sorted([*look.glob("*.typ"), look / "tokens.css"]))
    arguments: list[str | Path] = [
        "--from",
        "markdown",
        "--to",
        "typst-citations",
        "--wrap",
        "none",
        "--template",
        look / "book.typ",
    ]
    text = KeptPandoc(order.project.build)(arguments, f"---\n{header}\n---\n\n{_BODY}\n", depends=partials)
    for key, mark in marks.items():
        text = text.replace(mark, said[key])
    return text


def _has(manuscript: Manuscript, kind: str) -> bool:
    return any(label.kind == kind and not label.parent for label in manuscript.labels.values())


_CHAPTER = "// chapter: "  # what Typst says of a line is told of the chapter it stands in
_TELLING = 3  # shorter lines, such as a comma, stand everywhere


def _body(order: Order) -> str:
    manuscript, root = order.manuscript, order.project.root
    appendices = words(order.project.book.lang).appendices
    chapters = {chapter.path: chapter for chapter in manuscript.chapters}
    parts = [TYPST_DEFINITION]
    in_appendices = False
    for entry in manuscript.entries:
        if entry.kind == "appendix" and not in_appendices:
            in_appendices = True
            parts.append(f"#part[{_as_text(appendices)}]\n#show: appendices")
        if entry.kind == "part" and not entry.path:
            parts.append(f"#part[{_as_text(entry.title)}]")
            continue
        chapter = chapters[str(entry.path)]
        text = resolve_typst(name_missing_in_typst(chapter.conversion.typst, chapter, root), manuscript)
        parts.append(_CHAPTER + chapter.path)
        parts.append(_TITLE.sub(_as_part, text, count=1) if entry.kind == "part" else text)
    return "\n\n".join(parts)


def _as_part(match: re.Match[str]) -> str:
    """A part's own file begins with its title, as a heading with a label."""
    label = f"(label: {match[2]})" if match[2] else ""
    return f"#part{label}[{match[1]}]"


def _as_text(title: str) -> str:
    return '#"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _message(exc: Exception) -> str:
    said = str(getattr(exc, "message", "") or exc)
    hints = getattr(exc, "hints", None)
    return said + (f" ({'; '.join(hints)})" if hints else "")
