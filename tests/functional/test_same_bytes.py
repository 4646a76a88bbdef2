"""The same sources give the same bytes: elsewhere, later, after a loss."""

from __future__ import annotations

import shutil

GARBAGE = b"\x00 not what stood here"


def test_built_in_another_folder_zone_and_language_the_edition_has_the_same_bytes(finished, weather, tmp_path):
    elsewhere = weather.copied_to(tmp_path / "Wetter für später")
    for folder in ("_book", "_build"):
        shutil.rmtree(elsewhere.root / folder)
    strange = {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "40"}
    said = elsewhere.build("--jobs", "1", env=strange)
    assert (said.code, said.json["executed"]) == (0, ["plain", "rain", "temperature"])
    assert elsewhere.files() == finished.files()


def test_deleted_and_built_again_the_edition_has_the_same_bytes(finished, weather):
    for folder in ("_build", "_book"):
        shutil.rmtree(weather.root / folder)
    assert weather.build().code == 0
    assert weather.files() == finished.files()


def test_an_edition_somebody_changed_is_made_again(finished, weather):
    weather.append("_book/index.html", "<!-- mine -->")
    (weather.root / "_book/chapters/rain.html").unlink()
    said = weather.build()
    assert (said.code, said.json["executed"]) == (0, [])
    assert weather.files() == finished.files()


def test_a_corrupt_result_of_the_store_is_taken_from_the_library(finished, weather):
    weather.write("_build/notebooks/rain.ipynb", (weather.root / "_build/notebooks/rain.ipynb").read_bytes()[:-9])
    weather.write("_build/notebooks/plain.json", GARBAGE)
    said = weather.build()
    assert (said.code, said.json["executed"]) == (0, [])
    assert weather.files() == finished.files()


def test_a_result_that_is_corrupt_wherever_it_is_kept_is_computed_again_and_told_of(finished, weather):
    for folder in ("notebooks", "library/results"):
        for path in (weather.root / "_build" / folder).rglob("*.ipynb"):
            path.write_bytes(path.read_bytes()[:-9])
    said = weather.build()
    assert (said.code, said.json["executed"]) == (0, ["plain", "rain", "temperature"])
    assert said.codes == {"N208"}
    assert weather.files() == finished.files()


def test_a_build_folder_full_of_garbage_does_no_harm(finished, weather):
    for path in (weather.root / "_build").rglob("*"):
        if path.is_file() and path.suffix != ".woff2":
            path.write_bytes(GARBAGE)
    said = weather.build()
    assert said.code == 0, said
    assert weather.files() == finished.files()


def test_the_date_and_the_edition_follow_the_sources_alone(finished, weather):
    stamp = finished.text("_book/manifest.json")
    assert '"date": "2024-05-01"' in stamp
    dated = weather.build(env={"SOURCE_DATE_EPOCH": "1000000000"})
    assert dated.code == 0
    assert '"date": "2001-09-09"' in weather.text("_book/manifest.json")
    assert weather.build().code == 0
    assert weather.files() == finished.files()
