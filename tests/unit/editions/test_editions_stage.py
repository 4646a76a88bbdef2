"""How an edition takes the place of the last one, with a renderer that writes one line."""

import pytest

from assessment.editions.manifest import read_manifest, stands
from assessment.editions.stage import bring_up_to_date
from assessment.errors import OutputError, RendererError

BOTH = ("html", "pdf")


@pytest.fixture
def make(book, content):
    def run(renderer, targets=BOTH, **fields):
        return bring_up_to_date(book[0], content(**fields), renderer, targets)

    return run


def test_an_edition_is_made_once_and_then_stands(make, fake_renderer, book):
    renderer = fake_renderer()
    first, second = make(renderer), make(renderer)
    assert (first.html, first.pdf, first.rendered) == ("_book/index.html", "_book/book.pdf", BOTH)
    assert (second.html, second.pdf, second.rendered) == ("_book/index.html", "_book/book.pdf", ())
    assert len(renderer.orders) == 1
    assert stands(book[0].output, read_manifest(book[0].output))


def test_the_stamp_says_which_edition_it_is(make, fake_renderer):
    renderer = fake_renderer()
    done = make(renderer, findings=3, epoch=86400)
    stamp = renderer.orders[0].stamp
    assert (stamp.edition, stamp.mode, stamp.date, stamp.findings, stamp.renderer) == (
        done.edition,
        "draft",
        "1970-01-02",
        3,
        "fake 1",
    )


@pytest.mark.parametrize(
    "change",
    [{"notebooks": {}}, {"findings": 1}, {"epoch": 86400}],
    ids=["other results", "another number of findings", "another date"],
)
def test_what_shows_in_an_edition_makes_it_anew(make, fake_renderer, change):
    renderer = fake_renderer()
    make(renderer)
    assert make(renderer, **change).rendered == BOTH


def test_a_file_somebody_changed_is_made_anew(make, fake_renderer, book):
    renderer = fake_renderer()
    make(renderer)
    (book[0].output / "index.html").write_text("tampered")
    assert make(renderer).rendered == BOTH
    assert "tampered" not in (book[0].output / "index.html").read_text()


def test_the_other_format_stays_when_it_is_of_the_same_edition(make, fake_renderer):
    renderer = fake_renderer()
    make(renderer, ("html",))
    done = make(renderer, ("pdf",))
    assert (done.html, done.pdf) == ("_book/index.html", "_book/book.pdf")


def test_the_other_format_goes_when_it_is_of_another_edition(make, fake_renderer, book):
    renderer = fake_renderer()
    make(renderer)
    done = make(renderer, ("pdf",), notebooks={})
    assert (done.html, done.pdf) == (None, "_book/book.pdf")
    assert not (book[0].output / "index.html").exists()


def test_when_the_renderer_fails_the_last_edition_stands(make, fake_renderer, book):
    make(fake_renderer())
    before = read_manifest(book[0].output)
    with pytest.raises(RendererError):
        make(fake_renderer(fails=True), notebooks={})
    assert read_manifest(book[0].output) == before
    assert stands(book[0].output, before)


def test_what_the_renderer_remarked_is_said_again_when_nothing_is_to_do(make, fake_renderer):
    renderer = fake_renderer(remark="a long line")
    assert [f.message for f in make(renderer).findings] == ["a long line"]
    again = make(renderer)
    assert again.rendered == ()
    assert [f.message for f in again.findings] == ["a long line"]


def test_an_edition_left_aside_by_a_killed_build_comes_back(make, fake_renderer, book):
    renderer = fake_renderer()
    make(renderer)
    book[0].output.rename(book[0].build / "book.old")
    assert make(renderer).rendered == ()
    assert (book[0].output / "index.html").is_file()


def test_a_folder_with_something_else_in_it_is_never_replaced(make, fake_renderer, book):
    book[0].output.mkdir()
    (book[0].output / "thesis.docx").write_text("ten years of work")
    with pytest.raises(OutputError, match="no edition"):
        make(fake_renderer())
    assert (book[0].output / "thesis.docx").read_text() == "ten years of work"
