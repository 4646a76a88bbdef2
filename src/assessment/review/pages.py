"""Pages from templates that escape whatever they are given."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from assessment.reviews.entries import DECISIONS, ROLES

if TYPE_CHECKING:
    from jinja2 import Environment

_ROWS_SHOWN = 400
_AT_A_GLANCE = 15  # rows of a table among which a changed one is found without help


def render(template: str, **content: Any) -> str:
    """One page."""
    return _environment().get_template(template).render(content)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assessment.review", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(roles=ROLES, decisions=DECISIONS, rows_shown=_ROWS_SHOWN, rows_at_a_glance=_AT_A_GLANCE)
    return environment
