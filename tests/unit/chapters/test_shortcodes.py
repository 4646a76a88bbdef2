import pytest

from assessment.chapters.shortcodes import Surroundings, expand, look_up, plain
from assessment.model import finding

MM = '[640]{.value data-value="rain.mm"}'
VARIABLES = {"rain": {"mm": MM, "list": ["a", "b"]}, "site": "Harbour"}


@pytest.fixture
def expanded(tmp_path):
    """Expand a text of chapters/rain.qmd; `files` stand beside it."""

    def run(text, files=None, embed=None, first_line=1):
        for name, content in (files or {}).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)
        nothing = lambda *_: ("", None)  # noqa: E731
        around = Surroundings(tmp_path, "chapters/rain.qmd", VARIABLES, {"notice": "Wet!\n"}, embed or nothing)
        return expand(text, first_line, around)

    return run


def codes(expansion):
    return [(f.code, f.path, f.line) for f in expansion.findings]


def test_a_variable_keeps_its_mark_in_prose_and_its_lines_are_noted(expanded):
    done = expanded("It was {{< var rain.mm >}} mm\nat {{<var site>}}.\nAgain {{< var rain.mm >}}.")
    assert done.text == f"It was {MM} mm\nat Harbour.\nAgain {MM}."
    assert done.variables == {"rain.mm": [1, 3], "site": [2]}
    assert done.findings == []


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ('![Rain](a.png){fig-alt="{{< var rain.mm >}} mm"}', '![Rain](a.png){fig-alt="640 mm"}'),
        ("`{{< var rain.mm >}}`", "`640`"),
        ("```\n{{< var rain.mm >}}\n```", "```\n640\n```"),
    ],
    ids=["attribute", "inline code", "fenced code"],
)
def test_where_markup_cannot_stand_a_value_is_its_text(expanded, written, given):
    assert expanded(written).text == given


@pytest.mark.parametrize(
    "text", ["{{{< var rain.mm >}}}", '```{.markdown shortcodes="false"}\n{{< var rain.mm >}}\n```']
)
def test_a_shortcode_can_be_shown_as_such(expanded, text):
    done = expanded(text)
    assert "{{< var rain.mm >}}" in done.text
    assert done.variables == {}


@pytest.mark.parametrize("name", ["rain.depth", "rain", "rain.list"], ids=["unknown", "a branch", "a list"])
def test_a_variable_that_is_not_known_stays_visible_and_names_its_line(expanded, name):
    done = expanded(f"one\nIt was {{{{< var {name} >}}}}.", first_line=5)
    assert done.text == f"one\nIt was **?var:{name}**."
    assert codes(done) == [("V401", "chapters/rain.qmd", 6)]


def test_a_name_close_to_the_one_written_is_offered(expanded):
    assert "rain.mm" in expanded("{{< var rain.m >}}").findings[0].hint


def test_metadata_is_quoted_and_what_is_not_known_stays_visible(expanded):
    assert expanded("{{< meta notice >}}").text == "Wet!"
    done = expanded("{{< meta warning >}}")
    assert done.text == "?meta:warning"
    assert codes(done) == [("C508", "chapters/rain.qmd", 1)]


def test_a_file_is_included_with_its_own_shortcodes_and_lines(expanded):
    done = expanded("{{< include _part.qmd >}}\nend", {"chapters/_part.qmd": "In {{< var site >}}.\n{{< var no >}}"})
    assert done.text == "In Harbour.\n**?var:no**\nend"
    assert done.includes == ["chapters/_part.qmd"]
    assert codes(done) == [("V401", "chapters/_part.qmd", 2)]


def test_a_leading_slash_means_the_project(expanded):
    assert expanded("{{< include /shared/part.qmd >}}", {"shared/part.qmd": "Dry."}).text == "Dry."


def test_an_include_that_is_absent_or_includes_itself_is_a_finding(expanded):
    done = expanded("{{< include none.qmd >}}")
    assert done.text == "**?include:none.qmd**"
    assert codes(done) == [("C505", "chapters/rain.qmd", 1)]
    done = expanded(
        "{{< include a.qmd >}}", {"chapters/a.qmd": "{{< include b.qmd >}}", "chapters/b.qmd": "{{< include a.qmd >}}"}
    )
    assert codes(done) == [("C505", "chapters/b.qmd", 1)]


def test_an_embed_is_asked_for_by_its_path_in_the_project(expanded):
    asked = []

    def embed(target, line, expand_text):
        asked.append((target, line))
        return f"Caption: {expand_text('{{< var rain.mm >}}', True)}", None

    done = expanded("\n{{< embed ../notebooks/rain.ipynb#fig-rain >}}", embed=embed)
    assert asked == [("notebooks/rain.ipynb#fig-rain", 2)]
    assert "Caption: 640" in done.text
    assert done.embeds == {"notebooks/rain.ipynb#fig-rain": [2]}
    assert done.variables == {"rain.mm": [2]}


def test_an_embed_that_fails_leaves_a_placeholder(expanded):
    done = expanded("{{< embed x.ipynb#a >}}", embed=lambda *_: ("", finding("F105", "absent", path="p", line=1)))
    assert "**?embed:x.ipynb#a**" in done.text
    assert [f.code for f in done.findings] == ["F105"]


@pytest.mark.parametrize(
    "text",
    [
        "{{< video a.mp4 >}}",
        "{{< var >}}",
        "See {{< include a.qmd >}}.",
        '{{< var "rain >}}',
        "{{< embed a.ipynb#x echo=true >}}",
    ],
    ids=["unknown", "without a name", "include within a line", "open quotation mark", "embed option"],
)
def test_what_is_outside_the_dialect_is_never_dropped_in_silence(expanded, text):
    assert codes(expanded(text)) == [("C506", "chapters/rain.qmd", 1)]


def test_a_page_break_is_a_block_of_its_own(expanded):
    assert "::: {.pagebreak}" in expanded("{{< pagebreak >}}").text


def test_plain_takes_the_mark_off_and_leaves_other_text():
    assert plain(MM) == "640"
    assert plain("[a link](b)") == "[a link](b)"


def test_names_with_dots_lead_through_mappings_and_lists():
    assert look_up(VARIABLES, "rain.list.1") == "b"
    assert look_up(VARIABLES, "rain.list.7") is None
    assert look_up(VARIABLES, "site.name") is None
