"""The shell of the look round a chapter: a page is filled in again only when something in it changed.

Every page says which edition it is of and how many findings are open, so every edit changes the bytes of every
page. The two are put in afterwards: a page is kept with marks in their places, under the digest of everything
else that is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assessment.project.files import write_atomically
from assessment.rendering.base import Stamp
from assessment.rendering.templates import KEPT, environment

_SHORT = "\ue010edition-id:"  # what a template shows of it where it shortens it, which is its beginning
_LONG = f"{_SHORT}-end\ue011"
_FINDINGS = 7_000_000_919_191_919


class Shell:
    """The template of the look in the folder ``look``, with its words; pages are kept in ``kept``."""

    def __init__(self, look: Path, labels: Mapping[str, str], kept: Path) -> None:
        self._look = look
        self._labels = labels
        self._kept = kept
        self._used: set[str] = set()
        self._marks_hold: bool | None = None

    def page(self, context: Mapping[str, Any], stamp: Stamp) -> tuple[str, str]:
        """A page, and the digest of everything that is in it but the edition's id and number of findings.

        Raises:
            OutputError: the page could not be kept.
        """
        marked = replace(stamp, edition=_LONG, findings=stamp.findings if stamp.findings == 1 else _FINDINGS)
        facts = [self._digest, dict(self._labels), context, vars(marked)]
        key = _sha(json.dumps(facts, sort_keys=True, ensure_ascii=False))
        self._used.add(key)
        kept = self._read(key)
        if kept is None:
            kept = self._filled(context, marked)
            if not self._trusted(context, stamp, kept):
                return self._filled(context, stamp), key
            write_atomically(self._kept / key, f"{_sha(kept)}\n{kept}".encode())
        return _stamped(kept, stamp), key

    def collect(self) -> None:
        """Drop the kept pages that this rendering did not use."""
        for path in self._kept.glob("*"):
            if path.name not in self._used:
                path.unlink(missing_ok=True)

    def _trusted(self, context: Mapping[str, Any], stamp: Stamp, kept: str) -> bool:
        """Whether the template leaves the marks as they are; one of a project's own may take them apart."""
        if self._marks_hold is None:
            self._marks_hold = _stamped(kept, stamp) == self._filled(context, stamp)
        return self._marks_hold

    def _filled(self, context: Mapping[str, Any], stamp: Stamp) -> str:
        text: str = self._template.render({**context, "stamp": vars(stamp)}, labels=self._labels)
        return text

    def _read(self, key: str) -> str | None:
        try:
            digest, _, markup = (self._kept / key).read_bytes().decode("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        return markup if digest == _sha(markup) else None

    @cached_property
    def _digest(self) -> str:
        files = sorted(path for path in self._look.iterdir() if path.is_file())
        return _sha(json.dumps([[path.name, _sha(path.read_text(encoding="utf-8"))] for path in files]))

    @cached_property
    def _template(self) -> Any:
        return environment(self._look, self._kept.parent / KEPT, trim=False).get_template("page.html.jinja")


def _stamped(marked: str, stamp: Stamp) -> str:
    whole = marked.replace(_LONG, stamp.edition).replace(_SHORT, stamp.edition[: len(_SHORT)])
    return whole.replace(str(_FINDINGS), str(stamp.findings))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
