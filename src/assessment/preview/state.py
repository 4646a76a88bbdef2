"""What the page is told: one frozen state, and whoever listens to its changes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from assessment.errors import AssessmentError
from assessment.model import Finding, in_order
from assessment.preview.reading import Reading
from assessment.preview.typesetting import Printed


@dataclass(frozen=True)
class State:
    """The preview at one moment.

    ``problems`` says by lane what keeps it from its work; the last good pages stand meanwhile. ``computed`` and
    ``checked`` are what notebooks and checks found beside what reading and typesetting did; ``progress`` is cells
    done and in all of each notebook that runs; ``doing`` names the lanes at work, ``said`` for whom they wait;
    ``look`` changes with a file of the look, ``changed`` are the pages that the last edit changed.
    """

    reading: Reading | None = None
    printed: Printed | None = None
    problems: Mapping[str, AssessmentError] = field(default_factory=dict)
    computed: tuple[Finding, ...] = ()
    checked: tuple[Finding, ...] = ()
    progress: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    doing: tuple[str, ...] = ()
    said: str = ""
    look: str = ""
    changed: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, whoever found it."""
        read = self.reading.findings if self.reading else ()
        printed = self.printed.findings if self.printed else ()
        return in_order([*read, *self.computed, *printed, *self.checked])


class Board:
    """Holds the state and tells listeners of each change."""

    def __init__(self) -> None:
        self.session = secrets.token_urlsafe(8)
        self._lock = Lock()
        self._state = State()
        self._listeners: list[Callable[[], None]] = []

    @property
    def state(self) -> State:
        """The state now."""
        return self._state

    def update(self, **changes: Any) -> None:
        """Change the state and tell everybody, unless nothing is new."""
        self.change(lambda state: replace(state, **changes))

    def succeed(self, before: Reading, reading: Reading) -> bool:
        """Put a reading in the place of the one it was made from; false where a newer one is there already."""
        return self.change(lambda state: replace(state, reading=reading) if state.reading is before else state)

    def settle(self, lane: str, problem: AssessmentError | None) -> None:
        """Note what kept a lane from its work, or that nothing does any more."""

        def noted(state: State) -> State:
            others = {name: exc for name, exc in state.problems.items() if name != lane}
            return replace(state, problems=others if problem is None else {**others, lane: problem})

        self.change(noted)

    def change(self, change: Callable[[State], State]) -> bool:
        """Change the state as it is now, which no other thread changes meanwhile; false where nothing is new."""
        with self._lock:
            before = self._state
            self._state = change(before)
            new = self._state != before
            listeners = list(self._listeners) if new else []
        for listener in listeners:
            listener()
        return new

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Hear of changes; what comes back ends it."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return leave
