import pytest

from assessment.errors import RendererError
from assessment.rendering import selection


@pytest.fixture
def quarto(tmp_path, monkeypatch):
    """A Quarto that answers with a version, the only one to be found."""

    def make(version):
        path = tmp_path / "quarto"
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
        monkeypatch.setenv("ASSESSMENT_QUARTO", str(path))
        return path

    monkeypatch.delenv("ASSESSMENT_QUARTO", raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    return make


def test_without_a_quarto_the_embedded_renderer_serves(quarto):
    assert selection.choose("auto").info.name == "embedded"


def test_a_quarto_that_is_too_old_is_not_taken_unasked(quarto):
    quarto("1.4.550")
    assert selection.choose("auto").info.name == "embedded"


def test_the_embedded_renderer_can_be_asked_for(quarto):
    quarto("1.10.18")
    assert selection.choose("embedded").info.name == "embedded"


@pytest.mark.parametrize("version", [None, "1.4.550", "nonsense"], ids=["none", "too old", "no version"])
def test_a_quarto_asked_for_by_name_that_does_not_serve_is_an_error(quarto, version):
    if version:
        quarto(version)
    with pytest.raises(RendererError) as caught:
        selection.choose("quarto")
    assert "--renderer embedded" in caught.value.hint
