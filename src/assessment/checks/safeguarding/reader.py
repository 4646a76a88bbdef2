"""Read a YAML document by its places, so that a wrong value is refused with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from assessment.checks.safeguarding.phrases import compile_phrases
from assessment.errors import ConfigurationError
from assessment.project.lined_yaml import LinedYaml, Place

_HINT = "docs/safeguarding.md says what each key means"


class Reader:
    """A place of a document: every method takes what stands below it, or refuses it."""

    def __init__(
        self, path: str, document: LinedYaml, place: Place = (), sets: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._path, self._document, self._place, self._sets = path, document, place, sets or {}
        self._data: Any = document.data
        for part in place:
            self._data = self._data[part] if part in self._names_or_positions() else None

    def with_sets(self, key: str) -> Reader:
        """The same place, whose phrases may use the named sets under a key."""
        below = self.below(key)
        sets = {name: below.texts(name) for name in below.names()}
        return Reader(self._path, self._document, self._place, sets)

    def fail(self, message: str, *below: str | int) -> NoReturn:
        """Refuse the place, or what stands below it.

        Raises:
            ConfigurationError: always.
        """
        where = ".".join(str(part) for part in (*self._place, *below))
        raise ConfigurationError(
            f"{where}: {message}" if where else message, path=self._path, line=self.line(*below), hint=_HINT
        )

    def line(self, *below: str | int) -> int | None:
        """The line of what stands here."""
        return self._document.line(*self._place, *below)

    def has(self, key: str) -> bool:
        """Whether a key stands here."""
        return key in self.names()

    def names(self) -> tuple[str, ...]:
        """The keys that stand here.

        Raises:
            ConfigurationError: here stands no mapping.
        """
        if self._data is None:
            return ()
        if not isinstance(self._data, dict):
            self.fail("keys with values are needed here")
        return tuple(str(key) for key in self._data)

    def keys(self, known: set[str], needed: set[str] | None = None) -> None:
        """Refuse a key that means nothing, and miss one that is needed.

        Raises:
            ConfigurationError: there is such a key.
        """
        for key in self.names():
            if key not in known:
                self.fail(f"the key is not known; there are: {', '.join(sorted(known))}", key)
        for key in sorted((needed or set()) - set(self.names())):
            self.fail(f"`{key}:` is missing")

    def below(self, key: str) -> Reader:
        """The place under a key; empty where there is none."""
        return self._at(key)

    def items(self, key: str) -> Iterator[Reader]:
        """The places of a list.

        Raises:
            ConfigurationError: it is no list.
        """
        data = self._data.get(key) if self.has(key) else None
        if data is not None and not isinstance(data, list):
            self.fail("a list is needed here", key)
        for position in range(len(data or ())):
            yield self._at(key, position)

    def text(self, key: str, default: str = "") -> str:
        """A text that is not empty.

        Raises:
            ConfigurationError: something else stands there.
        """
        if not self.has(key):
            return default
        value = self._data[key]
        if not isinstance(value, str) or not value.strip():
            self.fail("a text is needed here", key)
        return value

    def texts(self, key: str = "") -> tuple[str, ...]:
        """A list of texts, here or under a key; a single text counts as a list.

        Raises:
            ConfigurationError: something else stands there.
        """
        below = (key,) if key else ()
        value = (self._data.get(key) if self.has(key) else None) if key else self._data
        listed = [value] if isinstance(value, str) else value or []
        if not isinstance(listed, list):
            self.fail("a list of texts is needed here", *below)
        for position, item in enumerate(listed):
            if not isinstance(item, str) or not item:
                self.fail(f"a text is needed here, not {item!r}: put it in quotation marks", *below, position)
        return tuple(listed)

    def phrases(self, key: str) -> re.Pattern[str]:
        """A list of phrases as one pattern.

        Raises:
            ConfigurationError: a phrase cannot be understood.
        """
        for position, phrase in enumerate(self.texts(key)):
            try:
                compile_phrases([phrase], self._sets)
            except KeyError as exc:
                self.fail(f"the phrase {phrase!r} uses a set that is not there: {exc}", key, position)
            except re.error as exc:
                self.fail(f"the phrase {phrase!r} cannot be understood: {exc}", key, position)
        return compile_phrases(self.texts(key), self._sets)

    def number(self, key: str, default: int) -> int:
        """A whole number above 0.

        Raises:
            ConfigurationError: something else stands there.
        """
        value = self._data[key] if self.has(key) else default
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fail(f"a whole number is needed here, not {value!r}", key)
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent.

        Raises:
            ConfigurationError: something else stands there.
        """
        value = self._data[key] if self.has(key) else False
        if not isinstance(value, bool):
            self.fail("true or false is needed here", key)
        return value

    def _at(self, *below: str | int) -> Reader:
        return Reader(self._path, self._document, (*self._place, *below), self._sets)

    def _names_or_positions(self) -> Any:
        return range(len(self._data)) if isinstance(self._data, list) else self._data or ()
