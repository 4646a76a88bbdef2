"""Serve the app to this machine, and to nobody else."""

from __future__ import annotations

import secrets as randomness
import socket
from collections.abc import Callable
from contextlib import suppress

from assessment.errors import AssessmentError, ProcessError, UsageError
from assessment.process import run
from assessment.project.project import Project

_LOOPBACK = "127.0.0.1"
_TOKEN_BYTES = 32


def serve(project: Project, port: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted; says the address, which holds the token.

    Raises:
        UsageError: the port is taken.
        AssessmentError: the extra `review` is not installed.
    """
    try:
        import uvicorn

        from assessment.review.app import create_app
        from assessment.review.desk import Desk
        from assessment.review.guard import Secrets
    except ImportError as exc:
        hint = "install it: pip install 'assessment[review]'; or use `assessment review packet`, which needs no server"
        raise AssessmentError(f"the page of reviews needs {exc.name}, which is not installed", hint=hint) from exc
    with _listening(port) as listener:
        secrets = Secrets(randomness.token_urlsafe(_TOKEN_BYTES), listener.getsockname()[1])
        app = create_app(Desk(project), secrets, _own_name(project))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none"
        )
        address = f"http://{_LOOPBACK}:{secrets.port}/?token={secrets.token}"
        say(f"Reviews of {project.book.title}: {address}")
        say("Only this machine can open it, and only with this address. Stop with Ctrl-C.")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
        listener.listen()  # from here on, before the address is said, a browser is kept waiting and not refused
    except OSError as exc:
        listener.close()
        raise UsageError(f"--port {port}: {exc.strerror}", hint="name another port, or leave it to us") from exc
    return listener


def _own_name(project: Project) -> str:
    """The name that git knows its user by, as a proposal."""
    try:
        return run(["git", "config", "user.name"], cwd=project.root, timeout=10).stdout.strip()
    except ProcessError:
        return ""
