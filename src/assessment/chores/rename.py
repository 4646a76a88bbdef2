"""Rename a label or a value wherever it is meant: in notebooks, chapters, the accepted values, review records.

Only places are changed that lead to the thing: `@fig-rain`, `#fig-rain`, `label: fig-rain`, `cell: fig-rain`,
`{{< var rain.total >}}`, `publish("rain.total", …)`. The same letters in a sentence or a file name stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import ConfigurationError, UsageError
from assessment.project.project import Project
from assessment.values.variables import VARIABLES

_LABEL = re.compile(r"(fig|tbl|lst|eq|sec|nte|tip|wrn|imp|cau)-[A-Za-z0-9_][\w-]*")
_VALUE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})(.*)$")
_RULES = "safeguarding.yml"


@dataclass(frozen=True)
class Place:
    """A line that changes: where it is, what it says now, and what it will say."""

    path: str
    line: int
    old: str
    new: str


@dataclass(frozen=True)
class Renaming:
    """What a renaming changes: lines, whole files (relative path → content), and a record that moves."""

    places: tuple[Place, ...]
    writes: Mapping[str, bytes]
    moves: Mapping[str, str]


def prepare(project: Project, old: str, new: str) -> Renaming:
    """See what would change; nothing is written.

    Raises:
        UsageError: a name is of no kind that can be renamed, the two differ in kind, nothing has the old name,
            or something has the new one.
        ConfigurationError: a source is not UTF-8.
    """
    _check(old, new)
    texts = {path: _read(project.root, path) for path in _sources(project)}
    is_label = bool(_LABEL.fullmatch(old))
    if _defined(texts, new, is_label=is_label):
        raise UsageError(f"{new!r} is there already", hint="choose a name that nothing has")
    if not _defined(texts, old, is_label=is_label):
        raise UsageError(f"nothing has the name {old!r}", hint=_close(texts, old))
    parts = is_label and not any(_defined(texts, f"{old}-{n}", is_label=True) for n in range(1, 10))
    changed = {path: _renamed(path, text, old, new, parts=parts) for path, text in texts.items()}
    record = f"reviews/{old}.yml"
    moves = {record: f"reviews/{new}.yml"} if record in texts else {}
    places = [place for path, text in changed.items() for place in _places(path, texts[path], text)]
    writes = {path: text.encode() for path, text in changed.items() if text != texts[path]}
    return Renaming(tuple(places), writes, moves)


def write(project: Project, renaming: Renaming) -> None:
    """Write what was prepared: all of it, or nothing.

    Raises:
        OutputError: a file could not be written.
    """
    from assessment.chores.edits import write_together

    root = project.root
    moves = {root / old: root / new for old, new in renaming.moves.items()}
    write_together({root / path: content for path, content in renaming.writes.items()}, moves)


def _check(old: str, new: str) -> None:
    for kind, what in ((_LABEL, "a label such as fig-rain"), (_VALUE, "a value such as rain.total")):
        if kind.fullmatch(old):
            same = kind is _VALUE or old.partition("-")[0] == new.partition("-")[0]
            if not kind.fullmatch(new) or not same or old == new:
                raise UsageError(f"{old!r} cannot become {new!r}", hint=f"the new name is {what}, of the same kind")
            return
    raise UsageError(
        f"{old!r} is neither a label nor a value", hint="labels look like fig-rain, values like rain.total"
    )


def _sources(project: Project) -> Iterator[str]:
    """Every text that may name a label or a value."""
    root = project.root
    seen = {str(entry.path) for entry in project.book.files()}
    for pattern in ("*.qmd", "chapters/**/*.qmd", "chapters/**/*.md", "notebooks/**/*.ipynb", "reviews/*.yml"):
        seen |= {path.relative_to(root).as_posix() for path in root.glob(pattern)}
    for path in sorted(seen | {VARIABLES, _RULES, "corrections.yml"}):
        if (root / path).is_file() and not any(part.startswith(".") for part in path.split("/")):
            yield path


def _read(root: Path, path: str) -> str:
    try:
        return (root / path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as exc:
        raise ConfigurationError("not UTF-8", path=path, hint="save the file as UTF-8") from exc


def _defined(texts: Mapping[str, str], name: str, *, is_label: bool) -> bool:
    written = re.escape(name)
    label = rf"(?:label:\s*[\\\"']*|\{{[^}}\n]*#){written}(?![\w.-])"
    value = rf"publish\(\s*\\?[\"']{written}\\?[\"']"
    pattern = re.compile(label if is_label else value)
    return any(pattern.search(text) for path, text in texts.items() if path.endswith((".ipynb", ".qmd", ".md")))


def _renamed(path: str, text: str, old: str, new: str, *, parts: bool) -> str:
    if path == VARIABLES:
        return _variables(text, old, new)
    if _VALUE.fullmatch(old):
        return _value_pattern(old).sub(lambda match: match[0].replace(old, new), text)
    pattern = _label_pattern(old, parts=parts)
    lines = text.split("\n")
    prose = path.endswith((".qmd", ".md"))
    wanted = _outside_code(lines) if prose else range(len(lines))
    for number in wanted:
        lines[number] = pattern.sub(lambda match: match[1] + _in_case(match[2], new), lines[number])
    return "\n".join(lines)


def _label_pattern(old: str, *, parts: bool) -> re.Pattern[str]:
    """The label after `@`, `#`, `label:`, `cell:` or `id:`, also as `@Fig-…`, and with the number of a part."""
    either = f"[{old[0].upper()}{old[0]}]{re.escape(old[1:])}"
    end = r"(?=-\d+(?![\w-])|(?![\w-]))" if parts else r"(?![\w-])"
    before = r"(?<![\w])@\{?|-@|#|(?:\blabel|\bcell|\bid):[ \t]*[\\\"']*|\"id\": \""
    return re.compile(f"({before})({either}){end}")


def _value_pattern(old: str) -> re.Pattern[str]:
    name = re.escape(old)
    ways = (
        rf"\{{\{{<\s*var\s+{name}\s*>\}}\}}",
        rf"publish\(\s*\\?[\"']{name}\\?[\"']",
        rf"data-value=\\?\"{name}\\?\"",
        rf"\"id\": \"{name}\"",
        rf"\"{name} = ",
        rf"^\s*(?:-\s*)?(?:value|id):\s*[\"']?{name}[\"']?\s*$",
    )
    return re.compile("|".join(ways), re.MULTILINE)


def _in_case(written: str, new: str) -> str:
    return new[0].upper() + new[1:] if written[0].isupper() else new


def _outside_code(lines: list[str]) -> Iterable[int]:
    """The lines that are prose, or open a block of code, whose attributes may hold a label."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
            continue
        if mark:
            fence = mark[1]
        yield number


