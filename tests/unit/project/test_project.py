import pytest

from assessment.errors import ConfigurationError
from assessment.project.project import load
from assessment.project.root import find_root


def test_the_nearest_folder_upwards_is_the_project(make_project, tmp_path, monkeypatch):
    make_project()
    below = tmp_path / "chapters" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert load().root == tmp_path.resolve()


def test_without_a_configuration_the_error_says_what_to_do(tmp_path):
    with pytest.raises(ConfigurationError, match="--project"):
        find_root(tmp_path)
    with pytest.raises(ConfigurationError, match=r"_quarto\.yml"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ("project: {type: book}\nbook:\n  title: [Rain\n", 4),
        ("project: {type: book}\nbook:\n  title: Rain\n", 2),
        (b"project: \xff\xfe\n", None),
    ],
    ids=["not YAML", "no chapters", "not UTF-8"],
)
def test_a_configuration_that_cannot_be_understood_names_file_and_line(tmp_path, config, line):
    (tmp_path / "_quarto.yml").write_bytes(config.encode() if isinstance(config, str) else config)
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path)
    assert (caught.value.path, caught.value.line) == ("_quarto.yml", line)
    assert caught.value.hint


def test_our_settings_are_seconds_above_zero(make_project):
    base = "project: {type: book}\nbook: {chapters: [index.qmd]}\n"
    project = make_project(config=base + "assessment: {notebook-timeout: 5}\n")
    assert (project.settings.notebook_timeout, project.settings.quarto_timeout) == (5.0, 1800.0)
    for wrong in ("notebook-timeout: never", "notebook-timeout: 0", "notebook-time: 5"):
        with pytest.raises(ConfigurationError, match="notebook-time"):
            make_project(config=f"{base}assessment: {{{wrong}}}\n")


@pytest.mark.parametrize(
    ("written", "read"),
    [("Ana", ("Ana",)), ("[Rain team, Ana]", ("Rain team", "Ana")), ("''", None), ("[]", None), ("7", None)],
)
def test_the_analyst_is_a_name_or_a_list_of_names(make_project, written, read):
    config = f"project: {{type: book}}\nbook: {{chapters: [index.qmd]}}\nassessment:\n  analyst: {written}\n"
    if read:
        assert make_project(config=config).settings.analyst == read
        return
    with pytest.raises(ConfigurationError, match="a name, or a list of names") as caught:
        make_project(config=config)
    assert caught.value.line == 4


def test_notebooks_and_data_come_in_a_stable_order_without_hidden_files(make_project):
    project = make_project(
        {
            "notebooks/b.ipynb": "{}",
            "notebooks/a/c.ipynb": "{}",
            "notebooks/.ipynb_checkpoints/b-checkpoint.ipynb": "{}",
            "data/rain/2.csv": "",
            "data/rain/1.csv": "",
            "data/.hidden": "",
        }
    )
    assert [project.relative(path) for path in project.notebooks()] == ["notebooks/a/c.ipynb", "notebooks/b.ipynb"]
    assert [project.relative(path) for path in project.data_files()] == ["data/rain/1.csv", "data/rain/2.csv"]


def test_loading_creates_nothing(make_project, tmp_path):
    make_project()
    assert [path.name for path in tmp_path.iterdir()] == ["_quarto.yml"]
