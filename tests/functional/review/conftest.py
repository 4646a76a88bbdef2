"""The page of reviews over the book of rain, and a reviewer who fills its forms."""

from __future__ import annotations

import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment.review.app import create_app
from assessment.review.desk import Desk
from assessment.review.guard import Secrets
from rain_book import RainBook

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette announces that its client will want another package than httpx
    from starlette.testclient import TestClient

PORT = 8765
HERE = f"http://127.0.0.1:{PORT}"


@dataclass
class Reviewer:
    """A browser without a window, let in, that fills the forms of our pages."""

    client: TestClient

    def open(self, id: str = "fig-rain"):
        return self.client.get("/subject", params={"id": id})

    def form(self, id: str = "fig-rain") -> dict[str, str]:
        """The hidden fields of the decision's form."""
        import lxml.html

        page = lxml.html.fromstring(self.open(id).text)
        return {
            field.get("name"): field.get("value")
            for field in page.xpath("//form[@action='/say']//input[@type='hidden']")
        }

    def say(self, id: str = "fig-rain", form: dict[str, str] | None = None, **fields: str):
        filled = {"name": "Ada", "role": "assurer", "decision": "approved", "note": "", "comment": "", **fields}
        return self.client.post("/say", data={**(form or self.form(id)), **filled}, headers={"Origin": HERE})


@pytest.fixture(scope="session")
def _rain(tmp_path_factory):
    """The book with its chapters converted once."""
    from assessment.pipeline.build import examine

    book = RainBook.made(tmp_path_factory.mktemp("rain") / "rain")
    examine(book.project)
    return book


@pytest.fixture
def rain(_rain, tmp_path):
    return RainBook(Path(shutil.copytree(_rain.root, tmp_path / "rain")))


@pytest.fixture
def desk(rain):
    return Desk(rain.project)


@pytest.fixture
def app(desk):
    return create_app(desk, Secrets("sesame", PORT), "Ada")


@pytest.fixture
def client(app):
    """A client that nobody has let in yet."""
    with TestClient(app, base_url=HERE, follow_redirects=True) as client:
        yield client


@pytest.fixture
def reviewer(client):
    assert client.get("/", params={"token": "sesame"}).status_code == 200
    return Reviewer(client)
