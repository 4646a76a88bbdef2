import pytest

from assessment.model import Value
from assessment.project.lined_yaml import parse
from assessment.values.variables import accepted_texts, as_yaml, marked, merged, read_variables


def value(id_, text):
    return Value(id_, 1, "mm", text, "notebooks/rain.ipynb", "cell 1")


def test_a_value_is_a_span_that_keeps_its_name():
    assert marked(value("rain.mm", "640")) == '[640]{.value data-value="rain.mm"}'


def test_what_is_written_is_read_back(tmp_path):
    tree = merged({"site": "Harbour"}, [value("rain.mm", "640\N{NO-BREAK SPACE}million"), value("rain.share", "77%")])
    (tmp_path / "_variables.yml").write_text(as_yaml(tree), encoding="utf-8")
    read, findings = read_variables(tmp_path)
    assert (read, findings) == (tree, ())
    assert accepted_texts(read) == {"rain.mm": "640\N{NO-BREAK SPACE}million", "rain.share": "77%"}


def test_the_file_is_the_same_whatever_the_order_of_the_values():
    values = [value("sun.hours", "9"), value("rain.mm", "640")]
    assert as_yaml(merged({}, values)) == as_yaml(merged({}, reversed(values)))
    assert list(parse(as_yaml(merged({}, values))).data) == ["rain", "sun"]


def test_entries_of_the_author_stay_and_values_no_notebook_publishes_go():
    before = {"site": "Harbour", "rain": {"mm": marked(value("rain.mm", "1")), "old": marked(value("rain.old", "2"))}}
    after = merged(before, [value("rain.mm", "640")])
    assert after == {"site": "Harbour", "rain": {"mm": marked(value("rain.mm", "640"))}}


def test_a_value_below_an_entry_of_the_author_takes_its_place():
    assert merged({"rain": "wet"}, [value("rain.mm", "640")]) == {"rain": {"mm": marked(value("rain.mm", "640"))}}


def test_no_file_is_no_variables(tmp_path):
    assert read_variables(tmp_path) == ({}, ())


@pytest.mark.parametrize(("text", "line"), [(b"a: [1\nb: 2\n", 2), (b"a: \xff", None)], ids=["not YAML", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path, text, line):
    (tmp_path / "_variables.yml").write_bytes(text)
    read, (finding,) = read_variables(tmp_path)
    assert (read, finding.code, finding.path, finding.line) == ({}, "V401", "_variables.yml", line)
