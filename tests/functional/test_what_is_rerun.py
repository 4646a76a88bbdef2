"""A build does what is stale and nothing else; `status` says so before it does."""

from __future__ import annotations

import json
import os
import shutil

import pytest


def set_markdown(book):
    raw = book.notebook("notebooks/rain.ipynb")
    next(cell for cell in raw["cells"] if cell["cell_type"] == "markdown")["source"] = ["Other words."]
    book.write("notebooks/rain.ipynb", json.dumps(raw, indent=1))


def touch_everything(book):
    for path in book.root.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))


def save_again_elsewhere(book):
    """What an editor does that writes beside and renames."""
    for path in book.root.glob("data/*/*.csv"):
        beside = path.with_suffix(".new")
        beside.write_bytes(path.read_bytes())
        beside.rename(path)


def retitle_dataset(book):
    package = json.loads(book.text("data/datapackage.json"))
    package["resources"][0]["title"] = "Rain, counted anew"
    book.write("data/datapackage.json", json.dumps(package))


NOTHING = {
    "nothing": lambda _: None,
    "the markdown of a notebook": set_markdown,
    "the times of all files": touch_everything,
    "the files themselves, not their content": save_again_elsewhere,
}


@pytest.mark.parametrize("change", NOTHING.values(), ids=NOTHING)
def test_nothing_is_executed_or_rendered_after_a_change_of(weather, change):
    before = weather.files()
    change(weather)
    assert weather.run("status").code == 0
    said = weather.build()
    assert (said.code, said.json["executed"], said.json["reused"]) == (0, [], ["plain", "rain", "temperature"])
    assert said.json["rendered"] == {"html": [], "pdf": False}
    assert weather.files() == before


SOMETHING = {
    "a byte of data": (lambda book: book.edit("data/rain/2023.csv", "coast,2,61", "coast,2,60"), ["plain", "rain"]),
    "a module": (lambda book: book.edit("notebooks/towns.py", '"Hills"', '"The hills"'), ["rain"]),
    "a code cell": (lambda book: book.edit_cell("notebooks/plain.ipynb", "remark", "print('new')"), ["plain"]),
    "a pin": (lambda book: book.write("data/pins.yml", 'temperature: "2023"\n'), ["temperature"]),
    "what the package says of a dataset": (retitle_dataset, ["rain"]),
    "a file beside the data that nobody reads": (lambda book: book.write("data/rain/notes.txt", "x"), []),
}


@pytest.mark.parametrize(("change", "notebooks"), SOMETHING.values(), ids=SOMETHING)
def test_exactly_its_notebooks_are_executed_after_a_change_of(weather, change, notebooks):
    change(weather)
    stale = [item["slug"] for item in weather.run("status", "--json").json["notebooks"] if item["state"] != "fresh"]
    assert stale == notebooks
    assert weather.build().json["executed"] == notebooks
    assert weather.build().json["executed"] == []


def test_prose_renders_anew_and_executes_nothing(weather):
    weather.append("chapters/rain.qmd", "One more sentence.")
    status = weather.run("status", "--json")
    assert status.code == 1
    assert [c["path"] for c in status.json["chapters"] if c["state"] != "fresh"] == ["chapters/rain.qmd"]
    said = weather.build()
    assert (said.code, said.json["executed"]) == (0, [])
    assert said.json["rendered"] == {"html": ["chapters/rain.qmd"], "pdf": True}
    because = {"chapters/rain.qmd": [{"kind": "text", "path": "chapters/rain.qmd"}]}
    assert said.json["because"] == {"notebooks": {}, "chapters": because}
    assert "One more sentence." in weather.page("chapters/rain.html")
    assert weather.run("status").code == 0


def test_a_page_is_rendered_again_for_what_it_shows_and_says_why(weather):
    """A new value, a figure, a renumbered chapter: each reaches the pages that show it, and no others."""
    weather.edit("data/rain/2023.csv", "coast,2,61", "coast,2,161")
    said = weather.build().json
    assert said["executed"] == ["plain", "rain"]
    kinds = {path: {reason["kind"] for reason in reasons} for path, reasons in said["because"]["chapters"].items()}
    assert "figure" in kinds["chapters/rain.qmd"]
    assert {"chapters/methods.qmd", "references.qmd"}.isdisjoint(kinds)
    assert all(kinds.values())
    assert list(kinds) == said["rendered"]["html"]
    rain, temperature = "- chapters/rain.qmd", "- chapters/temperature.qmd"
    weather.edit("_quarto.yml", f"{rain}\n        {temperature}", f"{temperature}\n        {rain}")
    said = weather.build().json
    assert said["executed"] == []
    moved = {path: {reason["kind"] for reason in reasons} for path, reasons in said["because"]["chapters"].items()}
    assert "numbering" in moved["chapters/rain.qmd"]


def test_status_says_why(weather):
    weather.edit("data/rain/2023.csv", "coast,2,61", "coast,2,60")
    weather.edit("notebooks/towns.py", '"Hills"', '"The hills"')
    because = {item["slug"]: item["because"] for item in weather.run("status", "--json").json["notebooks"]}
    data = {"kind": "data", "path": "data/rain/2023.csv"}
    assert because == {
        "plain": [data],
        "rain": [data, {"kind": "module", "path": "notebooks/towns.py"}],
        "temperature": [],
    }
    assert "data data/rain/2023.csv" in weather.run("status").out


def test_a_notebook_that_is_removed_takes_its_values_with_it(weather):
    (weather.root / "notebooks/temperature.ipynb").unlink()
    said = weather.build()
    assert (said.code, said.json["executed"]) == (1, [])
    assert {"F105", "F102", "V403"} <= said.codes


def test_asking_changes_no_file_of_the_project(weather):
    weather.append("index.qmd", "A sentence.")
    before = weather.files("")
    for command in (("status",), ("check",), ("trace", "rain.most"), ("doctor",)):
        weather.run(*command)
    after = weather.files("")
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert all(path.startswith("_build/") for path in changed), changed


def test_a_build_writes_its_own_folders_and_nothing_else(weather):
    weather.edit_cell("notebooks/plain.ipynb", "remark", "print('new')")
    before = weather.files("")
    weather.build()
    after = weather.files("")
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert all(path.startswith(("_build/", "_book/")) for path in changed), changed


def test_going_back_takes_the_result_of_before(weather):
    before = weather.files()
    weather.edit("data/rain/2023.csv", "coast,2,61", "coast,2,60")
    assert weather.build().json["executed"] == ["plain", "rain"]
    weather.edit("data/rain/2023.csv", "coast,2,60", "coast,2,61")
    assert weather.build().json["executed"] == []
    assert weather.files() == before


def test_a_shared_folder_serves_another_checkout(weather, tmp_path):
    shared = {"ASSESSMENT_STORE": str(tmp_path / "shared")}
    weather.append("notebooks/towns.py", "\n")
    assert weather.build(env=shared).json["executed"] == ["rain"]
    other = weather.copied_to(tmp_path / "elsewhere")
    shutil.rmtree(other.root / "_build")
    assert other.build(env=shared).json["executed"] == ["plain", "temperature"]
    assert other.files() == weather.files()


def test_a_corrupt_result_in_the_library_is_computed_again_and_said(weather):
    (weather.root / "_build" / "notebooks" / "rain.ipynb").unlink()
    for path in weather.root.glob("_build/library/results/*/*.ipynb"):
        path.write_bytes(path.read_bytes()[:-100])
    said = weather.build()
    assert (said.json["executed"], said.codes) == (["rain"], {"N208"})
    assert not weather.build().codes
