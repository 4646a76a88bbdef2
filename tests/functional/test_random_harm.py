"""Killed at any instant, or with any file of the store damaged: the next build gives the bytes of a clean one."""

from __future__ import annotations

import random
import shutil
import time

import pytest

KILLS, CORRUPTIONS = 50, 20
OTHER = "print('another remark')"
DAMAGES = {
    "cut short": lambda content, chance: content[: chance.randrange(max(1, len(content)))],
    "emptied": lambda _content, _chance: b"",
    "a byte changed": lambda content, chance: _with_another_byte(content, chance.randrange(max(1, len(content)))),
    "overwritten": lambda content, chance: chance.randbytes(len(content) + 1),
}


def _with_another_byte(content, place):
    return content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :] if content else b"?"


@pytest.fixture
def states(weather, tmp_path):
    """Two states of the plain notebook, each with the edition that a clean build gives for it."""
    plain = weather.notebook("notebooks/plain.ipynb")
    made = {}
    for name in ("as it was", "edited"):
        clean = weather.copied_to(tmp_path / name.replace(" ", "-"))
        if name == "edited":
            clean.edit_cell("notebooks/plain.ipynb", "remark", OTHER)
        for folder in ("_build", "_book"):
            shutil.rmtree(clean.root / folder)
        assert clean.build().code == 0
        made[name] = (clean.text("notebooks/plain.ipynb"), clean.files())
    assert plain
    return made


@pytest.mark.slow
def test_killed_at_random_instants(weather, states):
    chance = random.Random(5)  # noqa: S311 - no secret
    began = time.monotonic()
    assert weather.build().code == 0
    longest = 3 * (time.monotonic() - began) + 4
    for number in range(KILLS):
        name = list(states)[number % 2]
        notebook, clean = states[name]
        weather.write("notebooks/plain.ipynb", notebook)
        if number % 3 == 0:
            shutil.rmtree(weather.root / "_build/library", ignore_errors=True)
        if number % 7 == 0:
            shutil.rmtree(weather.root / "_build", ignore_errors=True)
        before = weather.files()
        program = weather.start("build")
        time.sleep(chance.uniform(0, longest))
        program.kill()
        program.communicate(timeout=60)
        assert weather.files() in ({}, before, clean), (number, name)
        said = weather.build()
        assert (number, said.code) == (number, 0), said
        assert weather.files() == clean, (number, name)


def store_files(book):
    """Results of notebooks and their records, the library, converted chapters."""
    folders = ("notebooks", "library/results", "library/inputs", "chapters")
    return sorted(path for folder in folders for path in (book.root / "_build" / folder).rglob("*") if path.is_file())


@pytest.mark.slow
def test_random_files_of_the_store_damaged(finished, weather):
    chance = random.Random(6)  # noqa: S311 - no secret
    clean = finished.files()
    said_so = 0
    for number in range(CORRUPTIONS):
        path = chance.choice(store_files(weather))
        name, damage = chance.choice(list(DAMAGES.items()))
        path.write_bytes(damage(path.read_bytes(), chance))
        used = path.parent.name in ("notebooks", "chapters")
        (weather.root / "_build/state.json").unlink(missing_ok=True)
        said = weather.build()
        assert (number, said.code) == (number, 0), (path, name, said)
        assert weather.files() == clean, (path, name)
        assert ("N208" in said.codes) == used, (path, name, said.json["findings"])
        said_so += used
        assert weather.build().json["executed"] == []
    assert said_so > 3


@pytest.mark.slow
def test_any_other_file_that_a_build_keeps_for_itself_damaged(finished, weather):
    """Notes and caches: what they hold is made again, without a word, and the bytes are right."""
    chance = random.Random(7)  # noqa: S311 - no secret
    store = set(store_files(weather))
    others = [path for path in sorted((weather.root / "_build").rglob("*")) if path.is_file() and path not in store]
    assert len(others) > 20
    for path in others:
        path.write_bytes(DAMAGES["overwritten"](path.read_bytes(), chance))
    weather.append("index.qmd", "A sentence.")
    assert weather.build().code == 0
    weather.write("index.qmd", finished.text("index.qmd"))
    assert weather.build().code == 0
    assert weather.files() == finished.files()
