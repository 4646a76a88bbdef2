import json

import pytest

from assessment.editions.manifest import NAME, Manifest
from assessment.model import RendererInfo
from assessment.notebooks.fingerprint import code_digest, digest, environment_digest
from assessment.notebooks.reading import read_notebook
from assessment.notebooks.store import Record, Store
from assessment.pipeline.status import take_status


@pytest.fixture
def built(make_project, raw_notebook, code_cell):
    """A project as a build leaves it: a fresh result of its notebook, and an edition of its two chapters."""
    bundle = {"application/vnd.assessment.value+json": {"id": "rain.mm", "value": 1, "unit": "mm", "text": "1"}}
    files = {
        "index.qmd": "# Hello\n",
        "chapters/rain.qmd": "# Rain\n\n{{< var rain.mm >}}\n",
        "notebooks/rain.ipynb": json.dumps(raw_notebook(code_cell("rain()", bundle))),
    }
    project = make_project(files)
    notebook = read_notebook(project.root, "notebooks/rain.ipynb")
    record = Record(code_digest(notebook), environment_digest(project.root), result=digest(b"{}"))
    Store(project.build).keep("rain", b"{}", record)
    inputs = {name: digest(text.encode()) for name, text in files.items()}
    inputs["_quarto.yml"] = digest((project.root / "_quarto.yml").read_bytes())
    manifest = Manifest("id", "key", "draft", "", RendererInfo("fake", "1"), "index.html", inputs=inputs)
    project.output.mkdir()
    (project.output / NAME).write_bytes(manifest.as_bytes())
    return project


def states(status):
    return {item.slug: item.state for item in status.notebooks} | {item.path: item.state for item in status.chapters}


def test_nothing_is_stale_after_a_build(built):
    status = take_status(built)
    assert states(status) == {"rain": "fresh", "index.qmd": "fresh", "chapters/rain.qmd": "fresh"}
    assert status.clean


def test_an_edited_chapter_is_stale_by_itself(built):
    (built.root / "index.qmd").write_text("# Good day\n")
    status = take_status(built)
    assert states(status) == {"rain": "fresh", "index.qmd": "stale", "chapters/rain.qmd": "fresh"}
    assert not status.clean


def test_a_changed_notebook_makes_the_chapters_stale_that_quote_it(built):
    path = built.root / "notebooks" / "rain.ipynb"
    path.write_text(path.read_text().replace("rain()", "rain(2)"))
    status = take_status(built)
    assert states(status) == {"rain": "stale", "index.qmd": "fresh", "chapters/rain.qmd": "stale"}
    assert [(reason.kind, reason.path) for reason in status.notebooks[0].because] == [("code", "notebooks/rain.ipynb")]


def test_a_chapter_says_why_it_is_stale(built):
    (built.root / "index.qmd").write_text("# Good day\n")
    path = built.root / "notebooks" / "rain.ipynb"
    path.write_text(path.read_text().replace("rain()", "rain(2)"))
    because = {c.path: [(r.kind, r.path) for r in c.because] for c in take_status(built).chapters}
    assert because == {
        "index.qmd": [("text", "index.qmd")],
        "chapters/rain.qmd": [("notebook", "notebooks/rain.ipynb")],
    }


def test_a_changed_configuration_makes_every_chapter_stale(built):
    config = built.root / "_quarto.yml"
    config.write_text(config.read_text() + "\nlang: en\n")
    for chapter in take_status(built).chapters:
        assert [(reason.kind, reason.path) for reason in chapter.because] == [("contents", "_quarto.yml")]


def test_before_the_first_build_everything_was_never_built(make_project, raw_notebook, code_cell):
    project = make_project(
        {"index.qmd": "", "chapters/rain.qmd": "", "notebooks/rain.ipynb": json.dumps(raw_notebook(code_cell("x")))}
    )
    assert set(states(take_status(project)).values()) == {"never"}


def test_what_cannot_be_read_or_is_absent_has_failed(built):
    (built.root / "notebooks" / "rain.ipynb").write_text("{")
    (built.root / "index.qmd").unlink()
    found = states(take_status(built))
    assert found["rain"] == "failed"
    assert found["index.qmd"] == "failed"


def test_a_notebook_that_failed_says_so(built):
    notebook = read_notebook(built.root, "notebooks/rain.ipynb")
    record = Record(code_digest(notebook), environment_digest(built.root), failure="it rained")
    Store(built.build).keep_failure("rain", record)
    assert states(take_status(built))["rain"] == "failed"
