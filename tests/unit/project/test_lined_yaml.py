import re

import pytest
import yaml

from assessment.project.lined_yaml import YamlError, parse


def test_every_place_knows_its_line():
    document = parse("book:\n  title: Rain\n  chapters:\n    - index.qmd\n    - rain.qmd\n")
    assert document.data == {"book": {"title": "Rain", "chapters": ["index.qmd", "rain.qmd"]}}
    assert document.line("book", "title") == 2
    assert document.line("book", "chapters", 1) == 5


def test_an_unknown_place_has_the_line_of_what_is_above_it():
    assert parse("a: 1\nbook:\n  title: Rain\n").line("book", "author", "name") == 2


def test_lines_count_from_where_the_text_begins_in_its_file():
    assert parse("title: Rain\nlang: en\n", first_line=2).line("lang") == 3


def test_an_empty_text_is_an_empty_mapping():
    assert parse("# only a comment\n").data == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ("a: 1\nb: 2\na: 3\n", 3),
        ("book:\n  title: Rain: and sun\n", 2),
        ("a: 1\n\tb: 2\n", 2),
    ],
    ids=["open bracket", "a key that stands twice", "a colon without quotation marks", "a tab"],
)
def test_what_is_not_yaml_names_the_line(text, line):
    with pytest.raises(YamlError) as caught:
        parse(text)
    assert caught.value.line == line


def test_a_day_that_does_not_exist_is_an_error_of_the_yaml():
    with pytest.raises(YamlError):
        parse("date: 2024-02-30\n")


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="the reader in Python words some of it otherwise")
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('title: "Rain\nauthor: A\n', 1, "a quotation mark is opened here and never closed"),
        ("title: Rain: and sun\n", 1, "a colon where none can stand: put a text that holds one in quotation marks"),
        ("author: @home\n", 1, "a text cannot begin with this sign"),
        ("a: [1, 2\nb: 3\n", 2, "a comma or the closing ] is missing before this"),
        ('a: "x" y\n', 1, "words after a closed quotation mark"),
    ],
)
def test_what_is_not_yaml_is_said_in_plain_words(text, line, said):
    with pytest.raises(YamlError, match="^" + re.escape(said)) as caught:
        parse(text)
    assert caught.value.line == line
