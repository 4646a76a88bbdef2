import asyncio
import json
import re
from dataclasses import replace
from threading import Thread
from types import SimpleNamespace

import httpx
import pytest

from assessment.errors import ConfigurationError
from assessment.model import finding
from assessment.pipeline.build import Results
from assessment.preview import app as preview
from assessment.preview.app import create_app
from assessment.preview.reading import Reading
from assessment.preview.state import Board
from assessment.preview.telling import as_json
from assessment.preview.typesetting import Printed

PORT = 4848
HERE = f"http://127.0.0.1:{PORT}"
PAGE = '<html><head></head><body><main><img class="a" src="rain_files/rain.svg"></main></body></html>'


class Client:
    """Asks the application without a network."""

    def __init__(self, app) -> None:
        self.transport = httpx.ASGITransport(app)

    def get(self, path, **how):
        return asyncio.run(self._ask("GET", path, how))

    def post(self, path, **how):
        return asyncio.run(self._ask("POST", path, how))

    async def _ask(self, method, path, how):
        async with httpx.AsyncClient(transport=self.transport, base_url=HERE) as client:
            return await client.request(method, path, **how)


@pytest.fixture
def project(make_project):
    return make_project({"index.qmd": "# Hello\n", "chapters/rain.qmd": "# Rain\n"})


@pytest.fixture
def session(project, make_manuscript, make_chapter):
    found = SimpleNamespace(board=Board(), page=lambda name: PAGE if name == "chapters/rain.html" else None)
    manuscript = make_manuscript(make_chapter("index.qmd"), make_chapter("chapters/rain.qmd"))
    wrong = finding("F102", "@fig-rian has no figure", path="chapters/rain.qmd", line=1)
    found.board.update(reading=Reading(3, project, Results((), {}, (), {}, ()), manuscript, (wrong,), 0))
    return found


@pytest.fixture
def client(session, project):
    return Client(create_app(session, project.root, PORT))


