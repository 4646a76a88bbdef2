import pytest

from assessment.chores.rename import prepare, write
from assessment.errors import UsageError


def _changed(report, old, new):
    renaming = prepare(report(), old, new)
    write(report(), renaming)
    return renaming


def test_a_label_is_renamed_where_it_is_meant_and_nowhere_else(report):
    root = report().root
    chapter = root / "chapters" / "rain.qmd"
    more = (
        "\nThe file fig-rain-by-month.svg and fig-rain-by-month2 stay; @Fig-rain-by-month and "
        "[-@fig-rain-by-month] do not.\n\n```\n@fig-rain-by-month is code\n```\n\n"
        "@fig-rain-by-month-total is another.\n"
    )
    chapter.write_text(chapter.read_text() + more)
    others = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    renaming = _changed(report, "fig-rain-by-month", "fig-months")
    text = chapter.read_text()
    assert "The file fig-rain-by-month.svg and fig-rain-by-month2 stay; @Fig-months and [-@fig-months] do not." in text
    assert "```\n@fig-rain-by-month is code\n```\n\n@fig-rain-by-month-total is another." in text
    assert "rain.ipynb#fig-months >}}" in text
    assert '"#| label: fig-months\\n"' in (root / "notebooks" / "rain.ipynb").read_text()
    changed = {path.relative_to(root).as_posix() for path, was in others.items() if path.read_bytes() != was}
    assert changed == {"index.qmd", "chapters/rain.qmd", "notebooks/rain.ipynb"} == set(renaming.writes)


def test_there_and_back_again_leaves_the_same_bytes(report):
    root = report().root
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for old, new in (("tbl-rain-by-town", "tbl-x"), ("rain.total", "other.deep.total"), ("sec-rain", "sec-r")):
        _changed(report, old, new)
        _changed(report, new, old)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_value_is_renamed_with_what_was_accepted(report):
    _changed(report, "rain.total", "rain.year")
    root = report().root
    assert 'year: "[1,069]{.value data-value=\\"rain.year\\"}"' in (root / "_variables.yml").read_text()
    assert "{{< var rain.year >}} millimetres" in (root / "index.qmd").read_text()
    notebook = (root / "notebooks" / "rain.ipynb").read_text()
    assert "rain.total" not in notebook
    assert 'publish(\\"rain.year\\"' in notebook


def test_the_record_of_a_review_moves_with_its_figure(report):
    reviews = report().root / "reviews"
    reviews.mkdir()
    (reviews / "fig-rain-by-month.yml").write_text("schema: 1\nid: fig-rain-by-month\ncomments: []\n")
    renaming = _changed(report, "fig-rain-by-month", "fig-months")
    assert renaming.moves == {"reviews/fig-rain-by-month.yml": "reviews/fig-months.yml"}
    assert (reviews / "fig-months.yml").read_text() == "schema: 1\nid: fig-months\ncomments: []\n"
    assert not (reviews / "fig-rain-by-month.yml").exists()


def test_preparing_writes_nothing_and_names_each_line(report):
    root = report().root
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    renaming = prepare(report(), "sec-methods", "sec-how")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert [(place.path, place.line) for place in renaming.places] == [("chapters/methods.qmd", 1), ("index.qmd", 9)]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("fig-rain-by-month", "tbl-months", "cannot become"),
        ("fig-rain-by-month", "rain.months", "cannot become"),
        ("fig-rain-by-month", "fig-rain-by-month", "cannot become"),
        ("rain", "snow", "neither a label nor a value"),
        ("fig-snow", "fig-rain", "nothing has the name"),
        ("sec-rain", "sec-towns", "is there already"),
    ],
)
def test_what_cannot_be_renamed_is_refused(report, old, new, what):
    with pytest.raises(UsageError, match=what):
        prepare(report(), old, new)


def test_a_name_mistyped_gets_those_close_to_it(report):
    with pytest.raises(UsageError) as refused:
        prepare(report(), "fig-rain-by-moth", "fig-x")
    assert "fig-rain-by-month" in refused.value.hint
