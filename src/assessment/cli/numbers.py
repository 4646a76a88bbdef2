"""`assessment numbers`: every printed number and where it comes from."""

from __future__ import annotations

from assessment.cli import show, show_numbers
from assessment.cli.options import JsonOption, ProjectOption, leave
from assessment.cli.waiting import WAIT_SECONDS


def numbers(project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """List every printed number with the value, the mark or the rule behind it."""
    from assessment.checks.numbers.listing import list_numbers
    from assessment.checks.numbers.printed import TYPED
    from assessment.checks.safeguarding.published import Published
    from assessment.pipeline.build import examine
    from assessment.project.files import hold
    from assessment.project.project import load

    found = load(project)
    with hold(found.build, "assessment numbers", WAIT_SECONDS, show.say):
        seen = examine(found)
        published = Published(seen.executed.contents, seen.results.values, seen.manuscript)
        listed = list(list_numbers(found, published))
    show_numbers.numbers(listed, as_json)
    leave(1 if any(number.origin == TYPED for number in listed) else 0)
