import time

import pytest

from assessment.model import Reason
from assessment.notebooks.fingerprint import (
    ABSENT,
    CHANGED,
    Read,
    changed_inputs,
    code_digest,
    digest,
    fingerprint,
    input_digests,
    is_input,
    variable_digests,
)

RAIN = {"cell_type": "code", "source": "rain()", "metadata": {}, "outputs": []}
WORDS = {"cell_type": "markdown", "source": "Words", "metadata": {}}


@pytest.mark.parametrize(
    "cells",
    [
        [{**RAIN, "outputs": [{"output_type": "stream", "text": "wet"}]}],
        [{**RAIN, "id": "other", "execution_count": 7}],
        [WORDS, RAIN],
        [{**RAIN, "metadata": {"collapsed": True}}],
    ],
    ids=["an output", "an id and a count", "markdown", "metadata of an editor"],
)
def test_what_the_kernel_never_sees_does_not_change_the_code(make_notebook, cells):
    assert code_digest(make_notebook(*cells)) == code_digest(make_notebook(RAIN))


@pytest.mark.parametrize(
    "cells",
    [[{**RAIN, "source": "rain(1)"}], [RAIN, RAIN], [{**RAIN, "metadata": {"tags": ["raises-exception"]}}]],
    ids=["code", "another cell", "a tag"],
)
def test_what_the_kernel_is_given_changes_the_code(make_notebook, cells):
    assert code_digest(make_notebook(*cells)) != code_digest(make_notebook(RAIN))


def test_another_kernel_is_another_code(make_notebook):
    assert code_digest(make_notebook(RAIN, kernel="ir")) != code_digest(make_notebook(RAIN))


def test_the_order_of_cells_matters(make_notebook):
    sun = {**RAIN, "source": "sun()"}
    assert code_digest(make_notebook(RAIN, sun)) != code_digest(make_notebook(sun, RAIN))


@pytest.mark.parametrize("name", ["_build/x", "_book/x", ".venv/lib/x", "src/__pycache__/x"])
def test_our_own_outputs_are_no_inputs(tmp_path, name):
    assert not is_input(tmp_path, tmp_path / name)


def test_only_files_below_the_project_are_inputs(tmp_path):
    assert is_input(tmp_path, tmp_path / "data" / "rain.csv")
    assert not is_input(tmp_path, tmp_path.parent / "rain.csv")


def test_inputs_are_digests_of_content_of_names_and_of_declarations(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "rain.csv").write_bytes(b"1\n")
    found = input_digests(tmp_path, Read([data / "rain.csv", data / "gone.csv"], [data], {"rain": "declared"}))
    assert found == {
        "data/gone.csv": ABSENT,
        "data/rain.csv": digest(b"1\n"),
        "dataset:rain": "declared",
        "listing:data": digest(b"rain.csv"),
    }


