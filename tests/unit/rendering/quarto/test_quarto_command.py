import pytest

from assessment.errors import ProgramFailedError
from assessment.rendering.quarto.command import Listener, failure, own_environment


@pytest.fixture
def told(tmp_path, make_manuscript, written_chapter):
    """Quarto's failure as we tell it, from its output and the chapter it was at."""
    manuscript = make_manuscript(written_chapter("chapters/rain.qmd", "# Rain\n\nSee [@gone1999].\n"))

    def tell(output, chapter=None):
        exc = ProgramFailedError("quarto failed", returncode=1, output=output.format(stage=tmp_path))
        return failure(exc, tmp_path, chapter, manuscript)

    return tell


def test_quartos_own_error_is_told_without_its_stack(told):
    said = "[1/2] index.qmd\nERROR: Book chapter 'a.qmd' not found\n\nStack trace:\n    at f (file:///q.js:1:2)\n"
    assert told(said).message == "Quarto failed: Book chapter 'a.qmd' not found"


def test_a_path_is_told_as_the_project_has_it(told):
    exc = told("ERROR: Include directive failed.\n  in file {stage}/a.qmd,\n  could not find file {stage}/b.qmd.\n")
    assert exc.path == "a.qmd"
    assert "could not find file b.qmd" in exc.message


def test_typst_is_heard_before_quartos_summary(told):
    exc = told(
        "[typst]: Compiling index.typ to index.pdf...error: label `<ref-gone1999>` does not exist\n"
        "    ┌─ index.typ:426:5\n    │\n\nERROR: Typst compilation failed\n"
    )
    assert exc.message == "Quarto failed: label `<ref-gone1999>` does not exist"
    assert (exc.path, exc.line) == ("chapters/rain.qmd", 3)


def test_a_filters_error_is_told(told):
    exc = told("Error running filter '/opt/q/main.lua':\nCould not fetch x\nstack traceback:\n\tmain.lua:30: in f\n")
    assert exc.message == "Quarto failed: Error running filter '/opt/q/main.lua':\nCould not fetch x"


def test_without_a_word_of_error_the_last_lines_are_told(told):
    assert told("one\ntwo\n", "a.qmd").message == "Quarto failed: one\ntwo"
    assert told("one\n", "a.qmd").path == "a.qmd"
    assert "ended with code 1" in told("").message


def test_progress_names_chapter_and_edition():
    heard = []
    hear = Listener(heard.append, "HTML")
    for line in ("\x1b[1m[1/2] index.qmd\x1b[22m", "words", "[typst]: Compiling a.typ to a.pdf..."):
        hear(line)
    assert heard == ["index.qmd (HTML)", "typesetting the PDF"]


def test_the_environment_keeps_only_where_programs_are(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example")
    monkeypatch.setenv("QUARTO_TYPST", "/opt/typst")
    environment = own_environment(tmp_path / "cache", 7)
    assert "HTTP_PROXY" not in environment
    assert environment["QUARTO_TYPST"] == "/opt/typst"
    assert environment["SOURCE_DATE_EPOCH"] == "7"
    assert (tmp_path / "cache" / "tmp").is_dir()