def token_of(client):
    return re.search(r'data-token="([^"]+)"', client.get("/chapters/rain.html").text)[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": f"rain.example:{PORT}"},
        {"host": "127.0.0.1"},
        {"host": f"127.0.0.1:{PORT + 1}"},
        {"origin": "https://rain.example"},
        {"origin": "null"},
    ],
)
def test_requests_under_another_name_or_from_another_page_are_refused(client, headers):
    assert client.get("/chapters/rain.html", headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_served_under_its_names(client, host):
    assert client.get("/chapters/rain.html", headers={"host": f"{host}:{PORT}"}).status_code == 200


def test_every_answer_has_a_strict_policy(client):
    for path in ("/chapters/rain.html", "/_preview/assets/preview.js", "/no-such.html", "/_preview/pdf"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "'unsafe-inline'" not in re.search(r"script-src[^;]*", headers["content-security-policy"])[0]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_page_has_the_script_of_the_preview_first_and_pictures_with_their_version(client, project):
    picture = project.build / "preview" / "site" / "chapters" / "rain_files" / "rain.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>")
    text = client.get("/chapters/rain.html").text
    assert text.index("preview.js") < text.index("<main>")
    assert re.search(r'src="rain_files/rain\.svg\?v=[0-9a-f]{12}"', text)


def test_a_page_that_is_none_of_the_books_says_so_and_an_open_one_stays_open(client):
    assert client.get("/no-such.html").status_code == 404
    assert client.get("/no-such.html", headers={"X-Preview-Swap": "1"}).status_code == 204


@pytest.mark.parametrize("path", ["/../_quarto.yml", "/%2e%2e/%2e%2e/_quarto.yml", "/..%2f..%2f..%2f_quarto.yml"])
def test_no_file_outside_the_edition_is_served(client, path):
    assert client.get(path).status_code == 404


def test_before_the_book_is_read_a_page_waits_for_it(client, session):
    session.board.update(reading=None)
    answer = client.get("/chapters/rain.html")
    assert (answer.status_code, "The book is being read" in answer.text) == (200, True)


def test_the_pdf_and_its_pages_are_those_typeset_last(client, session):
    assert client.get("/Rain-and-sun.pdf").status_code == 503
    session.board.update(printed=Printed(b"%PDF", (), (b"<svg/>",), ("abc",)))
    assert client.get("/Rain-and-sun.pdf").content == client.get("/_preview/book.pdf").content == b"%PDF"
    assert client.get("/_preview/pdf/1.svg").headers["content-type"] == "image/svg+xml"
    assert client.get("/_preview/pdf/2.svg").status_code == 404


@pytest.mark.parametrize("path", ["/_preview/open", "/_preview/source"])
def test_without_the_token_nothing_is_opened_or_told(client, path, monkeypatch):
    monkeypatch.setattr(preview, "open_in", lambda *_: pytest.fail("opened"))
    asked = {"editor": "editor", "path": "chapters/rain.qmd", "line": 1}
    assert client.post(path, json=asked).status_code == 403
    assert client.post(path, json=asked, headers={"X-Preview-Token": "guessed"}).status_code == 403
    assert client.get(path).status_code == 404


def test_with_the_token_a_file_is_opened_at_its_line(client, session, project, monkeypatch):
    opened = []
    monkeypatch.setattr(preview, "open_in", lambda *given: opened.append(given))
    asked = {"editor": "editor", "path": "chapters/rain.qmd", "line": 1}
    assert client.post("/_preview/open", json=asked, headers={"X-Preview-Token": token_of(client)}).status_code == 204
    assert opened == [("editor", project.root, "chapters/rain.qmd", 1)]


def test_a_file_that_cannot_be_opened_is_said_in_words(client):
    asked = {"editor": "editor", "path": "../rain.qmd", "line": None}
    answer = client.post("/_preview/open", json=asked, headers={"X-Preview-Token": token_of(client)})
    assert (answer.status_code, answer.json()["message"]) == (400, "../rain.qmd is no file of the project")


def test_the_state_names_findings_with_their_places_and_what_keeps_a_lane_from_its_work(session, project):
    session.board.settle("reading", ConfigurationError("not valid YAML", path="_quarto.yml", line=4, hint="mend it"))
    session.board.update(progress={"rain": (1, 3)})
    said = json.loads(json.dumps(as_json(session.board.state, session.board.session, project.root)))
    problem, wrong = said["findings"]
    assert (problem["message"], problem["vscode"]) == ("not valid YAML", f"vscode://file{project.root}/_quarto.yml:4")
    assert (wrong["code"], wrong["line"]) == ("F102", 1)
    assert said["progress"] == [{"notebook": "rain", "done": 1, "total": 3}]
    session.board.settle("reading", None)
    assert len(as_json(session.board.state, "", project.root)["findings"]) == 1


def test_a_page_never_says_it_is_newer_than_it_is(session, client):
    def page(_):
        session.board.update(reading=replace(session.board.state.reading, number=4), look="newer")
        return PAGE

    session.page = page
    answer = client.get("/chapters/rain.html").text
    assert ('data-number="3"' in answer, 'data-look=""' in answer) == (True, True)


def test_what_several_threads_note_at_once_is_all_kept():
    board = Board()

    def note(name):
        for n in range(100):
            board.change(lambda state, n=n: replace(state, progress={**state.progress, f"{name} {n}": (n, n)}))

    threads = [Thread(target=note, args=(name,)) for name in ("rain", "sun", "wind")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(board.state.progress) == 300


def test_listeners_hear_of_what_is_new_and_of_nothing_else():
    board, heard = Board(), []
    leave = board.listen(lambda: heard.append(board.state.said))
    board.update(said="waiting")
    board.update(said="waiting")
    leave()
    board.update(said="")
    assert heard == ["waiting"]


def test_sources_that_come_late_do_not_put_an_older_reading_in_the_place_of_a_newer_one():
    board = Board()
    first, sourced, newer = (SimpleNamespace(number=number) for number in (1, 2, 3))
    board.update(reading=first)
    board.update(reading=newer)
    assert not board.succeed(first, sourced)
    assert board.state.reading is newer
    assert board.succeed(newer, sourced)
    assert board.state.reading is sourced
