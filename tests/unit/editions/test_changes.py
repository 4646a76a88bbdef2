"""A difference is named in terms of the report."""

import hashlib

import pikepdf
import pytest

from assessment.editions.changes import Difference, of_file
from assessment.editions.manifest import Manifest, output_digests
from assessment.editions.texts import TextDigests, read_pdf, web_blocks
from assessment.model import RendererInfo

PAGE = (
    '<html><head><meta name="edition" content="abc"><title>Rain</title></head><body><h1>Rain</h1>'
    '<p>It rained on <span class="value" data-value="rain.days">50</span> days.</p>'
    '<p>The sun shone.</p><figure><img src="files/fig-rain.svg" alt="Bars."><figcaption>Rain.</figcaption></figure>'
    "</body></html>"
)
USE = {"path": "index.qmd", "line": 3, "how": "quoted", "sentence": "It rained on 50 days."}
GRAPH = {
    "lineages": [
        {"id": "rain.days", "kind": "value", "text": "50", "used_in": [USE]},
        {"id": "fig-rain", "kind": "figure", "text": "Rain.", "used_in": []},
    ]
}


def write_pdf(path, attached=b"town,days\n", content=b"", pages=2):
    with pikepdf.new() as document:
        for number in range(pages):
            document.add_blank_page()
            document.pages[number].obj.Contents = document.make_stream(b"% page" + (content if number else b""))
        document.attachments["fig-rain.csv"] = attached
        document.save(path, deterministic_id=True)


@pytest.fixture
def edition(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "files" / "fig-rain.svg").write_text("<svg/>")
    write_pdf(tmp_path / "book.pdf")
    return tmp_path


@pytest.fixture
def differences(edition):
    given = {"inputs": {}, "outputs": output_digests(edition), "graph": GRAPH, "texts": TextDigests(edition).all()}
    manifest = Manifest(
        "abc", "key", "draft", "2021-04-01", RendererInfo("fake", "1"), "index.html", "book.pdf", **given
    )
    return lambda name: list(of_file(manifest, edition, name))


def test_an_untouched_file_does_not_differ(differences):
    assert [differences(name) for name in ("index.html", "book.pdf", "files/fig-rain.svg")] == [[], [], []]


def test_a_number_changed_on_a_page_is_the_value(edition, differences):
    (edition / "index.html").write_text(PAGE.replace(">50<", ">51<"))
    value, paragraph = differences("index.html")
    assert value == Difference("value", "rain.days", "index.html prints 51, the edition says 50")
    assert (paragraph.what, paragraph.detail) == ("paragraph", "it reads: It rained on 51 days.")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("The sun shone.", "It snowed.", "paragraph"),
        ("<p>The sun shone.</p>", "", "paragraph"),
        ('alt="Bars."', 'alt="None."', "figure"),
        ('content="abc"', 'content="xyz"', "edition"),
        ("<h1>", "<h1 >", "file"),
    ],
)
def test_what_is_changed_on_a_page_is_named(edition, differences, old, new, what):
    (edition / "index.html").write_text(PAGE.replace(old, new))
    assert [found.what for found in differences("index.html")] == [what]


def test_another_picture_is_the_figure(edition, differences):
    (edition / "files" / "fig-rain.svg").write_text("<svg></svg>")
    assert differences("files/fig-rain.svg") == [Difference("figure", "fig-rain", "files/fig-rain.svg has other bytes")]
    (edition / "files" / "fig-rain.svg").unlink()
    assert differences("files/fig-rain.svg") == [Difference("figure", "fig-rain", "files/fig-rain.svg is missing")]


def test_a_swapped_attachment_is_named_with_its_figure(edition, differences):
    write_pdf(edition / "book.pdf", attached=b"other\n")
    (found,) = differences("book.pdf")
    assert found == Difference("attachment", "book.pdf, fig-rain.csv", "the attached file of fig-rain has other bytes")


def test_a_page_drawn_otherwise_is_named_by_its_number(edition, differences):
    write_pdf(edition / "book.pdf", content=b"\n0 0 m 9 9 l S")
    assert differences("book.pdf") == [Difference("page", "book.pdf, page 2", "it is drawn otherwise")]


def test_a_page_more_is_named(edition, differences):
    write_pdf(edition / "book.pdf", pages=3)
    assert differences("book.pdf")[0] == Difference("page", "book.pdf", "it has 3 pages, not 2")


def test_a_pdf_that_is_none_is_named(edition, differences):
    (edition / "book.pdf").write_bytes(b"scrap")
    assert differences("book.pdf") == [Difference("file", "book.pdf", "it is no PDF that can be read")]
    assert read_pdf(edition / "book.pdf") is None


def test_blocks_of_a_page_are_its_texts_in_order_with_their_values():
    blocks = web_blocks(PAGE)
    assert [block.text for block in blocks] == [
        "Rain", "Rain", "It rained on 50 days.", "The sun shone.", "[files/fig-rain.svg] Bars.", "Rain.",
    ]  # fmt: skip
    assert blocks[2].values == {"rain.days": "50"}


def test_attachments_are_known_by_their_digest(edition):
    known = TextDigests(edition).all()["book.pdf"]
    assert known["attachments"] == {"fig-rain.csv": hashlib.sha256(b"town,days\n").hexdigest()}
    assert len(known["pages"]) == 2
