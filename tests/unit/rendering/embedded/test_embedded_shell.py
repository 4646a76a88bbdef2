"""Pages are filled in again only when something in them changed, and the stamp is always the present one."""

import pytest

from assessment.rendering.base import Stamp
from assessment.rendering.embedded.shell import Shell

TEMPLATE = "<p>{{ body }}</p><i>{{ stamp.edition }} {{ stamp.edition[:12] }} {{ stamp.findings }} {{ labels.word }}</i>"


@pytest.fixture
def look(tmp_path):
    folder = tmp_path / "look"
    folder.mkdir()
    (folder / "page.html.jinja").write_text(TEMPLATE)
    return folder


def stamp(edition="0123456789abcdef", findings=7):
    return Stamp(edition, "draft", "2025-01-01", findings, "embedded")


@pytest.fixture
def fill(look, tmp_path, monkeypatch):
    """Fill in one page in a rendering of its own; gives markup, digest and how often the template was used."""

    def fill(body, **said):
        times = []
        filled = Shell._filled
        monkeypatch.setattr(Shell, "_filled", lambda *given: times.append(1) or filled(*given))
        shell = Shell(look, {"word": "Word"}, tmp_path / "pages")
        markup, digest = shell.page({"body": body}, stamp(**said))
        shell.collect()
        monkeypatch.undo()
        return markup, digest, len(times)

    return fill


def test_a_page_that_is_the_same_but_for_the_stamp_is_not_filled_in_again(fill):
    first, shown, used = fill("rain")
    assert (first, used > 0) == ("<p>rain</p><i>0123456789abcdef 0123456789ab 7 Word</i>", True)
    again, shown_again, used = fill("rain", edition="fedcba9876543210", findings=3)
    assert (again, used) == ("<p>rain</p><i>fedcba9876543210 fedcba987654 3 Word</i>", 0)
    assert shown_again == shown


def test_another_content_is_another_page(fill):
    one, two = fill("rain"), fill("sun")
    assert one[1] != two[1]
    assert two[0].startswith("<p>sun</p>")


def test_another_template_fills_all_in_again(fill, look):
    before = fill("rain")
    (look / "page.html.jinja").write_text(f"<b>{TEMPLATE}</b>")
    after = fill("rain")
    assert after[0].startswith("<b>")
    assert after[1] != before[1]


def test_a_template_that_takes_the_stamp_apart_is_always_filled_in(fill, look):
    (look / "page.html.jinja").write_text("{{ stamp.edition[2:5] }} {{ stamp.findings + 1 }}")
    assert fill("rain")[0] == "234 8"
    assert fill("rain", edition="fedcba9876543210", findings=3)[0] == "dcb 4"


def test_a_corrupt_page_is_filled_in_again_and_an_unused_one_dropped(fill, tmp_path):
    first = fill("rain")
    (page,) = (tmp_path / "pages").iterdir()
    page.write_bytes(page.read_bytes()[:-4])
    assert fill("rain")[:2] == first[:2]
    fill("sun")
    assert [path.name for path in (tmp_path / "pages").iterdir()] == [fill("sun")[1]]
