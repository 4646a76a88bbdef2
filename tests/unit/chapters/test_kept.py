"""Answers of pandoc are kept by what was asked, and never believed when they are damaged."""

import pytest

from assessment.chapters import kept
from assessment.errors import ProgramFailedError


@pytest.fixture
def asked(monkeypatch):
    """What pandoc was asked; it answers by counting."""
    questions = []

    def answer(arguments, stdin):
        questions.append((arguments, stdin))
        if stdin == "wrong":
            raise ProgramFailedError("failed", returncode=1, output="")
        return f"answer {len(questions)}\nsecond line\n"

    monkeypatch.setattr(kept, "pandoc", answer)
    monkeypatch.setattr(kept, "pandoc_version", lambda: "3.9")
    return questions


def test_the_same_question_is_asked_once(asked, tmp_path):
    ask = kept.KeptPandoc(tmp_path)
    assert ask(["--to", "plain"], "rain") == ask(["--to", "plain"], "rain") == "answer 1\nsecond line\n"
    assert len(asked) == 1


@pytest.mark.parametrize(
    "other",
    [(["--to", "html"], "rain", ""), (["--to", "plain"], "wind", ""), (["--to", "plain"], "rain", "new template")],
)
def test_another_question_is_asked_anew(asked, tmp_path, other):
    ask = kept.KeptPandoc(tmp_path)
    arguments, stdin, depends = other
    ask(["--to", "plain"], "rain")
    ask(arguments, stdin, depends=depends)
    assert len(asked) == 2


def test_the_folder_of_a_template_does_not_matter_but_its_content_does(asked, tmp_path):
    ask = kept.KeptPandoc(tmp_path)
    ask(["--template", tmp_path / "a" / "book.typ"], "", depends="x")
    ask(["--template", tmp_path / "b" / "book.typ"], "", depends="x")
    assert len(asked) == 1


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"no digest\nanswer"])
def test_a_damaged_answer_is_asked_again(asked, tmp_path, damage):
    ask = kept.KeptPandoc(tmp_path)
    ask([], "rain")
    for path in (tmp_path / "pandoc").iterdir():
        path.write_bytes(damage)
    assert ask([], "rain").startswith("answer 2")


def test_a_failure_is_not_kept(asked, tmp_path):
    for _ in range(2):
        with pytest.raises(ProgramFailedError):
            kept.KeptPandoc(tmp_path)([], "wrong")
    assert len(asked) == 2
