"""A build with nothing to do is known by what the file system says, and never believed when it could be wrong."""

import os
import time

import pytest

from assessment.pipeline import unchanged


@pytest.fixture
def place(tmp_path):
    """A project with one source, noted by a build some time ago."""
    (tmp_path / "_build").mkdir()
    source = tmp_path / "rain.csv"
    source.write_text("mm\n1\n")
    _age(source)
    return tmp_path


def _age(path):
    old = time.time_ns() - 10_000_000_000
    os.utime(path, ns=(old, old))


def note(root, *paths, asked=None):
    asked = asked or unchanged.request(to="all")
    unchanged.remember(root / "_build", asked, told(paths), {"executed": ["rain"]})
    return asked


def told(paths, *, variables=(), began=None):
    """What a build depended on that began after everything here was written."""
    return unchanged.Told(tuple(paths), (), variables, began or time.time_ns() + 1_000_000_000)


def test_what_was_said_is_said_again(place):
    asked = note(place, place / "rain.csv")
    assert unchanged.recall(place / "_build", asked) == {"executed": ["rain"]}


def test_nothing_is_recalled_where_nothing_was_noted(place):
    assert unchanged.recall(place / "_build", unchanged.request()) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"schema": 99}'])
def test_a_damaged_note_is_no_note(place, damage):
    asked = note(place, place / "rain.csv")
    (place / "_build" / "state.json").write_bytes(damage)
    assert unchanged.recall(place / "_build", asked) is None


def test_another_question_is_another_build(place):
    note(place, place / "rain.csv")
    assert unchanged.recall(place / "_build", unchanged.request(to="html")) is None


def test_another_source_date_is_another_build(place, monkeypatch):
    note(place, place / "rain.csv")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    assert unchanged.recall(place / "_build", unchanged.request(to="all")) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "rain.csv").write_text("mm\n2\n"),
        lambda root: (root / "rain.csv").unlink(),
        lambda root: os.utime(root / "rain.csv"),
        lambda root: (root / "rain.csv").chmod(0o600),
    ],
    ids=["content", "gone", "touched", "changed in what is not content"],
)
def test_any_difference_goes_the_long_way(place, change):
    asked = note(place, place / "rain.csv")
    change(place)
    assert unchanged.recall(place / "_build", asked) is None


def test_an_edit_that_keeps_size_and_time_is_seen_by_its_change_time(place):
    source = place / "rain.csv"
    asked = note(place, source)
    before = source.stat()
    source.write_text("mm\n9\n")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert unchanged.recall(place / "_build", asked) is None


def test_a_file_written_with_the_note_is_compared_by_content(place, monkeypatch):
    source = place / "fresh.csv"
    source.write_text("mm\n1\n")
    asked = note(place, source)
    stat = unchanged._stat(str(source))
    source.write_text("mm\n2\n")
    monkeypatch.setattr(unchanged, "_stat", lambda path: stat if path == str(source) else None)
    assert unchanged._holds(str(source), [stat, "another digest"]) is False
    assert unchanged._holds(str(source), [stat, None]) is True
    monkeypatch.undo()
    assert unchanged.recall(place / "_build", asked) is None


def test_a_file_that_was_absent_and_appears_counts(place):
    asked = note(place, place / "none.csv")
    assert unchanged.recall(place / "_build", asked) is not None
    (place / "none.csv").touch()
    assert unchanged.recall(place / "_build", asked) is None


def test_a_new_file_in_a_noted_folder_counts(place):
    (place / "data").mkdir()
    _age(place / "data")
    asked = note(place, *unchanged.below(place / "data"))
    (place / "data" / "new.csv").touch()
    assert unchanged.recall(place / "_build", asked) is None


def test_a_source_that_changed_while_the_build_ran_is_not_taken_for_what_was_built(place):
    asked = note(place, place / "rain.csv")
    began = time.time_ns() - 1_000_000_000
    (place / "rain.csv").write_text("mm\n2\n")
    unchanged.remember(place / "_build", asked, told([place / "rain.csv"], began=began), {})
    assert unchanged.recall(place / "_build", asked) is None


def test_a_declared_variable_counts_and_its_value_is_not_written_down(place, monkeypatch):
    asked = unchanged.request(to="all")
    monkeypatch.setenv("GAUGE", "a secret")
    unchanged.remember(place / "_build", asked, told([], variables=("GAUGE", "OTHER")), {})
    assert unchanged.recall(place / "_build", asked) == {}
    assert "a secret" not in (place / "_build" / "state.json").read_text()
    monkeypatch.setenv("OTHER", "set")
    assert unchanged.recall(place / "_build", asked) is None


def test_a_commit_in_a_worktree_counts(tmp_path):
    own = tmp_path / "repository" / ".git" / "worktrees" / "book"
    own.mkdir(parents=True)
    (own / "HEAD").write_text("ref: refs/heads/main\n")
    root = tmp_path / "book"
    root.mkdir()
    (root / ".git").write_text(f"gitdir: {own}\n")
    assert own / "logs" / "HEAD" in set(unchanged._git(root))
