"""Work behind the page: each kind in a lane of its own, one piece at a time, where the newest request counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Condition, Thread
from time import monotonic

_LOOK_AGAIN_SECONDS = 0.05


class Lane:
    """Does one kind of work when asked, once for all the requests that came while it waited or was busy.

    ``quiet`` is how long (seconds) no further request may come before it begins; as long as one of
    ``behind`` is busy it waits too, as what they do is more urgent. ``overtaken`` is told when a request comes while
    it works, and may cut the work short.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], None],
        *,
        quiet: float = 0.0,
        behind: Sequence[Lane] = (),
        overtaken: Callable[[], None] = lambda: None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self._work = work
        self._quiet = quiet
        self._behind = tuple(behind)
        self._overtaken = overtaken
        self._changed = changed
        self._asked = Condition()
        self._due: float | None = None
        self._working = False
        self._ended = False
        self._thread = Thread(target=self._run, name=name, daemon=True)

    @property
    def busy(self) -> bool:
        """Whether something is asked for or being done."""
        return self._working or self._due is not None

    def start(self) -> None:
        """Begin to serve requests."""
        self._thread.start()

    def request(self) -> None:
        """Ask for the work; what is waiting already waits anew."""
        with self._asked:
            self._due = monotonic() + self._quiet
            working = self._working
            self._asked.notify()
        if working:
            self._overtaken()

    def end(self) -> None:
        """Take no more requests and see the work at hand end."""
        with self._asked:
            self._ended = True
            self._asked.notify()
        self._overtaken()
        self._thread.join(5)

    def _run(self) -> None:
        while self._next():
            self._changed()
            try:
                self._work()
            finally:
                self._working = False
            self._changed()

    def _next(self) -> bool:
        """Wait until the work is due; false when the lane has ended."""
        with self._asked:
            while not self._ended:
                left = None if self._due is None else self._due - monotonic()
                if left is not None and left <= 0 and any(lane.busy for lane in self._behind):
                    left = _LOOK_AGAIN_SECONDS
                elif left is not None and left <= 0:
                    self._due, self._working = None, True
                    return True
                self._asked.wait(left)
            return False
