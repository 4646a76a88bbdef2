from assessment.rendering.quarto.transcript import Position, transcript, unadorned

SAID = """\x1b[1m\x1b[34m\r[1/2] index.qmd\x1b[39m\x1b[22m
\x1b[33mWARNING (main.lua:1) one
\x1b[39m\r[2/2] chapters/rain.qmd
two

three
"""


def test_lines_belong_to_the_chapter_being_rendered():
    lines = [(line, chapter) for line, chapter in transcript(SAID) if line in ("two", "three") or "one" in line]
    assert lines == [
        ("WARNING (main.lua:1) one", "index.qmd"),
        ("two", "chapters/rain.qmd"),
        ("three", None),
    ]


def test_numbers_of_chapters_may_be_padded():
    position = Position()
    assert position.hear("[ 3/12] a.qmd")
    assert position.chapter == "a.qmd"


def test_an_empty_line_between_chapters_ends_none():
    position = Position()
    for line in ("[1/2] a.qmd", ""):
        position.hear(line)
    assert position.chapter == "a.qmd"


def test_typesetting_concerns_the_whole_book():
    position = Position()
    for line in ("[2/2] a.qmd", "[typst]: Compiling index.typ to index.pdf...DONE"):
        position.hear(line)
    assert position.chapter is None


def test_colours_go_and_returns_end_lines():
    assert unadorned("\x1b[33ma\x1b[39m\rb") == "a\nb"
