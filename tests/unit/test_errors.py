import inspect

import pytest

from assessment import errors
from assessment.errors import AssessmentError, UsageError

OURS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]


def test_every_exception_of_ours_has_one_root_and_an_exit_code():
    assert all(issubclass(kind, AssessmentError) for kind in OURS)
    assert {kind.__name__: kind.exit_code for kind in OURS if kind.exit_code != 3} == {
        "UsageError": UsageError.exit_code
    }
    assert UsageError.exit_code == 2


def test_the_tree_in_the_docstring_is_the_tree():
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in OURS)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "it rained"),
        ({"path": "a.qmd"}, "a.qmd: it rained"),
        ({"path": "a.qmd", "line": 3}, "a.qmd:3: it rained"),
        ({"hint": "take cover"}, "it rained\n  Hint: take cover"),
    ],
)
def test_an_error_says_where_what_and_what_to_do(fields, text):
    assert str(AssessmentError("it rained", **fields)) == text
