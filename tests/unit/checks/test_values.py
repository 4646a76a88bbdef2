"""Values that nobody uses."""

from assessment.checks.values import unused_values
from assessment.provenance.graph import Graph, Lineage, Use


def lineage(name, kind="value", used=()):
    return Lineage(name, kind, "notebooks/rain.ipynb", "values", "code", "sha", "code", used_in=tuple(used))


def test_a_value_used_nowhere_is_named_with_its_cell():
    used = Use("index.qmd", 3, "in a caption", "Rain.")
    graph = Graph((lineage("rain.most", used=[used]), lineage("rain.least"), lineage("fig-rain", "figure")))
    (found,) = unused_values(graph)
    assert (found.code, found.path, found.cell) == ("V404", "notebooks/rain.ipynb", "values")
    assert "'rain.least'" in found.message
