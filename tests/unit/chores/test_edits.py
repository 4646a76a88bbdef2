import pytest

from assessment.chores.edits import edited_json, edited_yaml, write_together
from assessment.errors import ConfigurationError, OutputError

YAML = """# The book.
book:
  title: "Rain"   # in quotation marks
  chapters:
    - index.qmd

    # the middle
    - part: 'Towns'
      chapters: [a.qmd, b.qmd]
notice: >-
  One.
  Two.
"""


def test_only_the_line_meant_changes_and_comments_stay():
    changed = edited_yaml(YAML, lambda book: book["book"]["chapters"].append("new.qmd"), "_quarto.yml")
    before, after = YAML.splitlines(), changed.splitlines()
    assert [line for line in after if line not in before] == ["    - new.qmd"]
    assert [line for line in before if line not in after] == []


def test_lists_that_are_not_indented_stay_so():
    text = "book:\n  chapters:\n  - index.qmd\n"
    assert edited_yaml(text, lambda book: book["book"]["chapters"].append("x.qmd"), "p") == f"{text}  - x.qmd\n"


@pytest.mark.parametrize("between", ["\n", "\n# The language.\n", "  # - draft.qmd\n\n\n"])
def test_an_item_added_last_stands_below_the_item_before_it(between):
    text = f"book:\n  chapters:\n    - index.qmd\n{between}lang: en\n"
    changed = edited_yaml(text, lambda book: book["book"]["chapters"].append("x.qmd"), "p")
    assert changed == f"book:\n  chapters:\n    - index.qmd\n    - x.qmd\n{between}lang: en\n"


def test_a_sign_of_a_comment_inside_a_text_is_text():
    text = "notice: |\n  One.\n  # Two.\n"
    changed = edited_yaml(text, lambda data: data.update(lang="en"), "p")
    assert changed == f"{text}lang: en\n"


def test_line_ends_of_windows_stay():
    text = "book:\r\n  chapters:\r\n    - index.qmd\r\nlang: en\r\n"
    changed = edited_yaml(text, lambda book: book["book"]["chapters"].append("x.qmd"), "p")
    assert changed == text.replace("index.qmd\r\n", "index.qmd\r\n    - x.qmd\r\n")


def test_a_form_that_cannot_be_kept_is_refused():
    with pytest.raises(ConfigurationError, match="form could not be kept"):
        edited_yaml("a: [1,\n  2]\nb:   {c: 1}\n", lambda data: data.update(d=1), "p")


@pytest.mark.parametrize("text", ['{\n "a": 1\n}\n', '{\n    "a": 1\n}\n', '{\n\t"a": 1\n}\n'])
def test_json_keeps_its_indentation(text):
    assert edited_json(text, lambda data: data.update(a=2), "p") == text.replace("1", "2")


def test_json_that_is_none_names_the_file():
    with pytest.raises(ConfigurationError, match=r"data\.json.*JSON"):
        edited_json("{", lambda _: None, "data.json")


def test_all_files_are_written_and_moved(tmp_path):
    (tmp_path / "old").write_text("x")
    write_together({tmp_path / "a" / "b": b"1", tmp_path / "old": b"2"}, {tmp_path / "old": tmp_path / "new"})
    assert (tmp_path / "a" / "b").read_bytes() == b"1"
    assert (tmp_path / "new").read_bytes() == b"2"
    assert not (tmp_path / "old").exists()


def test_where_one_file_cannot_be_written_none_is(tmp_path):
    (tmp_path / "first").write_text("before")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputError):
        write_together({tmp_path / "first": b"after", tmp_path / "file" / "second": b""})
    assert (tmp_path / "first").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "first"]


def test_where_a_move_fails_what_was_written_is_undone(tmp_path):
    (tmp_path / "first").write_text("before")
    with pytest.raises(OutputError):
        write_together({tmp_path / "first": b"after", tmp_path / "made": b""}, {tmp_path / "no": tmp_path / "where"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"first": "before"}
