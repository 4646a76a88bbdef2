import errno
import json
import os
import threading

import pytest

from assessment.errors import InputError, OutputError, ProjectBusyError
from assessment.project.files import files_below, hold, recover_folder, replace_folder, write_atomically, writing


def test_a_write_makes_folders_and_leaves_nothing_beside(tmp_path):
    write_atomically(tmp_path / "deep" / "a.txt", b"rain")
    assert (tmp_path / "deep" / "a.txt").read_bytes() == b"rain"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["a.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_no_scraps(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def full(self, content):
        self.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OutputError, match="disk is full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(("number", "said"), [(errno.EROFS, "read-only"), (errno.EACCES, "permissions")])
def test_what_the_system_says_becomes_a_repair(number, said):
    with pytest.raises(OutputError, match=said), writing("place"):  # type: ignore[arg-type]
        raise OSError(number, os.strerror(number))


def folder(path, content):
    path.mkdir()
    (path / "page.html").write_text(content)
    return path


def test_a_finished_folder_takes_the_place_of_the_old_one(tmp_path):
    place, new = folder(tmp_path / "_book", "old"), folder(tmp_path / "new", "new")
    replace_folder(new, place, tmp_path / "aside")
    assert (place / "page.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["_book"]


def test_when_the_new_folder_cannot_be_put_in_place_the_old_one_is_put_back(tmp_path):
    place = folder(tmp_path / "_book", "old")
    with pytest.raises(OutputError):
        replace_folder(tmp_path / "never made", place, tmp_path / "aside")
    assert (place / "page.html").read_text() == "old"


def test_a_folder_left_aside_by_a_killed_command_comes_back(tmp_path):
    aside = folder(tmp_path / "aside", "old")
    recover_folder(tmp_path / "_book", aside)
    assert (tmp_path / "_book" / "page.html").read_text() == "old"
    folder(tmp_path / "aside", "older")
    recover_folder(tmp_path / "_book", tmp_path / "aside")
    assert (tmp_path / "_book" / "page.html").read_text() == "old"


def test_a_second_command_waits_saying_for_whom_and_gives_up(tmp_path):
    said = []
    first = hold(tmp_path, "assessment build", 1, said.append)
    second = hold(tmp_path, "assessment check", 0.2, said.append)
    with first, pytest.raises(ProjectBusyError, match=rf"assessment build.*{os.getpid()}"), second:
        pytest.fail("two commands held one project")
    assert said == [f"waiting for `assessment build` (process {os.getpid()})"]


def test_a_second_command_goes_on_when_the_first_has_ended(tmp_path):
    waiting = threading.Event()

    def first():
        with hold(tmp_path, "first", 5, lambda _: None):
            held.set()
            waiting.wait(5)

    held = threading.Event()
    other = threading.Thread(target=first)
    other.start()
    held.wait(5)
    with hold(tmp_path, "second", 5, lambda _: waiting.set()):
        assert json.loads((tmp_path / "lock").read_bytes())["command"] == "second"
    other.join()


def test_a_lock_that_cannot_be_read_still_holds(tmp_path):
    with hold(tmp_path, "first", 1, lambda _: None):
        (tmp_path / "lock").write_bytes(b"scrap")
        with pytest.raises(ProjectBusyError, match="another command"), hold(tmp_path, "second", 0, lambda _: None):
            pytest.fail("two commands held one project")


def test_the_files_below_a_folder_come_in_order_and_an_absent_folder_has_none(tmp_path):
    for name in ("b/2.csv", "a.csv", "b/.x/1.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [p.relative_to(tmp_path).as_posix() for p in files_below(tmp_path)] == ["a.csv", "b/2.csv", "b/.x/1.csv"]
    assert list(files_below(tmp_path / "none")) == []


def test_a_folder_that_may_not_be_listed_does_not_look_empty(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match="cannot be opened: Permission denied") as caught:
        list(files_below(tmp_path))
    assert caught.value.path == str(tmp_path)
