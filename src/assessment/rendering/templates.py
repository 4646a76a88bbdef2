"""The page templates of a look: compiled once, the byte code kept beside the other results of the build."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from assessment.project.files import write_atomically

KEPT = "templates"  # the folder of byte code, in the build folder


@cache
def environment(look: Path, kept: Path | None = None, *, trim: bool) -> Any:
    """The templates in ``look``; what they write is escaped. Byte code is kept in ``kept``.

    With ``trim`` no line is left empty by a statement. A template is read again when its file has changed.
    """
    from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
    from jinja2 import __version__ as version

    class Sealed(BytecodeCache):
        """Byte code by the template's source, sealed by its digest: what does not hold is compiled anew."""

        def __init__(self, folder: Path) -> None:
            self._folder = folder

        def load_bytecode(self, bucket: Any) -> None:
            try:
                seal, _, code = self._place(bucket).read_bytes().partition(b"\n")
            except OSError:
                return
            if seal == _digest(code):
                bucket.bytecode_from_string(code)

        def dump_bytecode(self, bucket: Any) -> None:
            code = bucket.bytecode_to_string()
            write_atomically(self._place(bucket), _digest(code) + b"\n" + code)

        def _place(self, bucket: Any) -> Path:
            return self._folder / hashlib.sha256(f"{version} {trim} {bucket.key}".encode()).hexdigest()

    return Environment(
        loader=FileSystemLoader(look), autoescape=True, undefined=StrictUndefined, trim_blocks=trim, lstrip_blocks=trim,
        keep_trailing_newline=not trim, bytecode_cache=Sealed(kept) if kept else None,
    )  # fmt: skip


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
