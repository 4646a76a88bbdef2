"""Run the cells of a notebook in the worker's shell and gather their outputs by nbclient's rules."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assessment.notebooks.outputs import joined_streams
from assessment.notebooks.workers.shell import CollectingSession, ZMQInteractiveShell

_MOST_RAW = 1 << 26


@dataclass(frozen=True)
class Failure:
    """A cell that raised: its place among all cells, and the exception as the kernel words it."""

    cell: int
    ename: str
    evalue: str
    traceback: str


class CellRunner:
    """Runs cells one after another in one event loop, so that tasks live on from cell to cell."""

    def __init__(self, shell: ZMQInteractiveShell, session: CollectingSession, raw: int) -> None:
        self._shell = shell
        self._session = session
        self._raw = raw
        self._displays: dict[str, list[dict[str, Any]]] = {}

    def run(self, cells: list[Any], on_cell: Callable[[int], None]) -> Failure | None:
        """Run the code cells in place; stops at the first that raises without leave to."""
        with asyncio.Runner() as runner:
            return runner.run(self._run(cells, on_cell))

    async def _run(self, cells: list[Any], on_cell: Callable[[int], None]) -> Failure | None:
        for index, cell in enumerate(cells):
            tags = cell.metadata.get("tags", [])
            if cell.cell_type == "code" and cell.source.strip() and "skip-execution" not in tags:
                reply = await self._execute(cell.source)
                cell["execution_count"] = self._shell.execution_count - 1
                cell["outputs"] = self._gather()
                if reply is not None and "raises-exception" not in tags:
                    return Failure(index, *reply)
            on_cell(index)
            await asyncio.sleep(0)
        return None

    async def _execute(self, code: str) -> tuple[str, str, str] | None:
        """Execute as ipykernel's `do_execute` does; gives name, text and traceback of what was raised."""
        shell = self._shell
        self._session.sent.clear()
        shell._last_traceback = None  # noqa: SLF001 - the kernel resets the same
        shell._last_traceback_during_displayhook = False  # noqa: SLF001
        try:
            transformed = shell.transform_cell(code)
        except Exception:  # noqa: BLE001 - a syntax error of a magic: run_cell reports it
            transformed = code
        if shell.should_run_async(code, transformed_cell=transformed, preprocessing_exc_tuple=None):
            result = await shell.run_cell_async(
                code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=None
            )
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        else:
            result = shell.run_cell(code, store_history=True)  # type: ignore[no-untyped-call]
        if result.success and not shell._last_traceback_during_displayhook:  # noqa: SLF001
            return None
        error = result.error_before_exec or result.error_in_exec
        return type(error).__name__, str(error), "\n".join(shell._last_traceback or [])  # noqa: SLF001

    def _gather(self) -> list[dict[str, Any]]:
        sys.stdout.flush()
        sys.stderr.flush()
        outputs: list[dict[str, Any]] = []
        clear_later = False
        for kind, content in self._session.sent:
            if kind == "clear_output":
                clear_later = bool(content.get("wait"))
                if not clear_later:
                    outputs.clear()
            elif kind == "update_display_data":
                self._update(content)
            else:
                if clear_later:
                    outputs.clear()
                    clear_later = False
                self._append(outputs, kind, content)
        raw = self._take_raw()
        if raw:
            outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": raw})
        return joined_streams(outputs)

    def _append(self, outputs: list[dict[str, Any]], kind: str, content: dict[str, Any]) -> None:
        if kind == "stream":
            outputs.append({"output_type": "stream", "name": content["name"], "text": content["text"]})
        elif kind == "error":
            keys = ("ename", "evalue", "traceback")
            outputs.append({"output_type": "error", **{key: content[key] for key in keys}})
        elif kind in ("display_data", "execute_result"):
            output = {"output_type": kind, "data": content["data"], "metadata": content["metadata"] or {}}
            if kind == "execute_result":
                output["execution_count"] = content["execution_count"]
            outputs.append(output)
            display = (content.get("transient") or {}).get("display_id")
            if display:
                self._displays.setdefault(display, []).append(output)

    def _update(self, content: dict[str, Any]) -> None:
        for output in self._displays.get(str((content.get("transient") or {}).get("display_id")), ()):
            output["data"], output["metadata"] = content["data"], content["metadata"]

    def _take_raw(self) -> str:
        """What compiled code and other programs wrote past Python's streams since the last cell."""
        written = os.pread(self._raw, _MOST_RAW, 0)
        if written:
            os.ftruncate(self._raw, 0)
            os.lseek(self._raw, 0, os.SEEK_SET)
        return written.decode("utf-8", "replace")
