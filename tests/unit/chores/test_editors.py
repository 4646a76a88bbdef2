import json
import re

from assessment.chores import editors
from assessment.cli.main import app
from assessment.schemas.shipped import schemas


def test_every_schema_is_shipped_and_wired_to_its_files():
    files = editors.editor_files()
    settings = json.loads(files[".vscode/settings.json"])
    wired = settings["yaml.schemas"]
    for schema in schemas():
        assert f".vscode/schemas/{schema.name}.schema.json" in files
        for name in schema.files:
            url = f"./.vscode/schemas/{schema.name}.schema.json"
            as_json = {"fileMatch": [f"/{name}"], "url": url}
            assert name in wired.get(url, []) or as_json in settings["json.schemas"]


def test_what_pip_compiled_is_no_file_for_editors(tmp_path, monkeypatch):
    (tmp_path / "vscode").mkdir()
    (tmp_path / "vscode" / "settings.json").write_text("{}")
    (tmp_path / "jupyter" / "__pycache__").mkdir(parents=True)
    (tmp_path / "jupyter" / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"")
    monkeypatch.setattr(editors, "_STARTER", tmp_path)
    assert [name for name in editors.editor_files() if "pycache" in name] == []


def test_the_tasks_call_commands_that_there_are_and_find_places_in_what_they_print():
    tasks = json.loads(editors.editor_files()[".vscode/tasks.json"])["tasks"]
    commands = {command.callback.__name__ for command in app.registered_commands}
    assert {task["args"][0] for task in tasks} <= commands
    pattern = re.compile(next(task["problemMatcher"]["pattern"]["regexp"] for task in tasks if task["problemMatcher"]))
    found = pattern.match("error   F102 chapters/rain.qmd:12 @fig-rian has no figure. Hint: did you mean @fig-rain?")
    assert found.groups()[:4] == ("error", "F102", "chapters/rain.qmd", "12")
    in_a_cell = pattern.match("warning N206 notebooks/rain.ipynb [fig-rain] the accepted output differs.")
    assert in_a_cell is None


def test_every_snippet_for_a_cell_is_python():
    files = editors.editor_files()
    snippets = [content for name, content in files.items() if name.startswith(".jupyter/snippets/")]
    assert len(snippets) >= 4
    for snippet in snippets:
        compile(snippet, "snippet", "exec")