@pytest.fixture
def recorded(tmp_path):
    for name, content in {"data/rain.csv": "1\n", "notebooks/gauge.py": "x = 1\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    files = [tmp_path / "data" / "rain.csv", tmp_path / "notebooks" / "gauge.py"]
    return input_digests(tmp_path, Read(files, [tmp_path / "data"], {"rain": "declared"}))


def test_nothing_changed(tmp_path, recorded):
    assert changed_inputs(tmp_path, recorded, {"rain": "declared"}) == ()


def test_a_touched_file_has_not_changed(tmp_path, recorded):
    (tmp_path / "data" / "rain.csv").touch()
    assert changed_inputs(tmp_path, recorded, {"rain": "declared"}) == ()


def test_a_byte_of_data_a_module_a_new_file_and_a_declaration_are_each_named(tmp_path, recorded):
    (tmp_path / "data" / "rain.csv").write_text("2\n")
    (tmp_path / "notebooks" / "gauge.py").write_text("x = 2\n")
    (tmp_path / "data" / "sun.csv").write_text("1\n")
    assert changed_inputs(tmp_path, recorded, {"rain": "declared anew"}) == (
        Reason("data", "data"),
        Reason("data", "data/datapackage.json#rain"),
        Reason("data", "data/rain.csv"),
        Reason("module", "notebooks/gauge.py"),
    )


def test_a_deleted_input_has_changed(tmp_path, recorded):
    (tmp_path / "data" / "rain.csv").unlink()
    assert Reason("data", "data/rain.csv") in changed_inputs(tmp_path, recorded, {"rain": "declared"})


def test_a_file_that_was_absent_and_appears_has_changed(tmp_path):
    recorded = input_digests(tmp_path, Read([tmp_path / "data" / "rain.csv"]))
    assert changed_inputs(tmp_path, recorded, {}) == ()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rain.csv").touch()
    assert changed_inputs(tmp_path, recorded, {}) == (Reason("data", "data/rain.csv"),)


def test_a_fingerprint_holds_code_environment_and_inputs_in_any_order():
    one = fingerprint("code", "environment", {"a": "1", "b": "2"})
    assert one == fingerprint("code", "environment", {"b": "2", "a": "1"})
    others = [("x", "environment", {"a": "1", "b": "2"}), ("code", "x", {"a": "1", "b": "2"}), ("code", "environment", {})]
    assert one not in [fingerprint(*other) for other in others]


def test_what_changes_while_it_is_read_is_stale_at_once_unless_the_notebook_wrote_it(tmp_path):
    began = time.time_ns()
    for name in ("rain.csv", "own.csv"):
        (tmp_path / name).write_text("1\n")
    read = Read([tmp_path / "rain.csv", tmp_path / "own.csv"], written=[tmp_path / "own.csv"], since=began)
    found = input_digests(tmp_path, read)
    assert found == {"own.csv": digest(b"1\n"), "rain.csv": CHANGED}
    assert changed_inputs(tmp_path, found, {}) == (Reason("data", "rain.csv"),)


def test_what_was_written_before_the_notebook_began_has_its_digest(tmp_path):
    (tmp_path / "rain.csv").write_text("1\n")
    read = Read([tmp_path / "rain.csv"], since=time.time_ns() + 1_000_000_000)
    assert input_digests(tmp_path, read) == {"rain.csv": digest(b"1\n")}


def test_the_project_s_own_folder_is_known_by_what_people_put_there(tmp_path):
    (tmp_path / "_quarto.yml").touch()
    before = input_digests(tmp_path, Read(folders=[tmp_path]))
    for name in (".coverage", "_build"):
        (tmp_path / name).touch()
    assert changed_inputs(tmp_path, before, {}) == ()
    (tmp_path / "rain.csv").touch()
    assert changed_inputs(tmp_path, before, {}) == (Reason("data", "."),)


def test_a_file_rewritten_at_once_to_the_same_size_is_digested_anew(tmp_path):
    for text in ("1\n", "2\n", "3\n"):
        (tmp_path / "rain.csv").write_text(text)
        assert input_digests(tmp_path, Read([tmp_path / "rain.csv"])) == {"rain.csv": digest(text.encode())}


@pytest.mark.parametrize("own", [{"environment": ["GAUGE"]}, {"network": True}], ids=["a variable", "the network"])
def test_what_a_notebook_is_given_of_the_world_changes_the_code(make_notebook, own):
    plain = make_notebook(RAIN)
    given = type(plain)(plain.path, plain.slug, plain.kernel, plain.cells, {"assessment": own})
    assert code_digest(given) != code_digest(plain)


def test_a_declared_variable_is_an_input(make_notebook, tmp_path, monkeypatch):
    plain = make_notebook(RAIN)
    notebook = type(plain)(plain.path, plain.slug, plain.kernel, plain.cells, {"assessment": {"environment": ["GAUGE"]}})
    monkeypatch.delenv("GAUGE", raising=False)
    before = variable_digests(notebook)
    assert before == {"environment:GAUGE": ABSENT}
    monkeypatch.setenv("GAUGE", "7")
    assert changed_inputs(tmp_path, before, {}) == (Reason("environment", "GAUGE"),)
