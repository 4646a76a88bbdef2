"""The app: a queue, a page for each subject, two forms. Made apart from serving, so that tests use a client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from assessment.errors import AssessmentError
from assessment.look import look_folder
from assessment.notebooks.reading import slug_of
from assessment.review.desk import Desk, Opened
from assessment.review.forms import FormError, entry_from, read_form, seen
from assessment.review.guard import PICTURE_POLICY, BodyTooLargeError, Guard, Secrets, cookies
from assessment.review.pages import render
from assessment.reviews.difference import count_by_state
from assessment.reviews.entries import RecordError
from assessment.reviews.signing import ConflictError, Entry

_STATIC = {"review.css": "text/css", "review.js": "text/javascript"}
_OF_THE_LOOK = {"tokens.css": ("tokens.css", "text/css"), "icon.svg": ("html/assets/icon.svg", "image/svg+xml")}
_FIELDS = ("name", "role", "note", "comment")


@dataclass(frozen=True)
class Reviewer:
    """Who is at the browser, as far as it told us."""

    name: str = ""
    role: str = ""


def create_app(desk: Desk, secrets: Secrets, default_name: str = "") -> Any:
    """The app over a desk, behind its guard."""
    pages = _Pages(desk, secrets, default_name)
    routes = [
        Route("/", pages.queue),
        Route("/subject", pages.subject),
        Route("/say", pages.say, methods=["POST"]),
        Route("/settle", pages.settle, methods=["POST"]),
        Route("/picture/{sha256}", pages.picture),
        Route("/static/{name}", pages.static),
    ]
    handlers: Any = {
        AssessmentError: pages.unable,
        BodyTooLargeError: pages.too_large,
        FormError: pages.malformed,
        RecordError: pages.refused,
    }
    return Guard(Starlette(routes=routes, exception_handlers=handlers), secrets)


class _Pages:
    def __init__(self, desk: Desk, secrets: Secrets, default_name: str) -> None:
        self._desk, self._secrets, self._default_name = desk, secrets, default_name
        self._title = desk.project.book.title

    def queue(self, _: Request) -> Response:
        """Everything to review, the lapsed first."""
        reviews, stale = self._desk.reviews(), self._desk.stale()
        items = self._desk.queue()
        counts = count_by_state(reviews.items)
        groups = [(state, [pair for pair in items if pair[0].state == state]) for state, _ in counts]
        told: dict[str, Any] = {"broken": reviews.broken, "orphans": reviews.orphans, "stale": stale}
        return self._page("queue.html.jinja", groups=groups, counts=counts, **told)

    def subject(self, request: Request) -> Response:
        """One figure, table or set of values."""
        opened = self._desk.open(request.query_params.get("id", ""))
        if opened is None:
            return self._missing()
        done = request.query_params.get("done", "")
        told = f"Saved: {done}." if self._desk.reviews().of(done) else ""
        return self._subject(opened, self._reviewer(request), told=told)

    async def say(self, request: Request) -> Response:
        """Take a decision, a comment or both."""
        fields = await self._fields(request)
        return await run_in_threadpool(self._say, fields)

    async def settle(self, request: Request) -> Response:
        """Settle a comment."""
        fields = await self._fields(request)
        subject, seal, name = (fields.get(key, "") for key in ("id", "seal", "name"))
        record = await run_in_threadpool(self._desk.settle, subject, seal, name)
        if record is None:
            return self._missing()
        return self._remembering(
            RedirectResponse(f"/subject?{urlencode({'id': subject, 'done': subject})}", 303), fields
        )

    def picture(self, request: Request) -> Response:
        """A picture that a page shows; drawings may run nothing."""
        picture = self._desk.picture(request.path_params["sha256"])
        if picture is None:
            return self._missing()
        return Response(picture.content, media_type=picture.mime, headers={"Content-Security-Policy": PICTURE_POLICY})

    def static(self, request: Request) -> Response:
        """Style and script, by name from a fixed list."""
        name = request.path_params["name"]
        if name in _OF_THE_LOOK:
            path, mime = _OF_THE_LOOK[name]
            return Response((look_folder(self._desk.project.root) / path).read_bytes(), media_type=mime)
        if name not in _STATIC:
            return self._missing()
        return Response(files("assessment.review").joinpath("static", name).read_bytes(), media_type=_STATIC[name])

    def unable(self, _: Request, exc: AssessmentError) -> Response:
        """The project cannot be read just now."""
        return self._page("problem.html.jinja", 503, heading="Not just now", message=exc.message, hint=exc.hint)

    def too_large(self, _: Request, __: BodyTooLargeError) -> Response:
        """More than any form of ours holds."""
        return PlainTextResponse("too large\n", 413)

    def malformed(self, _: Request, exc: FormError) -> Response:
        """Nothing that a page of ours sends."""
        return PlainTextResponse(f"{exc}\n", 400)

    def refused(self, _: Request, exc: RecordError) -> Response:
        """An entry that may not be made."""
        hint = "Nothing was written. Go back, and what you wrote is still there."
        return self._page("problem.html.jinja", 422, heading="This was not saved", message=str(exc), hint=hint)

    def _say(self, fields: Mapping[str, str]) -> Response:
        entry = entry_from(fields)
        try:
            record = self._desk.say(entry)
        except ConflictError as conflict:
            return self._conflict(entry, conflict)
        if record is None:
            return self._missing()
        to = entry.id if entry.decision is None else self._next(entry)
        return self._remembering(RedirectResponse(f"/subject?{urlencode({'id': to, 'done': entry.id})}", 303), fields)

    def _next(self, entry: Entry) -> str:
        """The next subject that wants something of this role; the same one where there is none."""
        for item, _ in self._desk.queue():
            if item.subject.id != entry.id and not item.role(entry.role).holds and not item.subject.made_by(entry.name):
                return item.subject.id
        return entry.id

    def _conflict(self, entry: Entry, conflict: ConflictError) -> Response:
        """Show what is there now, with what its author wanted to say still in the form."""
        opened = self._desk.open(entry.id)
        if opened is None:
            return self._missing()
        wanted = {key: getattr(entry, key) for key in _FIELDS}
        return self._subject(
            opened, Reviewer(entry.name, entry.role), status=409, conflict=str(conflict), wanted=wanted
        )

    def _subject(self, opened: Opened, reviewer: Reviewer, status: int = 200, **more: Any) -> Response:
        stale = slug_of(opened.review.subject.notebook) in self._desk.stale()
        content = {"told": "", "conflict": "", "wanted": {}, "stale": stale, **more}
        address = _address
        return self._page(
            "subject.html.jinja",
            status,
            opened=opened,
            reviewer=reviewer,
            address=address,
            seen=seen(opened.review.subject.digests),
            **content,
        )

    def _page(self, template: str, status: int = 200, **content: Any) -> HTMLResponse:
        return HTMLResponse(render(template, book=self._title, secret=self._secrets.form, **content), status)

    def _missing(self) -> Response:
        message = "There is no such figure, table or set of values."
        return self._page("problem.html.jinja", 404, heading="Not here", message=message, hint="")

    async def _fields(self, request: Request) -> dict[str, str]:
        fields = read_form(request.headers.get("content-type", ""), await request.body())
        if not self._secrets.made(fields.pop("secret", "")):
            raise FormError("not a form of this server")
        return fields

    def _reviewer(self, request: Request) -> Reviewer:
        told = next(iter(cookies(request.headers, f"{self._secrets.cookie}-who")), "")
        role, _, name = unquote(told).partition(":")
        return Reviewer(name or self._default_name, role)

    def _remembering(self, answer: Response, fields: Mapping[str, str]) -> Response:
        """Remember in the browser who signs, so that sixty figures do not ask sixty times."""
        told = quote(f"{fields.get('role', '')}:{fields.get('name', '')[:200]}", safe="")
        answer.set_cookie(f"{self._secrets.cookie}-who", told, httponly=True, samesite="strict", path="/")
        return answer


def _address(picture: Any) -> str:
    """Where a page finds a picture."""
    return f"/picture/{picture.sha256}"
