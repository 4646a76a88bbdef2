import pytest

from assessment.model import finding
from assessment.rendering.quarto.mending import mended, pictures


@pytest.fixture
def mend(make_project, make_manuscript):
    """Path → text of the chapters that are given in another form."""

    def run(*chapters):
        return dict(mended(make_project(), make_manuscript(*chapters)))

    return run


def test_a_sound_chapter_is_given_as_it_stands(mend, written_chapter):
    assert mend(written_chapter("index.qmd", "# A {#sec-a}\n\nSee @sec-a.\n")) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See @gone1999.", "See **?gone1999**."),
        ("[see @gone1999, p. 3]", "[see **?gone1999**, p. 3]"),
        ("[-@gone1999]", "[**?gone1999**]"),
        ("@{gone1999}", "**?gone1999**"),
        ("@gone1999b and a@gone1999", "@gone1999b and a@gone1999"),
    ],
)
def test_a_source_that_is_not_there_is_marked(mend, written_chapter, text, expected):
    assert mend(written_chapter("index.qmd", text, citations=["gone1999"])) == {"index.qmd": expected}


@pytest.mark.parametrize(
    "image", ["![Sky](sky.png)", '![A [b](c) d](sky.png "t"){#fig-sky fig-alt="x"}', "![](sky.png){.a\n.b}"]
)
def test_an_image_that_is_not_there_is_marked(mend, written_chapter, image):
    files = [{"file": "sky.png", "token": "sky.png"}]
    assert mend(written_chapter("index.qmd", f"See {image}.", files=files)) == {"index.qmd": "See **?image:sky.png**."}


def test_an_image_of_another_host_is_marked(mend, written_chapter):
    problems = [{"code": "C506", "what": "an image from another host", "token": "https://example.org/sky.png"}]
    text = mend(written_chapter("index.qmd", "![](https://example.org/sky.png)", problems=problems))["index.qmd"]
    assert text == "**?image:https://example.org/sky.png**"


def test_a_label_stands_once(mend, written_chapter):
    chapters = [written_chapter("index.qmd", "# A {#sec-a}"), written_chapter("b.qmd", "# B {#sec-a .x}\n\n# C {#c}")]
    assert mend(*chapters) == {"b.qmd": "# B { .x}\n\n# C {#c}"}


def test_a_chapter_whose_embed_fails_is_given_expanded(mend, written_chapter, make_project):
    lost = finding("F105", "absent", path="chapters/rain.qmd")
    text = "![A](embed-media:rain/fig-a.svg){#fig-a}\n\n**?embed:x**"
    chapter = written_chapter("chapters/rain.qmd", text, {"title": "Räin", "x": [1]}, [lost])
    given = mend(chapter)["chapters/rain.qmd"]
    assert given.startswith('---\n{"title": "Räin", "x": [1]}\n---\n\n![A](../media-of-notebooks/rain/fig-a.svg)')
    project = make_project()
    source = project.build / "media" / "rain" / "fig-a.svg"
    assert list(pictures(project, given)) == [(source, "media-of-notebooks/rain/fig-a.svg")]
