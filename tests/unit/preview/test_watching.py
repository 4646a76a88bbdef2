from pathlib import Path
from threading import Condition

import pytest

from assessment.preview.watching import Watcher, is_input, is_prose

ROOT = Path("/book")
PATIENCE = 15


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("chapters/rain.qmd", True),
        ("data/rain/2024.csv", True),
        ("_quarto.yml", True),
        ("_build/preview/site/index.html", False),
        (".git/index", False),
        ("notebooks/.ipynb_checkpoints/rain.ipynb", False),
        ("notebooks/__pycache__/towns.cpython-311.pyc", False),
        ("chapters/.rain.qmd.swp", False),
        ("chapters/rain.qmd~", False),
    ],
)
def test_what_the_tool_and_editors_make_is_no_input(path, counts):
    assert is_input(ROOT, ROOT / path) is counts


def test_prose_leaves_notebooks_alone_and_what_is_not_known_does_not():
    assert is_prose(ROOT / "chapters" / "rain.qmd")
    assert not is_prose(ROOT / "notebooks" / "rain.ipynb")
    assert not is_prose(ROOT / "chapters")


class Heard:
    """The paths heard so far, and a way to wait for one."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()
        self.news = Condition()

    def hear(self, paths):
        with self.news:
            self.paths |= paths
            self.news.notify_all()

    def wait(self, *paths):
        with self.news:
            assert self.news.wait_for(lambda: set(paths) & self.paths, PATIENCE), self.paths
            self.paths.clear()


@pytest.fixture
def heard(tmp_path):
    (tmp_path / "chapters").mkdir()
    found = Heard()
    watcher = Watcher(tmp_path, found.hear)
    watcher.start()
    ready = tmp_path / "chapters" / "ready.qmd"
    with found.news:
        while ready not in found.paths:  # the watch begins a moment after it is asked for
            ready.write_text("")
            found.news.wait(0.1)
        found.paths.clear()
    yield found
    watcher.end()


def test_a_file_written_in_place_or_renamed_into_place_is_heard_of(heard, tmp_path):
    chapter = tmp_path / "chapters" / "rain.qmd"
    chapter.write_text("Rain.")
    heard.wait(chapter)
    beside = chapter.with_name(".rain.new")
    beside.write_text("More rain.")
    beside.replace(chapter)
    heard.wait(chapter)


def test_a_folder_that_comes_anew_is_watched(heard, tmp_path):
    (tmp_path / "parts").mkdir()
    chapter = tmp_path / "parts" / "rain.qmd"
    chapter.write_text("Rain.")
    heard.wait(chapter, tmp_path, tmp_path / "parts")
    with heard.news:
        while chapter not in heard.paths:
            chapter.write_text("More rain.")
            assert heard.news.wait(PATIENCE)
