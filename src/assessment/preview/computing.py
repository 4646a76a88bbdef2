"""Execute the notebooks that a change concerns, while their pages stand."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from assessment.datasets.verification import VerifiedData
from assessment.editions.identity import source_epoch
from assessment.model import Finding
from assessment.notebooks.engines import default_executor
from assessment.notebooks.executor import Progress
from assessment.notebooks.stage import Executed, execute, take_inventory, without_executing
from assessment.project.files import hold
from assessment.project.project import Project

_PATIENCE_SECONDS = 3600.0


def compute(
    project: Project,
    data: VerifiedData,
    progress: Progress,
    say: Callable[[str], None],
    found: Callable[[Sequence[Finding]], None],
) -> Executed:
    """The results of all notebooks, after executing those that are stale; a build in between is waited for.

    ``found`` hears at once which notebooks cannot be read, ``say`` for whom we wait.

    Raises:
        AssessmentError: a result could not be stored.
    """
    datasets = data.declarations or {}
    inventory = take_inventory(project, datasets)
    found(inventory.findings)
    if not inventory.stale:
        return without_executing(project, inventory)
    jobs = os.cpu_count() or 1
    with hold(project.build, "assessment preview", _PATIENCE_SECONDS, say):
        executed = execute(project, inventory, datasets, default_executor(say), jobs, source_epoch(project), progress)
    return replace(executed, findings=(*executed.findings, *executed.remarks))
