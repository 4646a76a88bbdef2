"""Work shared out to copies of this process: what takes seconds of Python takes less time on several cores.

A copy is forked, so that it knows everything that was read so far; it sends back its answers and ends. What a copy
does not answer, because it failed or was killed, is done here, and fails here as it would have without copies.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from threading import current_thread, main_thread
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")


@contextmanager
def beside(make: Callable[[_Item], _Answer], items: Sequence[_Item]) -> Iterator[Callable[[], list[_Answer]]]:
    """Have copies find what ``make`` answers to each item while the block is carried out.

    The block is given what waits for the answers, which stand in the order of the items. With one core, and with one
    item, they are found only then. ``make`` must change nothing but what it answers with, and its answers must be
    fit for pickle.
    """
    count = min(len(items), _cores())
    copies: list[_Copy] = []

    def answers() -> list[_Answer]:
        if not copies:
            return list(map(make, items))
        shares = [copy.answers() for copy in copies]
        return [shares[place % count][place // count] for place in range(len(items))]

    try:
        if count > 1:
            gc.freeze()  # else the collector writes into memory that copies share, and all of it is copied
            copies.extend(_Copy(make, items[first::count]) for first in range(count))
        yield answers
    finally:
        for copy in copies:
            copy.end()
        gc.unfreeze()


def parts_of(length: int) -> list[range]:
    """The places of a sequence in parts that follow each other, one a core."""
    cores = _cores()
    bounds = [length * part // cores for part in range(cores + 1)]
    return [range(first, last) for first, last in pairwise(bounds) if first < last]


def _cores() -> int:
    """One where forking is not to be had or not safe: elsewhere than on Linux, and in a thread of a server."""
    if sys.platform != "linux" or current_thread() is not main_thread():
        return 1
    return len(os.sched_getaffinity(0))


class _Copy:
    """A copy of this process that answers for its share of the items."""

    def __init__(self, make: Callable[[Any], Any], share: Sequence[Any]) -> None:
        self._make, self._share = make, share
        self._pipe, writing = os.pipe()
        self._process: int | None = None
        with _uninterrupted(), suppress(OSError):  # where no process is to be had, all is done here
            self._process = os.fork()
            if not self._process:
                self._be_copy(writing)
        os.close(writing)

    def _be_copy(self, writing: int) -> None:
        """Answer, and end whatever happens: nothing may return from here into what the original was doing."""
        try:
            told = pickle.dumps(list(map(self._make, self._share)))
            with open(writing, "wb") as pipe:
                pipe.write(told)
        except BaseException:  # noqa: BLE001 - the original will meet it
            os._exit(1)
        os._exit(0)

    def answers(self) -> list[Any]:
        """Its answers, once it has them all."""
        with open(self._pipe, "rb", closefd=False) as pipe:
            told = pipe.read()
        with suppress(EOFError, pickle.UnpicklingError):
            answers: list[Any] = pickle.loads(told)  # noqa: S301 - of our own making
            return answers
        return list(map(self._make, self._share))

    def end(self) -> None:
        """End it, if it has not ended."""
        os.close(self._pipe)
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self._process, 0)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits meanwhile, and never comes to a copy: the original decides."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
