import json

import pytest
from typer.testing import CliRunner

from assessment.cli.main import app, main
from assessment.errors import UsageError

RUN = CliRunner()


@pytest.fixture
def project(make_project, raw_notebook, code_cell):
    return make_project(
        {"index.qmd": "# Hello\n", "notebooks/sky/rain.ipynb": json.dumps(raw_notebook(code_cell("x")))}
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--to", "docx"], "html, pdf and all"),
        (["build", "--renderer", "word"], "auto, quarto and embedded"),
        (["check", "--json", "--sarif"], "exclude each other"),
        (["accept", "rain"], "there is no notebook rain"),
    ],
)
def test_what_does_not_exist_is_a_mistake_of_usage_that_offers_what_does(project, arguments, said):
    result = RUN.invoke(app, [*arguments, "--project", str(project.root)])
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)


def test_a_notebook_in_a_folder_is_named_with_its_folder(project):
    result = RUN.invoke(app, ["accept", "rain", "--project", str(project.root)])
    assert result.exception.hint == "there are: sky/rain"


def test_an_error_of_ours_is_one_message_and_its_exit_code(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["assessment", "status", "--project", str(tmp_path)])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "_quarto.yml" in said.err
    assert "Hint" in said.err


def test_an_interrupt_says_that_nothing_is_lost(monkeypatch, capsys):
    def interrupted(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr("assessment.cli.main.app", interrupted)
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 130
    assert "stands untouched" in capsys.readouterr().err


def test_no_command_shows_the_help():
    result = RUN.invoke(app, [])
    assert "build" in result.output
    assert "trace" in result.output


@pytest.mark.parametrize("command", ["preview", "review"])
def test_a_port_that_there_cannot_be_is_a_mistake_of_usage(project, command):
    result = RUN.invoke(app, [command, "--port", "99999", "--project", str(project.root)])
    assert result.exit_code == 2
    assert "65535" in result.output


def test_the_next_command_can_be_copied_whatever_the_folder_is_called(monkeypatch):
    monkeypatch.setattr("assessment.chores.report.start_report", lambda *_: ("index.qmd",))
    assert "cd 'my report' && make report" in RUN.invoke(app, ["new", "report", "my report"]).output
