import pytest

from assessment.model import Reason
from assessment.notebooks.fingerprint import code_digest, digest
from assessment.notebooks.store import Record, Store

ENVIRONMENT = "environment"


@pytest.fixture
def notebook(make_notebook, code_cell):
    return make_notebook(code_cell("rain()"))


@pytest.fixture
def kept(tmp_path, notebook):
    """A store that holds a result of the notebook, which read one data file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rain.csv").write_bytes(b"1\n")
    record = Record(code_digest(notebook), ENVIRONMENT, {"data/rain.csv": digest(b"1\n")}, digest(b"{}"), 1.5)
    store = Store(tmp_path / "_build")
    store.keep(notebook.slug, b"{}", record)
    return store


def test_a_result_stands_as_long_as_nothing_changed(kept, tmp_path, notebook):
    assert kept.reasons(tmp_path, notebook, ENVIRONMENT, {}) == ()
    assert kept.content(notebook.slug) == b"{}"


def test_a_notebook_without_a_result_is_missing_one(tmp_path, notebook):
    assert Store(tmp_path).reasons(tmp_path, notebook, ENVIRONMENT, {}) == (Reason("missing", notebook.path),)


def test_code_data_and_environment_are_each_a_reason(kept, tmp_path, make_notebook, code_cell):
    (tmp_path / "data" / "rain.csv").write_bytes(b"2\n")
    reasons = kept.reasons(tmp_path, make_notebook(code_cell("rain(2)")), "another", {})
    assert [reason.kind for reason in reasons] == ["code", "data", "environment"]


@pytest.mark.parametrize("content", [b"{ }", b"", None], ids=["changed", "emptied", "deleted"])
def test_a_corrupt_result_does_not_count(kept, tmp_path, notebook, content):
    path = kept.path(notebook.slug)
    path.unlink() if content is None else path.write_bytes(content)
    assert kept.content(notebook.slug) is None
    assert kept.reasons(tmp_path, notebook, ENVIRONMENT, {}) == (Reason("missing", notebook.path),)


@pytest.mark.parametrize("text", [b"scrap", b"[]", b'{"schema": 1}', b'{"code": "c", "environment": "e", "more": 1}'])
def test_a_corrupt_record_does_not_count(kept, tmp_path, notebook, text):
    kept.path(notebook.slug).with_suffix(".json").write_bytes(text)
    assert kept.record(notebook.slug) is None
    assert kept.reasons(tmp_path, notebook, ENVIRONMENT, {}) == (Reason("missing", notebook.path),)


def test_a_record_of_another_schema_does_not_count(kept, tmp_path, notebook):
    kept.keep(notebook.slug, b"{}", Record(code_digest(notebook), ENVIRONMENT, {}, digest(b"{}"), schema=99))
    assert kept.reasons(tmp_path, notebook, ENVIRONMENT, {}) == (Reason("missing", notebook.path),)


def test_a_failure_is_remembered_and_has_no_result(kept, tmp_path, notebook):
    kept.keep_failure(notebook.slug, Record(code_digest(notebook), ENVIRONMENT, failure="it rained"))
    assert kept.record(notebook.slug).failure == "it rained"
    assert kept.content(notebook.slug) is None
    assert kept.reasons(tmp_path, notebook, ENVIRONMENT, {}) != ()


def test_notebooks_in_folders_keep_their_folder(tmp_path, make_notebook, code_cell):
    store = Store(tmp_path)
    notebook = make_notebook(code_cell("x"), path="notebooks/sky/rain.ipynb")
    store.keep(notebook.slug, b"{}", Record(code_digest(notebook), ENVIRONMENT, result=digest(b"{}")))
    assert (tmp_path / "notebooks" / "sky" / "rain.ipynb").is_file()
    assert store.reasons(tmp_path, notebook, ENVIRONMENT, {}) == ()
