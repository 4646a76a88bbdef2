import pytest

from assessment.checks.acceptance import notebook_findings, value_findings
from assessment.model import Value
from assessment.values.variables import merged


@pytest.fixture
def compared(make_notebook, code_cell):
    """Findings for a notebook whose only cell has one output accepted and another fresh."""

    def run(accepted, fresh):
        def notebook(bundle):
            return make_notebook(code_cell("#| label: fig-rain\ndraw()", *([bundle] if bundle else [])))

        return [(f.code, f.cell) for f in notebook_findings([notebook(accepted)], [notebook(fresh)])]

    return run


def test_the_same_outputs_are_accepted(compared):
    assert compared({"text/plain": "1"}, {"text/plain": "1"}) == []
    assert compared(None, None) == []


def test_how_text_is_split_into_lines_does_not_matter(compared):
    assert compared({"text/plain": ["a\n", "b"]}, {"text/plain": "a\nb"}) == []


def test_another_output_names_its_cell(compared):
    assert compared({"text/plain": "1"}, {"text/plain": "2"}) == [("N206", "fig-rain")]


def test_an_output_that_went_is_another_output(compared):
    assert compared({"text/plain": "1"}, None) == [("N206", "fig-rain")]


def test_a_notebook_that_was_never_accepted_is_said_once(compared):
    assert compared(None, {"text/plain": "1"}) == [("N207", None)]


def test_counts_and_metadata_do_not_matter(make_notebook, code_cell):
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {"x": 1}, "data": {"text/plain": "1"}}
    later = {**output, "execution_count": 9, "metadata": {}}
    accepted, fresh = (make_notebook(code_cell("1", outputs=[item])) for item in (output, later))
    assert list(notebook_findings([accepted], [fresh])) == []


def test_a_notebook_without_fresh_results_is_not_compared(make_notebook, code_cell):
    assert list(notebook_findings([make_notebook(code_cell("1"))], [])) == []


def value(id_, text):
    return Value(id_, 1, "mm", text, "notebooks/rain.ipynb", "cell 1")


def test_values_that_moved_came_or_went_are_each_named():
    accepted = merged({"site": "Harbour"}, [value("rain.mm", "640"), value("rain.old", "1"), value("rain.same", "2")])
    fresh = [value("rain.mm", "702"), value("rain.new", "3"), value("rain.same", "2")]
    assert [(f.code, f.path, f.message) for f in value_findings(accepted, fresh)] == [
        ("V403", "_variables.yml", "rain.mm is 702; accepted is 640"),
        ("V403", "_variables.yml", "rain.new is 3; nothing is accepted yet"),
        ("V403", "_variables.yml", "rain.old is accepted (1), but no notebook publishes it"),
    ]
