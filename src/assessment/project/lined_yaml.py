"""YAML that remembers where each key stands, so that messages can name the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[str | int, ...]
_NEVER_CLOSED = "found unexpected end of stream"
_IN_PLAIN_WORDS = {
    _NEVER_CLOSED: "a quotation mark is opened here and never closed",
    "did not find expected ',' or ']'": "a comma or the closing ] is missing before this",
    "did not find expected ',' or '}'": "a comma or the closing } is missing before this",
    "mapping values are not allowed in this context": "a colon where none can stand: put a text that holds one in "
    "quotation marks, or mend the indentation",
    "found character that cannot start any token": "a text cannot begin with this sign (a tab, or @, ` or % without "
    "quotation marks)",
    "did not find expected key": "words after a closed quotation mark, or a line at the wrong indentation",
    "did not find expected '-' indicator": "a line in a list that does not begin with -",
    "did not find expected node content": "something is missing here, or a bracket is opened and never closed",
    "could not find expected ':'": "a line without its colon",
    "found undefined alias": "a text that begins with * needs quotation marks",
    "found unknown escape character": "a backslash in double quotation marks: write it twice, or use single ones",
    "but found another document": "a line --- in the middle",
}


class YamlError(ValueError):
    """The text is not YAML; ``line`` is counted from 1."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class LinedYaml:
    """A YAML document as plain Python objects, and the line of every place in it."""

    data: Any
    lines: Mapping[Place, int] = field(default_factory=dict)

    def line(self, *place: str | int) -> int | None:
        """The line of a place, or of the nearest place above it that is known."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return None


def plain(text: str) -> Any:
    """A YAML document of our own as plain Python objects, read by the library's fast reader where it has one."""
    return yaml.load(text, _Loader)  # noqa: S506 - the safe one, in C or in Python


def parse(text: str, first_line: int = 1) -> LinedYaml:
    """Parse one YAML document; ``first_line`` is the line of its first row in the file.

    Raises:
        YamlError: the text is not YAML, or a key stands twice.
    """
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return LinedYaml({})
            lines: dict[Place, int] = {}
            _note_lines(node, (), lines, first_line, set())
            return LinedYaml(loader.construct_document(node), lines)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as exc:
        said, mark = _in_plain_words(exc)
        raise YamlError(said, mark.line + first_line if mark else None) from exc
    except YamlError:
        raise
    except (yaml.YAMLError, ValueError) as exc:  # ValueError: a date that no calendar has
        raise YamlError(str(exc), None) from exc


def _in_plain_words(exc: yaml.MarkedYAMLError) -> tuple[str, Any]:
    """What is wrong as an author would say it, and where it has to be mended; else as the library says it."""
    problem = str(exc.problem or "not YAML")
    opened = exc.context_mark if problem == _NEVER_CLOSED else None
    return _IN_PLAIN_WORDS.get(problem, problem), opened or exc.problem_mark or exc.context_mark


def _note_lines(node: yaml.Node, place: Place, lines: dict[Place, int], first: int, seen: set[int]) -> None:
    """Note where everything stands; what an alias repeats is noted once, however often it is named."""
    lines.setdefault(place, node.start_mark.line + first)
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*place, str(key.value))
            if below in lines:
                raise YamlError(f"the key {key.value!r} stands twice", key.start_mark.line + first)
            lines[below] = key.start_mark.line + first
            _note_lines(value, below, lines, first, seen)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _note_lines(item, (*place, position), lines, first, seen)
