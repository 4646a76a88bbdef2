"""Results by content: what a notebook gave for inputs it has had before need not be computed again.

The library lies in `_build/library/`, or in a folder shared with other checkouts and with CI (`assessment:
store:` in `_quarto.yml`, or ASSESSMENT_STORE). For each code and environment it lists the inputs that were
read and the result they gave; results stand under their own digest. Whatever comes out of it is checked: a
result that is not what its name says is dropped and computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from assessment.model import Notebook
from assessment.notebooks.fingerprint import changed_inputs, code_digest, digest
from assessment.notebooks.store import Record, sealed, sealed_content
from assessment.project.files import write_atomically

_MOST_ENTRIES = 20
_SUFFIX = ".ipynb"


class Library:
    """Results by content in ``folder``, at most ``limit`` bytes of them."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self.corrupt: list[str] = []

    def find(
        self, root: Path, notebook: Notebook, environment: str, datasets: Mapping[str, str]
    ) -> tuple[Record, bytes] | None:
        """The record and result of this notebook for its inputs as they are now, if they were ever had."""
        for record in self._entries(notebook, environment):
            if changed_inputs(root, record.inputs, datasets):
                continue
            content = self._result(record.result)
            if content is not None:
                return record, content
        return None

    def add(self, notebook: Notebook, record: Record, content: bytes) -> None:
        """Keep a result for later.

        Raises:
            OutputError: the disk is full or the folder cannot be written.
        """
        path = self._path(record.result)
        if not path.is_file():
            write_atomically(path, content)
        known = [entry for entry in self._entries(notebook, record.environment) if entry.inputs != record.inputs]
        entries = [asdict(entry) for entry in [record, *known][:_MOST_ENTRIES]]
        write_atomically(self._list(notebook, record.environment), sealed(entries))

    def collect(self) -> None:
        """Drop the results used longest ago until the library is within its limit."""
        files = [(path.stat(), path) for path in self._folder.rglob("*") if path.is_file()]
        size = sum(stat.st_size for stat, _ in files)
        for stat, path in sorted(files, key=lambda item: item[0].st_mtime_ns):
            if size <= self._limit:
                return
            with suppress(OSError):
                path.unlink()
                size -= stat.st_size

    def _entries(self, notebook: Notebook, environment: str) -> list[Record]:
        path = self._list(notebook, environment)
        try:
            return [Record(**entry) for entry in sealed_content(path.read_bytes())]
        except OSError:
            return []
        except (ValueError, TypeError):
            self.corrupt.append(path.name)
            with suppress(OSError):
                path.unlink()
            return []

    def _result(self, name: str) -> bytes | None:
        path = self._path(name)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if digest(content) != name:
            self.corrupt.append(path.name)
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            path.touch()  # used just now: collected last
        return content

    def _path(self, name: str) -> Path:
        return self._folder / "results" / name[:2] / f"{name}{_SUFFIX}"

    def _list(self, notebook: Notebook, environment: str) -> Path:
        key = digest(f"{code_digest(notebook)} {environment}".encode())
        return self._folder / "inputs" / key[:2] / f"{key}.json"
