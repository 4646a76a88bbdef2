"""Run every check in a process of its own, which a newer edit ends: the page never waits for them."""

from __future__ import annotations

import json
import os
import sys
from threading import Lock

from assessment.errors import ProcessError
from assessment.model import Finding
from assessment.process import Dialogue
from assessment.project.files import writing
from assessment.project.project import Project


class Checker:
    """Asks `assessment check` for its findings."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: Dialogue | None = None

    def check(self, project: Project) -> tuple[Finding, ...] | None:
        """Every finding of the project as it stands on disk; none where it was cut short or could not run.

        Raises:
            OutputError: the log cannot be written.
        """
        log = project.build / "logs" / "check.log"
        with writing(log):
            log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "assessment", "check", "--json", "--project", str(project.root)]
        try:
            dialogue = Dialogue(command, dict(os.environ), log, project.root, polite=True)
        except ProcessError:
            return None
        with self._lock:
            self._asked = dialogue
        try:
            with dialogue:
                said = "\n".join(dialogue.answers())
        finally:
            with self._lock:
                self._asked = None
        return _findings(said)

    def stop(self) -> None:
        """Cut short what is being checked, if anything is."""
        with self._lock:
            if self._asked is not None:
                self._asked.stop()


def _findings(said: str) -> tuple[Finding, ...] | None:
    try:
        items = json.loads(said)["findings"]
        return tuple(Finding(**{key: item[key] for key in item if key != "severity"}) for item in items)
    except (ValueError, KeyError, TypeError):
        return None
