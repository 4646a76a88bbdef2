"""The reviews as a comment for a pull request: what wants a reviewer, and what changed, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessment.project.project import Project
from assessment.reviews.difference import Difference, count_by_state, queue
from assessment.reviews.states import Review, Reviews

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>~@&])")
_CHANGES = 3


def summary(project: Project, reviews: Reviews) -> str:
    """One line a subject that wants somebody, with its largest changes; those that hold are only counted."""
    counts = count_by_state(reviews.items)
    lines = ["## Reviews", ""]
    lines += [", ".join(f"{count} {state}" for state, count in counts) + "." if counts else "Nothing to review.", ""]
    open_items = [(item, told) for item, told in queue(project, reviews.items) if not item.complete]
    if open_items:
        lines += ["| State | What | Assurer | Approver | What changed |", "|:--|:--|:--|:--|:--|"]
        lines += [_row(item, told) for item, told in open_items]
        lines.append("")
    lines += [line for item, _ in open_items for line in _comments(item)]
    lines += [f"- `{broken.path}` cannot be read: {escaped(broken.message)}" for broken in reviews.broken]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """A text that means itself in Markdown, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _row(item: Review, told: Difference) -> str:
    roles = [f"{role.state}" + (f" ({escaped(role.sign_off.name)})" if role.sign_off else "") for role in item.roles]
    return f"| {item.state} | {escaped(item.subject.id)} | {' | '.join(roles)} | {_what(told)} |"


def _what(told: Difference) -> str:
    said = [change.said for change in told.changes][:_CHANGES]
    if not said:
        said = [{"rendering": "The picture.", "text": "The words.", "code": ""}.get(part, "") for part in told.changed]
    return escaped(" ".join(part for part in said if part))


def _comments(item: Review) -> Iterator[str]:
    for comment in item.open_comments:
        yield f"- **{escaped(item.subject.id)}**, {escaped(comment.name)}: {escaped(comment.text)}"
