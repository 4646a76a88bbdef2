"""The packet: one HTML file with pictures, numbers and a form, for reviewers who have nothing but a browser.

It asks nobody for anything, opens from a file, and saves answers that are bound to the digests of what it shows.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from assessment.look import look_folder
from assessment.pipeline.build import Assessment
from assessment.pipeline.reviewing import origin_of
from assessment.project.project import Project
from assessment.review.pages import render
from assessment.reviews.answers import SCHEMA
from assessment.reviews.approved import Picture, pictures_of
from assessment.reviews.difference import Difference, queue
from assessment.reviews.states import Review


def make_packet(project: Project, assessment: Assessment, *, everything: bool) -> str:
    """The packet of what wants a reviewer, or of everything."""
    items = [pair for pair in queue(project, assessment.reviews.items) if everything or not pair[0].complete]
    shown = [_shown(project, assessment, review, told) for review, told in items]
    style = "\n".join(
        [
            (look_folder(project.root) / "tokens.css").read_text(encoding="utf-8"),
            _static("review.css"),
        ]
    )
    script = "\n".join([_static("review.js"), _static("packet.js")])
    return render(
        "packet.html.jinja",
        book=project.book.title,
        items=shown,
        address=_embedded,
        style=style,
        script=script,
        policy=_policy(style, script),
        content=_json(project, [review for review, _ in items]),
    )


def _shown(project: Project, assessment: Assessment, review: Review, told: Difference) -> dict[str, Any]:
    inputs, caveats = origin_of(assessment.graph, review.subject)
    return {
        "review": review,
        "told": told,
        "before": told.before.pictures if told.before else (),
        "now": pictures_of(project, review.subject),
        "inputs": inputs,
        "caveats": caveats,
    }


def _json(project: Project, reviews: list[Review]) -> str:
    """What the script needs: ids with their digests. No sign in it can end the element it stands in."""
    subjects = [{"id": item.subject.id, "digests": asdict(item.subject.digests)} for item in reviews]
    text = json.dumps({"schema": SCHEMA, "book": project.book.title, "subjects": subjects}, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _embedded(picture: Picture) -> str:
    """A picture as part of the page; as an image it runs nothing."""
    return f"data:{picture.mime};base64,{base64.b64encode(picture.content).decode()}"


def _policy(style: str, script: str) -> str:
    """Only the style and script of the packet itself, by their digests."""
    style, script = (_digest(f"\n{part}\n") for part in (style, script))
    allowed = f"img-src data:; style-src '{style}'; script-src '{script}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _static(name: str) -> str:
    return files("assessment.review").joinpath("static", name).read_text(encoding="utf-8")
