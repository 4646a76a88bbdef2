from pathlib import Path

import pytest

from assessment.errors import UsageError
from assessment.preview import editors
from assessment.preview.editors import address_in_vscode, open_in

FILE = Path("/books/rain & sun/rain.qmd")


def test_the_address_for_vs_code_names_file_and_line():
    assert address_in_vscode(FILE, 12) == "vscode://file/books/rain%20%26%20sun/rain.qmd:12"
    assert address_in_vscode(FILE, None) == "vscode://file/books/rain%20%26%20sun/rain.qmd"


@pytest.mark.parametrize(
    ("environment", "name"),
    [({"VISUAL": "code --wait", "EDITOR": "vi"}, "code"), ({"EDITOR": "gedit"}, "gedit")],
)
def test_an_editor_with_a_window_is_offered(environment, name, monkeypatch):
    monkeypatch.setattr(editors, "_jupyter", lambda: None)
    assert editors.editors(environment) == {"editor": name}


@pytest.mark.parametrize("environment", [{}, {"EDITOR": "vim"}, {"EDITOR": "/usr/bin/nano -w"}, {"EDITOR": "'"}])
def test_an_editor_that_needs_a_terminal_is_not(environment, monkeypatch):
    monkeypatch.setattr(editors, "_jupyter", lambda: None)
    assert editors.editors(environment) == {}


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("code --wait", ["code", "--wait", "--goto", "{file}:7"]),
        ("subl", ["subl", "{file}:7"]),
        ("gedit", ["gedit", "+7", "{file}"]),
        ("kate", ["kate", "--line", "7", "{file}"]),
        ("write", ["write", "{file}"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(editor, command, tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(editors, "launch", lambda words, _: started.append(words))
    monkeypatch.setenv("VISUAL", editor)
    (tmp_path / "rain.qmd").write_text("")
    open_in("editor", tmp_path, "rain.qmd", 7)
    assert started == [[word.format(file=tmp_path / "rain.qmd") for word in command]]


@pytest.mark.parametrize("path", ["../rain.qmd", "/etc/hostname", "missing.qmd", "."])
def test_only_files_of_the_project_are_opened(path, tmp_path, monkeypatch):
    monkeypatch.setenv("VISUAL", "code")
    monkeypatch.setattr(editors, "launch", lambda *_: pytest.fail("opened"))
    (tmp_path / "book").mkdir()
    (tmp_path / "rain.qmd").write_text("")
    with pytest.raises(UsageError, match="no file of the project"):
        open_in("editor", tmp_path / "book", path, None)


def test_an_unknown_editor_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    (tmp_path / "rain.qmd").write_text("")
    with pytest.raises(UsageError, match="there is no editor"):
        open_in("editor", tmp_path, "rain.qmd", None)
