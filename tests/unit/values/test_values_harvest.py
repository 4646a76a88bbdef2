from assessment.values.harvest import VALUE_MIME, published


def record(id_, value=640):
    return {"text/plain": "", VALUE_MIME: {"id": id_, "value": value, "unit": "mm", "text": str(value)}}


def test_values_come_in_order_of_their_names_with_their_place(make_notebook, code_cell):
    notebook = make_notebook(code_cell("publish()", record("sun.hours"), record("rain.mm")))
    values, findings = published([notebook])
    assert [(v.id, v.value, v.unit, v.text, v.notebook, v.cell) for v in values] == [
        ("rain.mm", 640, "mm", "640", "notebooks/rain.ipynb", "cell 1"),
        ("sun.hours", 640, "mm", "640", "notebooks/rain.ipynb", "cell 1"),
    ]
    assert findings == ()


def test_a_name_published_twice_names_both_places_and_the_first_counts(make_notebook, code_cell):
    first = make_notebook(code_cell("publish()", record("rain.mm", 1)), path="notebooks/a.ipynb")
    second = make_notebook(code_cell("publish()", record("rain.mm", 2)), path="notebooks/b.ipynb")
    values, (finding,) = published([first, second])
    assert [value.value for value in values] == [1]
    assert (finding.code, finding.path, finding.cell) == ("V402", "notebooks/b.ipynb", "cell 1")
    assert "notebooks/a.ipynb" in finding.message


def test_cells_without_values_publish_nothing(make_notebook, code_cell):
    stream = code_cell("print()", outputs=[{"output_type": "stream", "text": "x"}])
    assert published([make_notebook(code_cell("x = 1", {"text/plain": "1"}), stream)]) == ((), ())


def test_facts_and_display_come_with_the_value_and_the_text_is_the_languages(make_notebook, code_cell):
    said = {"period": "2023", "evidence": "final", "caveat": "One town.", "text": "1,640.5"}
    given = {"text/plain": "", VALUE_MIME: {"id": "rain.mm", "value": 1640.5, "unit": "mm", **said}}
    notebook = make_notebook(code_cell("publish()", given, record("sun.hours", 1640)))
    (rain, sun), _ = published([notebook], "de")
    assert (rain.text, rain.digits, rain.period, rain.evidence, rain.caveat) == (
        "1.640,5", 1, "2023", "final", "One town.",
    )  # fmt: skip
    assert (sun.text, sun.digits) == ("1.640", 0)
    assert [value.text for value in published([notebook])[0]] == ["1,640.5", "1640"]
