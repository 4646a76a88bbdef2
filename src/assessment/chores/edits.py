"""Edit files as a careful person would: only the lines meant, comments and form kept, all files or none."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from assessment.errors import ConfigurationError
from assessment.project.files import writing

_INDENTS = ((2, 4, 2), (2, 2, 0), (4, 4, 2), (4, 6, 4), (4, 4, 0))
_JSON_INDENTS: tuple[int | str, ...] = (2, 1, 4, "\t")
Change = Callable[[Any], None]


def edited_yaml(text: str, change: Change, path: str) -> str:
    """A YAML text after a change to what it says; every line that is not meant stays as it was, and so do line ends.

    Raises:
        ConfigurationError: the file is written in a form that cannot be kept, or is not YAML.
    """
    from ruamel.yaml.error import YAMLError

    if "\r\n" in text:
        return edited_yaml(text.replace("\r\n", "\n"), change, path).replace("\n", "\r\n")
    for mapping, sequence, offset in _INDENTS:
        yaml = _round_trip(mapping, sequence, offset)
        try:
            document = yaml.load(text)
        except YAMLError as exc:
            raise ConfigurationError(f"not valid YAML: {exc}", path=path) from exc
        if document is None or _dumped(yaml, document) == text:
            document = {} if document is None else document
            change(document)
            return _added_above_what_follows(text, _dumped(yaml, document))
    hint = "add the line by hand, or indent the file by two and write it anew"
    raise ConfigurationError("the file's form could not be kept by an edit", path=path, hint=hint)


def edited_json(text: str, change: Change, path: str) -> str:
    """A JSON text after a change, in the indentation it had.

    Raises:
        ConfigurationError: the file is written in a form that cannot be kept, or is not JSON.
    """
    try:
        document = json.loads(text)
    except ValueError as exc:
        raise ConfigurationError(f"not valid JSON: {exc}", path=path) from exc
    for indent in _JSON_INDENTS:
        for ascii_only in (False, True):
            if _json(document, indent, ascii_only).strip() == text.strip():
                change(document)
                return _json(document, indent, ascii_only)
    hint = "write the file in one of the usual forms first, such as `python -m json.tool --indent 2` gives"
    raise ConfigurationError("the file's form could not be kept by an edit", path=path, hint=hint)


def write_together(writes: Mapping[Path, bytes], moves: Mapping[Path, Path] | None = None) -> None:
    """Write several files, then rename some: all of it, or, where the system refuses one, none of it.

    Raises:
        OutputError: a file could not be written; every file is what it was.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in writes}
    staged = {path: path.with_name(f".{path.name}.{os.getpid()}.new") for path in writes}
    done: list[Path] = []
    moved: list[tuple[Path, Path]] = []
    try:
        for path, content in writes.items():
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                staged[path].write_bytes(content)
        for path, beside in staged.items():
            with writing(path):
                beside.replace(path)
            done.append(path)
        for old, new in (moves or {}).items():
            with writing(new):
                old.rename(new)
            moved.append((old, new))
    except BaseException:
        _undo(before, done, moved)
        raise
    finally:
        for beside in staged.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _undo(before: Mapping[Path, bytes | None], done: list[Path], moved: list[tuple[Path, Path]]) -> None:
    for old, new in moved:
        new.rename(old)
    for path in done:
        content = before[path]
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)


def _round_trip(mapping: int, sequence: int, offset: int) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    return yaml


def _dumped(yaml: Any, document: Any) -> str:
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _added_above_what_follows(before: str, after: str) -> str:
    """Lines that were added, put right below the line they follow.

    The library takes blank lines and comments for the end of a list; to a person they begin what comes next.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    count = len(new) - len(old)
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    block, rest = new[first : first + count], new[:first] + new[first + count :]
    if count < 1 or rest != old:
        return after
    place = first
    while place and (not rest[place - 1].strip() or rest[place - 1].lstrip().startswith("#")):
        place -= 1
    moved = "".join([*rest[:place], *block, *rest[place:]])
    yaml = _round_trip(*_INDENTS[0])
    return moved if yaml.load(moved) == yaml.load(after) else after


def _json(document: Any, indent: int | str, ascii_only: bool) -> str:
    return json.dumps(document, indent=indent, ensure_ascii=ascii_only) + "\n"
