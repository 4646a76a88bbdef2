import json

import pytest

from assessment.notebooks.reading import NotebookError, load_json, option_findings, read_notebook, slug_of


def test_a_slug_is_the_path_below_notebooks():
    assert slug_of("notebooks/rain.ipynb") == "rain"
    assert slug_of("notebooks/sky/rain.ipynb") == "sky/rain"


def test_code_cells_are_read_with_options_tags_and_outputs(tmp_path, raw_notebook, code_cell):
    source = ["#| label: fig-rain\n", '#| fig-cap: "Rain, by year"\n', "\n", "draw()\n"]
    cell = code_cell(source, {"image/svg+xml": "<svg/>"}, id="a1", metadata={"tags": ["slow"]})
    raw = raw_notebook({"cell_type": "markdown", "source": "# Rain", "metadata": {}}, cell)
    (tmp_path / "rain.ipynb").write_text(json.dumps(raw))
    notebook = read_notebook(tmp_path, "rain.ipynb")
    assert notebook.kernel == "python3"
    (read,) = notebook.cells
    assert (read.index, read.id, read.label, read.tags) == (1, "a1", "fig-rain", ("slow",))
    assert read.options["fig-cap"] == "Rain, by year"
    assert read.source.endswith("draw()\n")
    assert read.outputs[0]["data"] == {"image/svg+xml": "<svg/>"}


def test_options_end_at_the_first_line_of_code(make_notebook, code_cell):
    (cell,) = make_notebook(code_cell("#| label: fig-rain\nx = 1\n#| fig-cap: late")).cells
    assert dict(cell.options) == {"label": "fig-rain"}


def test_a_cell_is_named_by_its_label_else_by_its_number(make_notebook, code_cell):
    notebook = make_notebook(code_cell("#| label: fig-rain"), code_cell("x = 1"))
    assert [cell.name for cell in notebook.cells] == ["fig-rain", "cell 2"]


def test_options_that_are_not_yaml_are_a_finding_and_the_cell_is_read_without_them(make_notebook, code_cell):
    notebook = make_notebook(code_cell("#| fig-cap: Rain: by year\nx = 1"))
    assert dict(notebook.cells[0].options) == {}
    (finding,) = option_findings(notebook)
    assert (finding.code, finding.path, finding.cell) == ("N201", "notebooks/rain.ipynb", "cell 1")


def test_a_notebook_that_names_no_kernel_says_so(make_notebook, code_cell):
    assert make_notebook(code_cell("x = 1"), kernel=None).kernel is None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{"cells": [],\n"nbformat": }', 2),
        (b'{"cells": "\xff"}', None),
        (b"[]", None),
        (b'{"nbformat": 4}', None),
        (b'{"nbformat": 3, "cells": []}', None),
        (b'{"nbformat": 4, "cells": ["x"]}', None),
        (b'{"nbformat": 4, "cells": [], "metadata": null}', None),
    ],
    ids=["not JSON", "not UTF-8", "a list", "no cells", "an old format", "a cell is no object", "metadata is no object"],
)
def test_what_is_no_notebook_is_refused(content, line):
    with pytest.raises(NotebookError) as caught:
        load_json(content)
    assert caught.value.line == line