def _variables(text: str, old: str, new: str) -> str:
    """The accepted values with the entry under its new name."""
    from assessment.project.lined_yaml import parse
    from assessment.values.variables import as_yaml

    tree = parse(text).data
    moved = _taken(tree, old.split("."))
    if moved is None:
        return text
    branch = tree
    *folders, leaf = new.split(".")
    for folder in folders:
        branch = branch.setdefault(folder, {})
    branch[leaf] = str(moved).replace(f'data-value="{old}"', f'data-value="{new}"')
    return as_yaml(tree)


def _taken(tree: dict[str, object], names: list[str]) -> object | None:
    """Take a leaf out of a nested mapping, with the branches that it leaves empty."""
    if names[0] not in tree:
        return None
    below = tree[names[0]]
    if len(names) == 1:
        return tree.pop(names[0])
    found = _taken(below, names[1:]) if isinstance(below, dict) else None
    if isinstance(below, dict) and not below:
        del tree[names[0]]
    return found


def _places(path: str, old: str, new: str) -> Iterator[Place]:
    import difflib

    before, after = old.split("\n"), new.split("\n")
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = max(b - a, d - c)
            for step in range(pairs):
                was = before[a + step].strip() if a + step < b else ""
                now = after[c + step].strip() if c + step < d else ""
                yield Place(path, min(a + step, max(b - 1, a)) + 1, was, now)


def _close(texts: Mapping[str, str], name: str) -> str:
    from difflib import get_close_matches

    known = {match[0] for text in texts.values() for match in (_LABEL if "-" in name else _VALUE).finditer(text)}
    close = get_close_matches(name, sorted(known - {name}), n=3)
    return (
        f"did you mean {', '.join(close)}?"
        if close
        else "labels stand in notebooks (`#| label:`) and in chapters (`{#…}`), values in notebooks"
    )
