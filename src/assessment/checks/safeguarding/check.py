"""The checks of care over one project, by its `safeguarding.yml`; a project without one is not checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assessment.chapters.manuscript import Manuscript
from assessment.checks.safeguarding.memory import Memory, every_input
from assessment.checks.safeguarding.published import RULES, Published
from assessment.editions.identity import source_epoch
from assessment.model import Finding, Value
from assessment.project.project import Project

if TYPE_CHECKING:
    from assessment.checks.safeguarding.every_check import Allowance


Ask = Callable[[], tuple[Finding, ...]]


@contextmanager
def safeguarding(
    project: Project, contents: Mapping[str, bytes], values: tuple[Value, ...], manuscript: Manuscript
) -> Iterator[Ask]:
    """Look for everything the rules of a project speak against, while the block is carried out.

    It is given what waits for the findings. ``contents`` are the notebooks with their outputs.
    What was looked at before and has not changed since is not looked at again, nor are the rules read.

    Raises:
        ConfigurationError: `safeguarding.yml` cannot be understood (with the line).
        OutputError: the build folder cannot be written.
    """
    if not (project.root / RULES).is_file():
        yield tuple
        return
    published = Published(contents, values, manuscript)
    epoch = source_epoch(project)
    memory = Memory(project.build / "safeguarding.json", every_input(project, published, epoch))
    known = memory.recall()
    if known is not None:
        yield lambda: known
        return
    from assessment.checks.safeguarding.every_check import looking
    from assessment.checks.safeguarding.rules import load_rules

    with looking(project, published, load_rules(project.root), epoch) as look:

        def findings() -> tuple[Finding, ...]:
            found = look()
            memory.keep(found)
            return found

        yield findings


def count_allowed(
    project: Project, contents: Mapping[str, bytes], values: tuple[Value, ...], manuscript: Manuscript
) -> Allowance:
    """How many exceptions a project makes, for whoever keeps them few; takes what :func:`safeguarding` takes.

    Raises:
        ConfigurationError: `safeguarding.yml` cannot be understood (with the line).
    """
    from assessment.checks.safeguarding.every_check import allowance
    from assessment.checks.safeguarding.rules import load_rules

    return allowance(project, Published(contents, values, manuscript), load_rules(project.root))
