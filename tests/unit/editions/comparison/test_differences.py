import pytest

from assessment.editions.comparison.differences import compare
from assessment.editions.comparison.known import read_known
from assessment.editions.comparison.meaning import Item, Meaning, Passage
from assessment.editions.comparison.recorded import as_json, from_json


def edition(*items, words="It rains today.", renderer="embedded", printed=""):
    page = Passage("index.html")
    for item in items:
        page.add(item)
    page.say(words)
    pdf = {"Rain": Passage("Rain", [], [printed])} if printed else {}
    return Meaning({"index.html": page}, pdf, {"gauge": "Gauge (2020)."}, renderer)


CAPTION = Item("caption", "fig-rain", "Figure 1.1: Rain")


def found(first, second, known=()):
    return [(each.what, each.first, each.second) for each in compare(first, second, known).differences]


def test_an_edition_is_like_itself():
    assert found(edition(CAPTION), edition(CAPTION)) == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (edition(Item("caption", "fig-rain", "Figure 1.2: Rain")), ("caption", "Figure 1.1: Rain", "Figure 1.2: Rain")),
        (edition(Item("caption", "fig-sun", "Figure 1.1: Rain")), ("caption name", "fig-rain", "fig-sun")),
        (edition(CAPTION, words="It rained today."), ("words", "rains", "rained")),
        (edition(CAPTION, words="It rains 7 today."), ("number", "", "7")),
    ],
    ids=["text", "label", "words", "number"],
)
def test_each_difference_is_told_by_what_it_is_of(other, expected):
    assert found(edition(CAPTION), other) == [expected]


def test_what_one_lacks_is_told_with_its_place_among_the_words():
    assert found(edition(CAPTION), edition()) == [
        ("caption", "fig-rain: Figure 1.1: Rain", ""),
        ("order", "⟦caption⟧", ""),
    ]


def test_letters_of_the_pdf_are_compared_where_they_part():
    first, second = edition(printed="Itrains640mmtoday"), edition(printed="Itrains641mmtoday")
    assert found(first, second) == [("number", "0", "1")]


def test_a_long_chapter_of_the_pdf_is_told_apart_sentence_by_sentence():
    story = "".join(f"On day {day} it rained {day} mm.⟦picture⟧".replace(" ", "") for day in range(400))
    other = story.replace("rained7mm", "rained8mm").replace("Onday390", "Source:hills.Onday390")
    assert found(edition(printed=story), edition(printed=other)) == [
        ("number", "7mm.", "8mm."),
        ("words", "", "Source:hills."),
    ]


def test_sources_pages_and_whole_editions_that_are_missing_are_named():
    bare = Meaning({}, {}, {}, "quarto")
    assert found(edition(), bare) == [("html edition", "present", ""), ("source", "Gauge (2020).", "")]


def test_a_known_difference_has_its_reason_in_either_order():
    by_number = edition(Item("cross-reference", "rain.html", "Chapter 2"))
    by_title = edition(Item("cross-reference", "rain.html", "2 Rain"), renderer="quarto")
    for pair in ((by_number, by_title), (by_title, by_number)):
        compared = compare(*pair, read_known())
        assert len(compared.differences) == 1
        assert compared.unexplained == ()


def test_a_known_difference_with_another_number_is_unexplained():
    by_number = edition(Item("cross-reference", "rain.html", "Chapter 2"))
    by_title = edition(Item("cross-reference", "rain.html", "3 Rain"), renderer="quarto")
    assert len(compare(by_number, by_title, read_known()).unexplained) == 1


def test_a_rule_without_a_reason_is_refused(tmp_path):
    path = tmp_path / "known.yml"
    path.write_text("- {what: words, embedded: a, quarto: b}\n")
    with pytest.raises(ValueError, match="reason"):
        read_known(path)


def test_what_was_recorded_reads_back_the_same():
    meant = edition(CAPTION, Item("picture", "fig-rain", "Drops", (("digest", "ab"),)), printed="Itrains")
    read = from_json(as_json(meant, "1.10.18"))
    assert found(meant, read) == []
    assert read.renderer == "embedded"
