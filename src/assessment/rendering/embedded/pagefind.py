"""Pagefind, spoken with directly: the program indexes pages and hands the files of its index back.

Its Python interface stops the program once it has said that the files are written, at which time, on a busy
machine, some of them are still empty; it also waits a tenth of a second for each page. Here the files come
through the pipe, so that what was answered is what is there.
"""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import DEVNULL, PIPE
from base64 import b64decode, b64encode
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from assessment.errors import RendererError

_LEFT_OUT = (".footnote-ref", ".header-section-number", "math")
_INTERFACES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-highlight", "pagefind-component-ui")
_LONGEST_ANSWER = 2**30  # bytes: the whole index comes in one
_PATIENCE_SECONDS = 120


def index_of(pages: Mapping[str, str], language: str) -> dict[str, bytes]:
    """The files of the index (name → content) of pages (address → markup), without pagefind's own user interfaces.

    Raises:
        RendererError: pagefind failed.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:  # a thread of its own: the caller's may already run an event loop
        return pool.submit(asyncio.run, _index(pages, language)).result()


async def _index(pages: Mapping[str, str], language: str) -> dict[str, bytes]:
    from pagefind.service import get_executable

    config = {"force_language": language, "keep_index_url": True, "exclude_selectors": list(_LEFT_OUT)}
    try:
        service = await asyncio.create_subprocess_exec(
            str(get_executable()), "--service", stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LONGEST_ANSWER
        )
    except OSError as exc:
        raise RendererError(f"the search index could not be made: pagefind cannot be started: {exc}") from exc
    try:
        index = (await _ask(service, {"type": "NewIndex", "config": config}))["index_id"]
        for page, markup in pages.items():
            file = {"file_path": page, "url": None, "file_contents": markup}
            await _ask(service, {"type": "AddFile", "index_id": index, **file})
        files = (await _ask(service, {"type": "GetFiles", "index_id": index}))["files"]
    finally:
        with suppress(ProcessLookupError):
            service.kill()
        await service.wait()
    return {file["path"]: b64decode(file["content"]) for file in files if not _is_interface(file["path"])}


async def _ask(service: asyncio.subprocess.Process, payload: Mapping[str, Any]) -> dict[str, Any]:
    """One question and its answer: JSON in base64, ended by a comma."""
    if service.stdin is None or service.stdout is None:
        raise RendererError("the search index could not be made: pagefind does not listen")
    try:
        service.stdin.write(b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b",")
        await service.stdin.drain()
        said = await asyncio.wait_for(service.stdout.readuntil(b","), _PATIENCE_SECONDS)
        answer: dict[str, Any] = json.loads(b64decode(said[:-1]))["payload"]
    except (OSError, EOFError, TimeoutError, ValueError, KeyError) as exc:
        raise RendererError(f"the search index could not be made: {exc or 'pagefind does not answer'}") from exc
    if answer["type"] == "Error":
        raise RendererError(f"the search index could not be made: {answer['message']}")
    return answer


def _is_interface(path: str) -> bool:
    name = PurePosixPath(path).name
    return name.startswith(_INTERFACES) or name.endswith(".css")
