"""Two graphs side by side."""

from assessment.model import Value
from assessment.pipeline.comparison import differences
from assessment.pipeline.impact import Move, Sentence
from assessment.provenance.graph import Graph, Lineage, Use


def value(name, number, text=None, notebook="notebooks/rain.ipynb"):
    text = text or str(number)
    given = Value(name, number, "days", text, notebook, "values")
    uses = (Use("index.qmd", 3, "quoted", f"It rained on {text} days."),)
    said = {"text": text, "value": given, "used_in": uses}
    return Lineage(name, "value", notebook, "values", "code", f"digest of {number}", "c", **said)


def figure(name, sha256, kind="figure"):
    return Lineage(name, kind, "notebooks/rain.ipynb", name, "code", sha256, "c")


def compared(before, after, failed=()):
    return differences(Graph(tuple(before)), Graph(tuple(after)), {"fig-a": (b"1",)}, {"fig-a": (b"2",)}, failed)


def test_what_is_alike_is_not_listed():
    found = compared([value("a.b", 1), figure("fig-a", "1")], [value("a.b", 1), figure("fig-a", "1")])
    assert (found.figures, found.values, found.sentences) == ((), (), ())


def test_values_move_with_their_sentences_and_figures_with_their_pictures():
    before = [value("a.b", 1), figure("fig-a", "1"), figure("tbl-a", "1", "table")]
    found = compared(before, [value("a.b", 2), figure("fig-a", "2"), figure("tbl-a", "2", "table")])
    assert (found.figures, found.tables) == (("fig-a",), ("tbl-a",))
    assert found.values == (Move("a.b", "1", "2"),)
    assert found.sentences == (Sentence("index.qmd", 3, "It rained on 2 days.", "It rained on 1 days."),)
    assert found.pictures == {"fig-a": ((b"1",), (b"2",))}


def test_where_rounding_hides_a_change_the_numbers_are_shown_and_no_sentence():
    found = compared([value("a.b", 1.1, "1")], [value("a.b", 1.2, "1")])
    assert found.values == (Move("a.b", "1 (1.1)", "1 (1.2)"),)
    assert found.sentences == ()


def test_what_comes_and_goes_is_listed_with_one_side():
    found = compared([value("a.gone", 1)], [value("a.new", 2)])
    assert found.values == (Move("a.gone", "1", None), Move("a.new", None, "2"))


def test_of_a_notebook_that_failed_nothing_is_said():
    assert compared([value("a.b", 1)], [], failed=("rain",)).values == ()
