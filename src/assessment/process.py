"""The only door to other programs: each runs in a session of its own, with a time limit, and never outlives us."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread, Timer
from typing import IO, Self

from assessment.errors import ProgramFailedError, ProgramMissingError, ProgramTimeoutError

_GRACE_SECONDS = 3.0
_OUTPUT_SHOWN = 4000
_NICE = 10


@dataclass(frozen=True)
class Completed:
    """What a program that ended well said."""

    stdout: str
    stderr: str


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    timeout: float | None = None,
    on_line: Callable[[str], None] | None = None,
) -> Completed:
    """Run a program to its end and return what it said (UTF-8); ``on_line`` hears standard error as it comes.

    Raises:
        ProgramMissingError: it is absent or may not be executed.
        ProgramFailedError: it ended with a code other than 0.
        ProgramTimeoutError: it ran longer than ``timeout`` seconds; it and its children were killed.
    """
    name = Path(command[0]).name
    program = _start(command, name, cwd, env)
    said: list[str] = []
    out: list[str] = []
    threads = [
        Thread(target=_listen, args=(program.stderr, said, on_line), daemon=True),
        Thread(target=_listen, args=(program.stdout, out, None), daemon=True),
        Thread(target=_feed, args=(program.stdin, stdin), daemon=True),
    ]
    for thread in threads:
        thread.start()
    expired = Event()
    alarm = Timer(timeout, _expire, (program, expired)) if timeout is not None else None
    try:
        if alarm is not None:
            alarm.start()
        program.wait()  # without a time limit of its own, which would have it look only now and then
    finally:
        if alarm is not None:
            alarm.cancel()
        _end(program)  # first: a child left behind would hold the pipes open, and us with them
        for thread in threads:
            thread.join(_GRACE_SECONDS)
    if expired.is_set():
        raise ProgramTimeoutError(f"{name} ran longer than {timeout:g} seconds and was stopped")
    if program.returncode != 0:
        text = "".join(said) + "".join(out)
        raise ProgramFailedError(
            f"{name} failed (exit code {program.returncode}):\n{text[-_OUTPUT_SHOWN:].strip()}",
            returncode=program.returncode,
            output=text,
        )
    return Completed("".join(out), "".join(said))


def launch(command: Sequence[str | Path], cwd: Path) -> None:
    """Start a program of the user's own, such as an editor, which is to outlive us; hears nothing and says nothing.

    Raises:
        ProgramMissingError: it is absent or may not be executed.
    """
    name = Path(command[0]).name
    try:
        program = subprocess.Popen(  # noqa: S603 - as below
            [str(part) for part in command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as exc:
        raise ProgramMissingError(f"{name} cannot be started: {exc.strerror}") from exc
    Thread(target=program.wait, daemon=True).start()  # so that nothing of it remains once it ends


class Dialogue:
    """A program that is spoken with line by line; ends with everything it started when the block is left."""

    def __init__(
        self, command: Sequence[str | Path], env: Mapping[str, str], said: Path, cwd: Path, *, polite: bool = False
    ) -> None:
        """Start it in the folder ``cwd``; what it says on standard error goes to the file ``said``.

        One that is ``polite`` leaves the processor to others that want it.

        Raises:
            ProgramMissingError: it is absent or may not be executed.
        """
        self._name = Path(command[0]).name
        self._log = said.open("wb")
        try:
            self._program = _start(command, self._name, cwd, env, stderr=self._log)
        except ProgramMissingError:
            self._log.close()
            raise
        if polite:
            _yield_to_others(self._program.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def tell(self, line: str) -> None:
        """Send it a line.

        Raises:
            ProgramFailedError: it has ended.
        """
        stream = self._program.stdin
        try:
            if stream is not None:
                stream.write(line + "\n")
                stream.flush()
        except OSError as exc:
            message = f"{self._name} ended early"
            raise ProgramFailedError(message, returncode=self._program.poll() or 0, output="") from exc

    def answers(self) -> Iterator[str]:
        """Its lines, as they come, until it ends."""
        for line in self._program.stdout or ():
            yield line.rstrip("\n")

    def stop(self) -> None:
        """End it at once, from another thread than the one that listens: its answers then come to an end."""
        _end(self._program)

    def close(self) -> None:
        """End it and everything in its session."""
        for stream in (self._program.stdin, self._program.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        with suppress(subprocess.TimeoutExpired):
            self._program.wait(_GRACE_SECONDS)
        _end(self._program)
        self._log.close()


def _start(
    command: Sequence[str | Path],
    name: str,
    cwd: Path | None,
    env: Mapping[str, str] | None,
    *,
    stderr: IO[bytes] | int = subprocess.PIPE,
) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(  # noqa: S603 - the one place where programs are started, never through a shell
            [str(part) for part in command],
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as exc:
        raise ProgramMissingError(f"{name} cannot be started: {exc.strerror}") from exc


def _yield_to_others(pid: int) -> None:
    """Make a program nice, and its session: Linux compares programs within a session, and sessions with each other."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(_NICE), encoding="ascii")


def _listen(stream: IO[str] | None, said: list[str], on_line: Callable[[str], None] | None) -> None:
    if stream is None:
        return
    with stream:
        for line in stream:
            said.append(line)
            if on_line is not None:
                on_line(line.rstrip("\n"))


def _feed(stream: IO[str] | None, text: str) -> None:
    if stream is None:
        return
    with suppress(OSError), stream:  # a program may end without reading its input; its exit code tells the rest
        stream.write(text)


def _expire(program: subprocess.Popen[str], expired: Event) -> None:
    """The time is up: ask the program's session to end, then insist."""
    expired.set()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGTERM)
        time.sleep(_GRACE_SECONDS)
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)


def _end(program: subprocess.Popen[str]) -> None:
    """Leave nothing behind: ask the program's whole session to end, then insist."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(program.pid, sign)
        except ProcessLookupError:
            break
        except PermissionError:
            break
        try:
            program.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
