from __future__ import annotations

import pytest

from assessment.chapters.source import ChapterSource
from assessment.reviews.sentences import citing, printed, quoting, sentences, without_own_name

TEXT = """\
# Rain

@fig-rain shows rain. The most fell
in @tbl-towns (see @fig-rain-2)! Nothing else.
It was {{< var rain.most >}} mm.

- an item with @fig-snow
- another

```python
print("@fig-rain")
```

| a | @fig-rain |
{{< embed rain.ipynb#fig-rain >}}
"""


@pytest.fixture
def found():
    return sentences([ChapterSource("rain.qmd", body=TEXT, first_line=4)])


def test_sentences_that_lean_on_something_have_their_line(found):
    assert [(item.line, item.text) for item in found] == [
        (6, "@fig-rain shows rain."),
        (6, "The most fell in @tbl-towns (see @fig-rain-2)!"),
        (8, "It was {{< var rain.most >}} mm."),
        (10, "- an item with @fig-snow"),
        (17, "| a | @fig-rain |"),
    ]


def test_a_figure_is_cited_by_its_name_or_a_part_of_it(found):
    assert [item.line for item in citing(found, "fig-rain")] == [6, 6, 17]
    assert citing(found, "fig-rai") == ()
    assert [item.line for item in quoting(found, frozenset({"rain.most"}))] == [8]


def test_a_sentence_is_printed_with_its_values():
    variables = {"rain": {"most": "[241]{.value data-value=rain.most}"}}
    assert printed("It  was {{< var rain.most >}} mm, {{< var rain.least >}}.", variables) == (
        "It was 241 mm, {{< var rain.least >}}."
    )


def test_only_the_own_name_and_its_parts_are_left_out():
    text = "@fig-rain, @fig-rain-2 and @fig-rainbow"
    assert without_own_name(text, "fig-rain") == "@this, @this-2 and @fig-rainbow"
