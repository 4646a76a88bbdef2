"""Which pages changed, and why."""

from assessment.editions.memory import Memory
from assessment.model import Reason


def memory(**chapters):
    """Chapters by name: what their page shows, and what it depends on."""
    return Memory(
        "key",
        pages={name: shown for name, (shown, _) in chapters.items() if shown},
        causes={name: causes for name, (_, causes) in chapters.items()},
    )


def test_only_what_shows_something_else_changed_and_the_reasons_are_named():
    text = {"text:rain.qmd": "1", "value:rain.mm": "5"}
    before = memory(rain=("a", text), sun=("b", {"text:sun.qmd": "1"}))
    now = memory(rain=("c", {**text, "value:rain.mm": "6"}), sun=("b", {"text:sun.qmd": "2"}))
    assert before.changed(now) == {"rain": (Reason("value", "rain.mm"),)}


def test_what_is_used_no_longer_is_a_reason_too():
    before = memory(rain=("a", {"figure:x.ipynb#fig-x": "1", "text:rain.qmd": "1"}))
    now = memory(rain=("b", {"text:rain.qmd": "2"}))
    assert before.changed(now) == {"rain": (Reason("figure", "x.ipynb#fig-x"), Reason("text", "rain.qmd"))}


def test_a_page_that_was_not_there_is_missing():
    assert Memory().changed(memory(rain=("a", {"text:rain.qmd": "1"}))) == {"rain": (Reason("missing", "the page"),)}


def test_where_the_renderer_cannot_tell_every_page_counts():
    before = memory(rain=("", {"text:rain.qmd": "1"}), sun=("", {}))
    now = memory(rain=("", {"text:rain.qmd": "2"}), sun=("", {}))
    assert before.changed(now) == {"rain": (Reason("text", "rain.qmd"),), "sun": ()}
