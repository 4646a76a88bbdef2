import json

import pytest

from assessment.chores.parts import new_chapter, new_notebook, written
from assessment.errors import UsageError


def test_a_chapter_is_listed_in_its_part(report):
    addition = new_chapter(report(), "heavy-rain", part="What was measured")
    written(report().root, addition)
    book = report().book
    assert [entry.path for entry in book.files()][:3] == ["index.qmd", "chapters/rain.qmd", "chapters/heavy-rain.qmd"]
    assert addition.writes["chapters/heavy-rain.qmd"].startswith(b"# Heavy rain {#sec-heavy-rain}\n")


def test_an_appendix_is_listed_among_them(report):
    written(report().root, new_chapter(report(), "words", "Words", appendix=True))
    assert report().book.entries[-1].path == "chapters/words.qmd"
    assert report().book.entries[-1].kind == "appendix"


@pytest.mark.parametrize("name", ["Rain", "../x", "two words", ""])
def test_a_name_that_cannot_be_one_is_refused(report, name):
    with pytest.raises(UsageError, match="cannot be a name"):
        new_chapter(report(), name)


def test_nothing_is_overwritten(report):
    with pytest.raises(UsageError, match="there already"):
        new_chapter(report(), "rain")


def test_an_unknown_part_says_which_there_are(report):
    with pytest.raises(UsageError) as refused:
        new_chapter(report(), "x", part="Towns")
    assert "What was measured" in refused.value.hint


def test_a_notebook_reads_a_declared_dataset_and_labels_its_cells(report):
    addition = new_notebook(report(), "snow")
    cells = json.loads(addition.writes["notebooks/snow.ipynb"])["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    assert 'dataset("rain")' in sources[1]
    assert "#| label: fig-snow\n" in sources[2]


def test_an_unknown_dataset_says_which_there_are(report):
    with pytest.raises(UsageError) as refused:
        new_notebook(report(), "snow", "wind")
    assert "rain" in refused.value.hint
