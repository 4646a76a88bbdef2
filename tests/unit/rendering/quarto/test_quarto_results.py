import json

from assessment.rendering.quarto.results import for_quarto


def retold(raw_notebook, code_cell, bundle):
    notebook = raw_notebook(code_cell("x", bundle))
    return json.loads(for_quarto(json.dumps(notebook).encode()))["cells"][0]["outputs"][0]["data"]


def test_a_table_in_html_is_told_as_markdown(raw_notebook, code_cell):
    data = retold(raw_notebook, code_cell, {"text/html": ["<table>\n", "</table>"], "text/plain": "t"})
    assert data == {"text/markdown": "```````{=html}\n<table>\n</table>\n```````", "text/plain": "t"}


def test_markdown_or_a_picture_beside_it_is_shown_instead(raw_notebook, code_cell):
    assert retold(raw_notebook, code_cell, {"text/html": "<i>", "image/png": "x"}) == {"image/png": "x"}


def test_what_brings_scripts_is_left_as_it_is(raw_notebook, code_cell):
    bundle = {"text/html": "<SCRIPT>1</SCRIPT>"}
    assert retold(raw_notebook, code_cell, bundle) == bundle


def test_outputs_without_bundles_are_left_as_they_are(raw_notebook):
    stream = {"output_type": "stream", "name": "stdout", "text": "a"}
    notebook = raw_notebook({"cell_type": "code", "source": "", "metadata": {}, "outputs": [stream]})
    assert json.loads(for_quarto(json.dumps(notebook).encode())) == notebook
