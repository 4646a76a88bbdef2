import pytest

from assessment.errors import RendererError
from assessment.rendering.base import Stamp
from assessment.rendering.quarto.cleaning import clean, collect_pages, collect_pdf, finished_page

DRAFT = Stamp("0123456789abcdef", "draft", "2021-04-01", 1, "quarto 1.10.18")
PAGE = '<head><meta name="generator" content="quarto">\n</head><body><main>Words</main><footer></footer></body>'
NAMES = ("Theirs.pdf", "Ours.pdf")


def test_the_stamp_stands_at_the_end_of_the_main_part():
    page = finished_page(PAGE, DRAFT, NAMES)
    assert '<meta name="edition" content="0123456789abcdef">' in page
    line = page[page.index("Words") : page.index("</main>")]
    assert 'Draft · edition <span title="0123456789abcdef">0123456789ab</span> · 1 open finding · 2021-04-01' in line


def test_a_page_without_a_main_part_is_stamped_at_its_end():
    page = finished_page("<body>Words</body>", DRAFT, NAMES)
    assert page.index("Words") < page.index("Draft") < page.index("</body>")


def test_a_released_edition_says_so():
    page = finished_page(PAGE, Stamp("a", "release", "", 0, "quarto 1.10.18"), NAMES)
    assert "Released edition" in page
    assert "finding" not in page


def test_attributes_that_leak_are_taken_out():
    page = finished_page(
        """<div data-notebook="/a/b" data-quarto-private-1='{"t":1}' data-notebook-title="T">""", DRAFT, NAMES
    )
    assert page == '<div data-notebook-title="T">'


@pytest.mark.parametrize("up", ["", "./", "../", "../../"])
def test_links_to_the_pdf_follow_its_name(up):
    assert finished_page(f'<a href="{up}Theirs.pdf">', DRAFT, NAMES) == f'<a href="{up}Ours.pdf">'


def test_other_links_stay():
    link = '<a href="https://example.org/Theirs.pdf">'
    assert finished_page(link, DRAFT, NAMES) == link


def test_the_staged_copys_path_goes_from_every_text_file(tmp_path):
    stage = tmp_path / "stage"
    for name in ("a.json", "b.html", "c.png"):
        (tmp_path / name).write_text(f"{stage}/x {stage}")
    clean(tmp_path, stage)
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.html").read_text() == "x ."
    assert str(stage) in (tmp_path / "c.png").read_text()


def test_editions_that_were_not_made_are_an_error(tmp_path):
    with pytest.raises(RendererError, match="made no index"):
        collect_pages(tmp_path / "none", tmp_path)
    with pytest.raises(RendererError, match="made no PDF"):
        collect_pdf(tmp_path / "none", tmp_path, "Ours.pdf")
