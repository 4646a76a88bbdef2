"""The texts in which a number must be quoted: prose, typed tables, captions, alternative texts, titles of the book.

Left out are code, formulas, comments and block quotations: what is in them is not said by the author.
Tables and charts that notebooks make are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assessment.chapters.source import ChapterSource, prose_lines, read_source
from assessment.checks.safeguarding.markdown import Source, read_markdown
from assessment.checks.safeguarding.notebook_texts import caption_texts
from assessment.checks.safeguarding.passages import Place, Texts
from assessment.checks.safeguarding.published import Published
from assessment.project.project import Project
from assessment.project.root import CONFIG

_UNREAD = re.compile(
    r"<!--.*?-->"
    r"|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)"
    r"|\$\$.+?\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?![\w$])"
    r"|^[ \t]*>(?![ \t]*\[!)[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_DESCRIPTIONS = ("description", "abstract")
_TITLES = ("title", "subtitle", *_DESCRIPTIONS)


def numbered_texts(project: Project, published: Published) -> Texts:
    """Every passage in which a number must be quoted, with its allow-marks."""
    printed = {value.id: value.text for value in published.values}
    texts = Texts()
    included = sorted({path for chapter in published.manuscript.chapters for path in chapter.expansion.includes})
    sources = [chapter.source for chapter in published.manuscript.chapters]
    for source in (*sources, *(read_source(project.root, path) for path in included)):
        texts.take(_titles(source))
        texts.take(read_prose(source.body, Source(Place(source.path), "prose", source.first_line, printed)))
    for notebook in published.notebooks():
        for part in caption_texts(notebook, printed):
            texts.take(part)
    for part in _settings(project):
        texts.take(part)
    return texts


def read_prose(text: str, source: Source) -> Texts:
    """Read a chapter's markdown without what its author does not say."""
    return read_markdown(_UNREAD.sub(_emptied, "\n".join(prose_lines(text))), source)


def _emptied(match: re.Match[str]) -> str:
    """As many signs and lines, none of them a number."""
    return re.sub(r"[^\n]", "\u2060", match[0])


def _titles(source: ChapterSource) -> Texts:
    return _read(source.header, source.path, dict.fromkeys(_TITLES, 1))


def _settings(project: Project) -> Iterator[Texts]:
    """What the book says of itself, but for its title, which is a name, and the texts that `{{< meta … >}}` prints."""
    config = project.config
    book = config.data.get("book")
    if isinstance(book, dict):
        yield _read(book, CONFIG, {name: config.line("book", name) for name in _DESCRIPTIONS})
    yield _read(config.data, CONFIG, {name: config.line(name) for name, item in config.data.items() if _is_text(item)})


def _is_text(item: object) -> bool:
    return isinstance(item, str) and " " in item


def _read(item: Mapping[str, object], path: str, lines: Mapping[str, int | None]) -> Texts:
    texts = Texts()
    for name, line in lines.items():
        if isinstance(item.get(name), str):
            texts.take(read_markdown(str(item[name]), Source(Place(path), "text", line)))
    return texts
