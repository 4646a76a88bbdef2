"""The plain text of markdown: markup hides no word, and every word keeps its line."""

from __future__ import annotations

import pytest

from assessment.checks.safeguarding.markdown import UNKNOWN, Source, plain_text, read_markdown
from assessment.checks.safeguarding.passages import Place

PLACE = Place("chapters/club.qmd")


def read(text, **fields):
    return read_markdown(text, Source(PLACE, **fields))


def texts(text, **fields):
    return [passage.text.strip() for passage in read(text, **fields).passages]


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("a **li**brary _card_", "a library card"),
        ("a li&shy;brary&nbsp;card", "a library card"),
        ("a li\u00adbrary\u00a0card", "a library card"),
        ("\u201cre\u2011read\u201d \u2018it\u2019", "\"re-read\" 'it'"),
        ("the ﬁrst book", "the first book"),
        ("see @fig-loans and [@library2024, p. 3]", "see  and"),
        ("## Loans {#sec-loans .unnumbered}", "Loans"),
        ("a [card](https://example.org/x)", "a card"),
        ("> quoted", "quoted"),
        ("- listed", "listed"),
        ("snake_case stays", "snake_case stays"),
        ("<!-- a comment -->", "a comment"),
        ("a note[^n]", "a note"),
    ],
)
def test_markup_falls_away(markdown, plain):
    assert texts(markdown) == [plain]


def test_texts_of_attributes_are_passages_of_their_own():
    passages = read('![A caption](a.svg){#fig-a fig-alt="What it shows"}').passages
    assert [(p.kind, p.text) for p in passages] == [("alternative text", "What it shows"), ("prose", "A caption")]


def test_each_word_keeps_its_line():
    passages = read("One\ntwo.\n\nThree\nfour.", first_line=10).passages
    assert [(p.line(p.text.index(word))) for p, word in zip(passages[:1] * 2, ("One", "two"), strict=True)] == [10, 11]
    assert passages[1].line(passages[1].text.index("four")) == 14


def test_values_are_printed_and_known_as_such():
    passage = read("In all {{< var club.loans >}} loans.", values={"club.loans": "1,200"}).passages[0]
    assert passage.text == "In all 1,200 loans."
    assert [passage.is_computed(at) for at in (6, 7, 11, 12)] == [False, True, True, False]
    assert UNKNOWN in texts("In all {{< var club.other >}} loans.")[0]


def test_what_is_allowed_is_taken_out_and_kept_as_a_mark():
    found = read('The [old [short] name]{.allow reason="a title"} stays.\nNext.', first_line=3)
    assert [(m.text, m.reason, m.line) for m in found.marks] == [("old [short] name", "a title", 3)]
    assert found.passages[0].text == f"The {UNKNOWN} stays.\nNext."
    assert found.passages[0].line(found.passages[0].text.index("Next")) == 4


def test_links_are_found_in_every_form():
    text = (
        "[a](https://a.org/x_(y)), <https://b.org>, https://c.org/z. and d.org/w;\n"
        '<a href="https://e.org">e</a> ![f](img/f.svg)\n\n[g]: https://g.org\n'
    )
    assert [link.address for link in read(text).links] == [
        "https://a.org/x_(y)", "https://b.org", "https://c.org/z", "d.org/w;".rstrip(";"), "https://e.org", "img/f.svg",
        "https://g.org",
    ]  # fmt: skip


def test_sentences_end_where_they_end():
    passage = read("Of 3.5 million, p. 4. Then (so)? “Yes.”\nAnd 20 more.").passages[0]
    assert [sentence.strip() for _, sentence in passage.sentences()] == [
        "Of 3.5 million, p. 4.", "Then (so)?", '"Yes."', "And 20 more.",
    ]  # fmt: skip


def test_ascii_is_left_alone():
    assert plain_text("a - b") == "a - b"
