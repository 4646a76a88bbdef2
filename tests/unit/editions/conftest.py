import pytest

from assessment.editions.stage import Content
from assessment.errors import RendererError
from assessment.model import RendererInfo, finding
from assessment.rendering.base import Rendering


class FakeRenderer:
    """Satisfies the protocol of renderers with a page and a PDF of one line each."""

    def __init__(self, version="1", fails=False, remark=None):
        self.info = RendererInfo("fake", version)
        self.fails = fails
        self.remark = remark
        self.orders = []

    def render(self, order):
        self.orders.append(order)
        if self.fails:
            (order.destination / "half.html").write_text("half")
            raise RendererError("it rained")
        for name, target in (("index.html", "html"), ("book.pdf", "pdf")):
            if target in order.targets:
                (order.destination / name).write_text(f"{target} of {order.stamp.edition}")
        found = (finding("E602", self.remark),) if self.remark else ()
        return Rendering(
            "index.html" if "html" in order.targets else None, "book.pdf" if "pdf" in order.targets else None, found
        )


@pytest.fixture
def fake_renderer():
    return FakeRenderer


@pytest.fixture
def book(make_project, make_manuscript, make_chapter):
    """A project of two chapters with a bibliography and data, and its manuscript."""
    project = make_project(
        {
            "index.qmd": "# Hello\n",
            "chapters/rain.qmd": "# Rain\n",
            "data/rain.csv": "1\n",
            "requirements.lock": "a==1\n",
        }
    )
    return project, make_manuscript(make_chapter("index.qmd"), make_chapter("chapters/rain.qmd"))


@pytest.fixture
def content(book):
    """What an edition of the book is made of."""

    def make(**fields):
        given = {
            "notebooks": {"notebooks/rain.ipynb": b'{"nbformat": 4, "cells": []}'},
            "variables": {},
            "findings": 0,
            "epoch": 0,
            **fields,
        }
        return Content(given.pop("manuscript", book[1]), **given)

    return make
