"""Who may ask: this machine, from a page of ours, with the token that was printed where the server was started.

Every request passes here before anything else looks at it. A page of another site can make a browser send
requests to this machine; it cannot give them our origin, our cookie or the form's secret. A name that was bent to
this machine (DNS rebinding) shows in the Host header.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 256 << 10
_DIGITS = 9  # of a length; more are no length of ours, and are not worth reading
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, forms would lose their origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Secrets:
    """The token that lets a browser in, and what follows from it."""

    token: str
    port: int

    @property
    def cookie(self) -> str:
        """The name of our cookie: cookies are shared by all ports of a machine."""
        return f"review-{self.port}"

    @property
    def form(self) -> str:
        """What every form of ours carries."""
        return hmac.new(self.token.encode(), b"form", "sha256").hexdigest()

    @property
    def hosts(self) -> frozenset[str]:
        """The only names this server answers to."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    def lets_in(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def made(self, form: str) -> bool:
        """Whether a form is one of ours."""
        return hmac.compare_digest(form.encode(), self.form.encode())


class BodyTooLargeError(Exception):
    """A request's body is longer than any form of ours."""


class Guard:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, secrets: Secrets) -> None:
        self._app, self._secrets = app, secrets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers) or self._welcome(scope, headers)
        sending = _with_headers(send)
        if answer is not None:
            await answer(scope, receive, sending)
            return
        await self._app(scope, _limited(receive), sending)

    def _refusal(self, scope: Scope, headers: Headers) -> Any:
        if headers.getlist("host") not in [[host] for host in self._secrets.hosts]:
            return _refuse(421, "this server answers to its own address only")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return _refuse(405, "method not allowed")
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return _refuse(403, "only pages of this server may ask")
        if scope["method"] == "POST" and not self._from_here(headers):
            return _refuse(403, "only forms of this server may write")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > _DIGITS or int(length) > LARGEST_BODY:
            return _refuse(413, "too large")
        return None

    def _from_here(self, headers: Headers) -> bool:
        """Whether a form was sent from a page of ours: the browser itself says so."""
        return headers.get("origin") == f"http://{headers['host']}"

    def _welcome(self, scope: Scope, headers: Headers) -> Any:
        """Nothing for who has the cookie; a cookie for who brings the token; a refusal for anyone else."""
        if any(self._secrets.lets_in(token) for token in cookies(headers, self._secrets.cookie)):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        if scope["method"] == "GET" and scope["path"] == "/" and self._secrets.lets_in(given[0]):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self._secrets.cookie, self._secrets.token, httponly=True, samesite="strict", path="/")
            return answer
        return _refuse(403, "open the address that `assessment review` printed: it holds the token")


def cookies(headers: Headers, name: str) -> Iterable[str]:
    """Every value that a request gives a cookie."""
    for header in headers.getlist("cookie"):
        try:
            found = SimpleCookie(header).get(name)
        except CookieError:
            continue
        if found is not None:
            yield found.value


def _refuse(status: int, why: str) -> PlainTextResponse:
    return PlainTextResponse(f"{why}\n", status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _limited(receive: Receive) -> Receive:
    """A body is read no further than a form of ours is long, whatever its headers say."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise BodyTooLargeError
        return message

    return receiving
