"""Serve a preview on the loopback until it is interrupted."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assessment.errors import AssessmentError, UsageError

_HOST = "127.0.0.1"
_FIRST_PORT, _PORTS = 4848, 50


def serve(root: Path, port: int | None, ready: Callable[[str], None]) -> None:
    """Preview the project in ``root``; ``ready`` hears the address. Without a port, the first free one serves.

    Raises:
        UsageError: the port is taken.
        AssessmentError: the preview's packages are not installed.
    """
    try:
        import uvicorn

        from assessment.preview.app import create_app
        from assessment.preview.session import Session
    except ModuleNotFoundError as exc:
        hint = 'install them with the package: pip install "assessment[preview]"'
        raise AssessmentError(f"the preview needs packages that are not installed ({exc.name})", hint=hint) from exc
    for sign in (signal.SIGTERM, signal.SIGHUP):  # ended in another way, it leaves nothing behind either
        signal.signal(sign, signal.default_int_handler)
    with _bound(port) as listening:
        number = listening.getsockname()[1]
        session = Session(root)
        config = uvicorn.Config(
            create_app(session, root, number), log_level="warning", lifespan="off", timeout_graceful_shutdown=1
        )
        session.start()
        ready(f"http://{_HOST}:{number}/")
        try:
            with suppress(KeyboardInterrupt):  # the way to end it
                uvicorn.Server(config).run(sockets=[listening])
        finally:
            session.end()


def _bound(port: int | None) -> socket.socket:
    for number in range(_FIRST_PORT, _FIRST_PORT + _PORTS) if port is None else (port,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_HOST, number))
        except OSError:
            listening.close()
        else:
            return listening
    taken = f"port {port} is taken" if port else f"no port from {_FIRST_PORT} on is free"
    raise UsageError(taken, hint="name another with --port, or end the preview that holds it")
