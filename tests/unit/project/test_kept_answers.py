"""Answers are kept by what was asked, and only while what they depend on and their file are what they were."""

import pytest

from assessment.project.kept import Kept


@pytest.fixture
def ask(tmp_path):
    """Ask once in a run of its own; says what was answered, and whether it had to be made."""

    def run(asked, depends="code", answer="fresh"):
        made = []
        kept = Kept(tmp_path / "kept.json", depends)
        said = kept.answer(asked, lambda: made.append(1) or answer)
        kept.keep()
        return said, bool(made)

    return run


def test_an_answer_is_made_once(ask):
    assert ask("a", answer=["first", 1]) == (["first", 1], True)
    assert ask("a", answer="second") == (["first", 1], False)


def test_another_question_or_another_state_is_answered_anew(ask):
    ask("a")
    assert ask("b") == ("fresh", True)
    assert ask("b", depends="other code") == ("fresh", True)


def test_what_is_not_used_is_dropped(ask):
    ask("a")
    ask("b")
    assert ask("a") == ("fresh", True)


@pytest.mark.parametrize("spoil", [lambda b: b.replace(b"fresh", b"stale"), lambda b: b[:-3], lambda _: b"\xff"])
def test_a_spoilt_file_keeps_nothing(ask, tmp_path, spoil):
    ask("a")
    (tmp_path / "kept.json").write_bytes(spoil((tmp_path / "kept.json").read_bytes()))
    assert ask("a") == ("fresh", True)
    assert ask("a") == ("fresh", False)


def test_of_several_questions_only_the_new_are_answered(tmp_path):
    asked = []

    def answer_all(questions):
        def make(place):
            asked.append(questions[place])
            return questions[place].upper()

        kept = Kept(tmp_path / "kept.json", "code")
        with kept.beside(questions, make) as answers:
            found = answers()
        kept.keep()
        return found

    assert answer_all(["a"]) == ["A"]
    assert answer_all(["b", "a"]) == ["B", "A"]
    assert answer_all(["b", "a"]) == ["B", "A"]
    assert asked == ["a", "b"]
