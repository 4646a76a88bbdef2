"""JSON line by line: the same content, in one order, with a line for each thing that is compared."""

from __future__ import annotations

import json

import pytest

from assessment.project.json_lines import json_lines


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        "städte",
        {"b": [], "a": {}, "c": None},
        [{"section": "one", "text": "a\nb"}, {"section": "two", "text": ""}],
        {"deep": {"deeper": {"deepest": {"list": [1, [2, {"x": (3, 4)}]], "text": '"'}}}},
    ],
)
def test_it_is_the_same_json(said):
    assert json.loads(json_lines(said)) == json.loads(json.dumps(said))


def test_names_stand_in_order_and_each_of_three_levels_on_a_line():
    said = {"outputs": {"b.html": "2", "a.html": "1"}, "graph": {"values": {"rain": {"unit": "mm", "cell": "one"}}}}
    assert json_lines(said) == (
        "{\n"
        ' "graph": {\n'
        '  "values": {\n'
        '   "rain": {"cell": "one", "unit": "mm"}\n'
        "  }\n"
        " },\n"
        ' "outputs": {\n'
        '  "a.html": "1",\n'
        '  "b.html": "2"\n'
        " }\n"
        "}\n"
    )
