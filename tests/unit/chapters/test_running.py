"""A pandoc that stays answers line by line, and gives way to a new one where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assessment.chapters.running import RunningPandoc
from assessment.errors import ProgramFailedError

COUNTING = """
local asked = 0
for line in io.lines() do
  if line == "fail" then error("no such chapter") end
  if line == "leave" and asked > 0 then os.exit(0) end
  asked = asked + 1
  io.write(arg[1] .. " " .. asked .. " " .. line .. "\\n")
  io.flush()
end
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "counting.lua"
    path.write_text(COUNTING, encoding="utf-8")
    return path


@pytest.fixture
def running() -> Iterator[RunningPandoc]:
    with RunningPandoc() as running:
        yield running


def test_the_same_pandoc_answers_again(running: RunningPandoc, script: Path) -> None:
    answers = [running(["lua", script, "one"], word).strip() for word in ("rain", "snow", "grüße")]

    assert answers == ["one 1 rain", "one 2 snow", "one 3 grüße"]


def test_other_arguments_need_another_pandoc(running: RunningPandoc, script: Path) -> None:
    running(["lua", script, "one"], "rain")

    assert running(["lua", script, "two"], "snow").strip() == "two 1 snow"
    assert running(["lua", script, "one"], "hail").strip() == "one 1 hail"


def test_a_failure_says_what_pandoc_says_and_the_next_question_is_answered(
    running: RunningPandoc, script: Path
) -> None:
    running(["lua", script, "one"], "rain")

    with pytest.raises(ProgramFailedError, match="no such chapter"):
        running(["lua", script, "one"], "fail")
    assert running(["lua", script, "one"], "snow").strip() == "one 1 snow"


def test_one_that_ended_is_replaced_within_the_question(running: RunningPandoc, script: Path) -> None:
    running(["lua", script, "one"], "rain")

    assert running(["lua", script, "one"], "leave").strip() == "one 1 leave"


def test_several_are_asked_at_once(running: RunningPandoc, script: Path) -> None:
    words = [f"word-{number}" for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda word: running(["lua", script, "one"], word), words))

    assert [answer.split()[2] for answer in answers] == words
