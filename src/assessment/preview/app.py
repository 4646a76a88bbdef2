"""The preview as a web application, apart from how it is served."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assessment.chapters.links import MADE
from assessment.errors import AssessmentError
from assessment.preview.editors import address_in_vscode, editors, open_in
from assessment.preview.guard import Guard
from assessment.preview.markup import ASSETS, plain_page, with_preview, with_versions
from assessment.preview.reading import FOLDER, Reading
from assessment.preview.session import Session
from assessment.preview.sources import Spot, places_of
from assessment.preview.state import State
from assessment.preview.telling import as_json

_GATHER_SECONDS = 0.005
_BEAT_SECONDS = 15.0
_LONGEST_BODY = 100_000


def create_app(session: Session, root: Path, port: int) -> Starlette:
    """The application for one session; it answers requests for ``port`` of this machine alone."""
    preview = _Preview(session, root, secrets.token_urlsafe(24))
    routes = [
        Route("/_preview/events", preview.events),
        Route("/_preview/source", preview.source, methods=["POST"]),
        Route("/_preview/open", preview.open, methods=["POST"]),
        Route("/_preview/pdf", preview.printed),
        Route("/_preview/pdf/{number:int}.svg", preview.printed_page),
        Route("/_preview/book.pdf", preview.pdf),
        Route("/_preview/assets/{name}", preview.asset),
        Route("/{path:path}", preview.file),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, port=port)])


@dataclass(frozen=True)
class _Preview:
    """Answers for one session; ``token`` is what its pages, and no others, know."""

    session: Session
    root: Path
    token: str

    async def events(self, _: Request) -> Response:
        """The state, now and at each change, as server-sent events."""
        return StreamingResponse(self._states(), media_type="text/event-stream")

    async def _states(self) -> AsyncIterator[str]:
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(changed.set)

        leave = self.session.board.listen(wake)
        try:
            while True:
                changed.clear()
                said = as_json(self.session.board.state, self.session.board.session, self.root)
                yield f"data: {json.dumps(said, ensure_ascii=False)}\n\n"
                try:
                    await asyncio.wait_for(changed.wait(), _BEAT_SECONDS)
                    await asyncio.sleep(_GATHER_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            leave()

    async def source(self, request: Request) -> Response:
        """Where what was pressed on a page is written."""
        asked = await self._asked(request)
        reading = self.session.board.state.reading
        if asked is None or reading is None:
            return Response(status_code=403)
        spot = Spot(str(asked["label"]), str(asked["value"]), str(asked["text"]), int(asked["offset"]))
        places = [
            {**vars(place), "vscode": address_in_vscode(self.root / place.path, place.line)}
            for place in await run_in_threadpool(places_of, reading, str(asked["page"]), spot)
        ]
        return JSONResponse({"places": places, "editors": editors(os.environ)})

    async def open(self, request: Request) -> Response:
        """Open a file in an editor of this machine: the one request that does something, so it needs the token."""
        asked = await self._asked(request)
        if asked is None:
            return Response(status_code=403)
        line = asked.get("line")
        try:
            open_in(str(asked["editor"]), self.root, str(asked["path"]), line if isinstance(line, int) else None)
        except AssessmentError as exc:
            return JSONResponse({"message": exc.message, "hint": exc.hint}, 400)
        return Response(status_code=204)

    async def _asked(self, request: Request) -> dict[str, Any] | None:
        """The JSON object of a request that knows the token."""
        given = request.headers.get("x-preview-token", "")
        body = await request.body()
        if not secrets.compare_digest(given.encode(), self.token.encode()) or len(body) > _LONGEST_BODY:
            return None
        try:
            asked = json.loads(body)
        except ValueError:
            return None
        return asked if isinstance(asked, dict) else None

    async def printed(self, _: Request) -> Response:
        """The page that shows the PDF's pages as they are typeset."""
        return self._html((ASSETS / "printed.html").read_text(encoding="utf-8"), self.session.board.state)

    async def printed_page(self, request: Request) -> Response:
        """One page of the PDF as a picture."""
        printed, number = self.session.board.state.printed, request.path_params["number"]
        if printed is None or not 1 <= number <= len(printed.pages):
            return Response(status_code=404)
        return Response(printed.pages[number - 1], media_type="image/svg+xml")

    async def pdf(self, _: Request) -> Response:
        """The PDF as it was typeset last."""
        state = self.session.board.state
        if state.printed is None:
            return self._html(plain_page("Typesetting", "The PDF is being typeset. Try again in a moment."), state, 503)
        return Response(state.printed.pdf, media_type="application/pdf")

    async def asset(self, request: Request) -> Response:
        """The preview's own style and script."""
        return self._file(ASSETS, request.path_params["name"])

    async def file(self, request: Request) -> Response:
        """A page of the book as it reads now, the PDF as it was typeset last, or a file of the edition."""
        path = request.path_params["path"] or "index.html"
        state = self.session.board.state  # before the page is made: one that says it is newer than it is would stay so
        reading = state.reading
        if reading is None:
            said = "The book is being read. This page follows by itself."
            return self._html(plain_page("Reading the book", said), state)
        site = reading.project.build / FOLDER / "site"
        markup = await run_in_threadpool(self.session.page, path)
        if markup is not None:
            return self._html(with_versions(markup, (site / path).parent), state)
        if path == reading.pdf:
            return await self.pdf(request)
        if path == MADE and (site / path).is_file():
            return self._html((site / path).read_text(encoding="utf-8"), state)
        return self._missing(reading, state, request) if path.endswith(".html") else self._file(site, path)

    def _missing(self, reading: Reading, state: State, request: Request) -> Response:
        """That the book has no such page; one that is open stays open, as it is still the last good one."""
        if "x-preview-swap" in request.headers:
            return Response(status_code=204)
        home = f'The book has no page of this name. <a href="/{quote(next(iter(reading.pages)))}">Home</a>'
        return self._html(plain_page("No such page", home), state, 404)

    def _html(self, markup: str, state: State, status: int = 200) -> Response:
        settings = {"token": self.token, "session": self.session.board.session}
        settings |= {"number": str(state.reading.number if state.reading else 0), "look": state.look}
        return HTMLResponse(with_preview(markup, settings), status)

    @staticmethod
    def _file(folder: Path, path: str) -> Response:
        place = (folder / path).resolve()
        if not place.is_relative_to(folder.resolve()) or not place.is_file():
            return Response(status_code=404)
        return FileResponse(place)
