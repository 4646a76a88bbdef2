import pytest

from assessment.errors import RendererError
from assessment.rendering.quarto.finding import FoundQuarto, find_quarto, find_suitable_quarto


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Write a program that says something; none but those is to be found."""
    monkeypatch.delenv("ASSESSMENT_QUARTO", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr("sys.executable", str(tmp_path / "venv" / "python"))

    def make(said, place="named"):
        path = tmp_path / place / "quarto"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\necho '{said}'\n")
        path.chmod(0o755)
        return path

    return make


@pytest.mark.parametrize(
    ("version", "numbers"), [("1.10", (1, 10, 0)), ("1.10.18", (1, 10, 18)), ("1.11.0-rc2", (1, 11, 0))]
)
def test_versions_have_three_numbers(tmp_path, version, numbers):
    assert FoundQuarto(tmp_path, version).numbers == numbers


def test_a_version_of_two_numbers_serves_releases(tmp_path):
    assert FoundQuarto(tmp_path, "1.10").serves_releases


def test_the_version_is_found_among_other_lines(program):
    assert find_quarto(program("a new release is out\n1.10.18")).version == "1.10.18"


def test_a_named_program_is_found_from_any_folder(program, monkeypatch):
    path = program("1.10.18")
    monkeypatch.chdir(path.parent)
    assert find_quarto(path.relative_to(path.parent)).path == path


def test_an_old_one_does_not_hide_a_newer_one(program):
    program("1.4.0", "venv")
    newer = program("1.10.18", "bin")
    assert find_quarto(None).path == newer
    found = find_suitable_quarto(None)
    assert found is not None
    assert found.path == newer


def test_of_those_that_do_not_serve_the_first_is_told_of(program):
    program("1.4.0", "venv")
    program("1.5.0", "bin")
    with pytest.raises(RendererError, match=r"1\.4\.0 .* is too old"):
        find_quarto(None)


def test_the_declared_one_goes_before_that_on_the_path(program, monkeypatch):
    program("1.10.18", "bin")
    declared = program("1.11.0")
    monkeypatch.setenv("ASSESSMENT_QUARTO", str(declared))
    assert find_quarto(None).version == "1.11.0"


def test_one_for_drafts_is_not_suitable(program):
    named = program("1.9.18")
    assert find_quarto(named).version == "1.9.18"
    assert find_suitable_quarto(named) is None


def test_a_named_one_that_does_not_serve_is_an_error_even_unasked(program):
    named = program("nonsense")
    with pytest.raises(RendererError, match="gives no version"):
        find_suitable_quarto(named)


def test_none_is_none(program):
    assert find_suitable_quarto(None) is None
    with pytest.raises(RendererError, match="not installed"):
        find_quarto(None)
