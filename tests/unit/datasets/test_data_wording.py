"""A validator's words become an author's."""

import pytest

from assessment.datasets.wording import in_plain_words


@pytest.mark.parametrize(
    ("kind", "cell", "note", "said"),
    [
        ("type-error", "much", 'type is "number/default"', "“much” is not a number"),
        ("type-error", "1.5", 'type is "integer/default"', "“1.5” is not an integer"),
        ("constraint-error", "-2", 'constraint "minimum" is "0"', "“-2” is less than 0"),
        ("constraint-error", "", 'constraint "required" is "True"', "the cell is empty, and must not be"),
        ("constraint-error", "x", 'constraint "novel" is "{3}"', "“x” breaks the rule novel: {3}"),
        ("constraint-error", "kg", "constraint \"enum\" is \"['mm', 'cm']\"", "“kg” is not one of: mm, cm"),
        ("extra-cell", None, "", "the row has more cells than the header"),
        ("source-error", None, "the source is empty", ""),
    ],
)
def test_an_error_is_said_in_plain_words(kind, cell, note, said):
    assert in_plain_words(kind, cell, note) == said
