"""ipykernel's own shell without a kernel round it: what it would send over a socket is collected in a list."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.displayhook import ZMQShellDisplayHook
from jupyter_client.jsonutil import json_default
from ipykernel.zmqshell import ZMQDisplayPublisher
from ipykernel.zmqshell import ZMQInteractiveShell as KernelShell
from IPython.core.history import HistoryManager
from traitlets import Any as AnyTrait
from traitlets.config import Config

PRINT_FIGURE = {"bbox_inches": "tight", "metadata": {"Date": None, "Creator": None}}


class CollectingSession:
    """Stands in for jupyter_client's session; ``sent`` holds (message type, content) in the order of sending."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def msg(self, msg_type: str, content: Any = None, parent: Any = None, **_: Any) -> dict[str, Any]:
        """A message as the shell's classes expect to make it."""
        return {
            "msg_type": msg_type,
            "header": {"msg_type": msg_type},
            "parent_header": parent or {},
            "content": content or {},
        }

    def send(self, _socket: Any, msg: Any, content: Any = None, parent: Any = None, **_: Any) -> None:
        """Collect a message; its content makes the same round trip through JSON as over the wire."""
        message = self.msg(msg, content, parent) if isinstance(msg, str) else msg
        self.sent.append((message["msg_type"], json.loads(json.dumps(message["content"], default=json_default))))


class CollectingStream(io.TextIOBase):
    """Standard output or error of cells; what is written stays in it until it is flushed, as in a kernel."""

    def __init__(self, session: CollectingSession, name: str, descriptor: int) -> None:
        self._session = session
        self._stream = name
        self._descriptor = descriptor
        self._written: list[str] = []

    encoding = "utf-8"
    errors = "replace"

    @property
    def name(self) -> str:
        """As a kernel's stream is named."""
        return f"<{self._stream}>"

    def writable(self) -> bool:
        """It is."""
        return True

    def isatty(self) -> bool:
        """It is not."""
        return False

    def fileno(self) -> int:
        """The descriptor that programs and compiled code write to."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Collect a text.

        Raises:
            TypeError: it is not a string.
        """
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._written.append(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written since the last time."""
        if self._written:
            self._session.sent.append(("stream", {"name": self._stream, "text": "".join(self._written)}))
            self._written = []


class _Publisher(ZMQDisplayPublisher):
    session = AnyTrait()


class _DisplayHook(ZMQShellDisplayHook):
    session = AnyTrait()


class ZMQInteractiveShell(KernelShell):
    """The kernel's shell, by the name that libraries look for."""

    displayhook_class = _DisplayHook
    display_pub_class = _Publisher

    def enable_gui(self, gui: Any = None) -> None:
        """Accept the inline backend, which needs no event loop.

        Raises:
            NotImplementedError: another graphical toolkit was asked for.
        """
        if gui not in (None, "inline"):
            raise NotImplementedError(f"no graphical event loop here: {gui}")
        self.active_eventloop = gui


ZMQInteractiveShell.__module__ = "ipykernel.zmqshell"


def make_shell() -> tuple[ZMQInteractiveShell, CollectingSession]:
    """The one shell of a worker process, without history on disk, and the session that collects what it says."""
    HistoryManager.enabled = False
    config = Config()
    config.HistoryManager.enabled = False
    config.InlineBackend.print_figure_kwargs = PRINT_FIGURE
    shell = ZMQInteractiveShell.instance(config=config, profile_dir=None, compiler_class=XCachingCompiler)
    shell.kernel = SimpleNamespace(eventloop=None)
    session = CollectingSession()
    for part in (shell.displayhook, shell.display_pub):
        part.session, part.pub_socket, part.topic = session, object(), b"cells"
    return shell, session
