import re

import pytest

from assessment.chapters.source import ChapterSource, prose_lines, read_source


@pytest.fixture
def read(tmp_path):
    def write_and_read(content):
        (tmp_path / "rain.qmd").write_bytes(content.encode() if isinstance(content, str) else content)
        return read_source(tmp_path, "rain.qmd")

    return write_and_read


def test_the_body_begins_after_the_header(read):
    source = read("---\ntitle: Rain\n---\n\n# Rain\n")
    assert (source.title, source.body, source.first_line) == ("Rain", "\n# Rain\n", 4)


def test_a_rule_is_no_header(read):
    source = read("# Rain\n\n---\n\nMore\n")
    assert (dict(source.header), source.first_line) == ({}, 1)


def test_lines_of_windows_and_a_byte_order_mark_make_no_difference(read):
    assert read("\ufeff---\r\ntitle: Rain\r\n---\r\nWet.\r\n").title == "Rain"


def test_a_header_that_is_not_yaml_names_the_line_and_the_text_is_kept(read):
    source = read("---\nlang: en\ntitle: Rain: and sun\n---\nWet.\n")
    assert [(f.code, f.path, f.line) for f in source.findings] == [("C504", "rain.qmd", 3)]
    assert source.body == "Wet.\n"


def test_blank_lines_before_a_header_make_no_difference(read):
    source = read("\n\n---\ntitle: Rain\n---\nWet.\n")
    assert (source.title, source.body, source.first_line, source.findings) == ("Rain", "Wet.\n", 6, ())


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---\n- Rain\n- Sun\n---\nWet.\n", 2, "names no keys"),
        ("\n---\ntitle: Rain\n\nWet.\n", 2, "never closed"),
        ("---\ntitle: Rain\n---\n\nWet.\n\n---\nauthor: me\n---\n", 7, "in the middle"),
        ("# Rain\n\n---\ntitle: x: y\n...\n", 3, "in the middle"),
    ],
)
def test_a_header_that_is_none_is_found_at_its_line(read, text, line, said):
    (found,) = read(text).findings
    assert (found.code, found.line) == ("C504", line)
    assert said in found.message


@pytest.mark.parametrize(
    "text",
    [
        "---\n---\nWet.\n",
        "---\n\nWet.\n\n---\n",
        "# Rain\n\n---\n\nnote: wet\n\n---\n",
        "```yaml\n---\ntitle: Rain\n---\n```\n",
        "---------- ---\nA          B\n---------- ---\n",
    ],
    ids=["empty header", "rules at both ends", "rules round a text", "code", "a simple table"],
)
def test_rules_code_and_tables_are_no_headers(read, text):
    assert read(text).findings == ()


def test_a_file_that_is_not_utf8_names_the_line_and_is_read_all_the_same(read):
    source = read(b"# Rain\n\nH\xe4fen.\n")
    assert [(f.code, f.line) for f in source.findings] == [("C507", 3)]
    assert source.body.startswith("# Rain")


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("# Rain\n", True),
        ("# Rain {.unnumbered}\n", False),
        ("# Rain {#sec-rain .unnumbered}\n", False),
        ("# Rain {-}\n", False),
        ("# Rain {#sec-rain-fall}\n", True),
        ("---\ntitle: Rain\n---\nWet.\n", True),
        ("---\ntitle: Rain\nnumber-sections: false\n---\nWet.\n", False),
        ("Wet.\n", False),
        ("```\n# no heading\n```\n# Rain {.unnumbered}\n", False),
    ],
)
def test_the_first_heading_says_whether_a_chapter_takes_a_number(read, text, numbered):
    assert read(text).numbered is numbered


def test_a_token_is_found_with_its_line_but_not_in_code():
    source = ChapterSource("rain.qmd", body="```\n@fig-rain\n```\nSee @fig-rain.\nAnd @fig-rain.\n", first_line=10)
    assert source.line_of("@fig-rain") == 13
    assert source.line_of("@fig-rain", start=14) == 14
    assert source.line_of("@fig-sun") is None
    assert source.line_of("") is None
    assert source.lines_of(re.compile("@fig-rain")) == [13, 14]


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("a\n```\nb\n```\nc", ["a", "", "", "", "c"]),
        ("a\n~~~ {.python}\n```\nb\n~~~\nc", ["a", "", "", "", "", "c"]),
        ("````\n```\n````\nc", ["", "", "", "c"]),
        ("```inline` code\nc", ["```inline` code", "c"]),
        ("a\n```\nb", ["a", "", ""]),
    ],
    ids=["fenced", "tildes round backticks", "longer fence", "inline", "never closed"],
)
def test_code_is_emptied_and_lines_keep_their_places(text, prose):
    assert prose_lines(text) == prose
