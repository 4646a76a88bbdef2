"""What scripts rely on: one object on standard output, of the promised form, and all else on standard error."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from assessment.codes import CODES

PUBLISHED = Path(__file__).parents[2] / "docs" / "manifest.schema.json"

TEXT = {"type": "string"}
TEXT_OR_NONE = {"type": ["string", "null"]}
TEXTS = {"type": "array", "items": TEXT}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
STATE = {"enum": ["fresh", "stale", "failed", "never"]}


def record(**fields):
    """An object with these fields, all of them and no other."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def table(**fields):
    return {"type": "array", "items": record(**fields)}


def by_name(value):
    """An object whose names are given by the project."""
    return {"type": "object", "additionalProperties": value}


KINDS = ["code", "data", "module", "environment", "missing", "text", "notebook", "figure", "value"]
BECAUSE = table(kind={"enum": [*KINDS, "numbering", "sources", "contents", "filter", "look"]}, path=TEXT)
COST = record(seconds={"type": "number"}, peak={"type": "integer"}, engine={"enum": ["worker", "kernel", "cluster"]})
FINDINGS = table(
    code={"enum": list(CODES)},
    severity={"enum": ["error", "warning", "note"]},
    path=TEXT_OR_NONE,
    line={"type": ["integer", "null"], "minimum": 1},
    cell=TEXT_OR_NONE,
    column=TEXT_OR_NONE,
    message={"type": "string", "minLength": 1},
    hint=TEXT,
)
SCHEMAS = {
    "build": record(
        schema={"const": 1},
        executed=TEXTS,
        reused=TEXTS,
        failed=TEXTS,
        rendered=record(html=TEXTS, pdf={"type": "boolean"}),
        editions=record(html=TEXT_OR_NONE, pdf=TEXT_OR_NONE),
        edition=TEXT_OR_NONE,
        because=record(notebooks=by_name(BECAUSE), chapters=by_name(BECAUSE)),
        recalled=TEXTS,
        costs=by_name(COST),
        renderer=record(name={"enum": ["embedded", "quarto"]}, version=TEXT),
        mode={"const": "draft"},
        findings=FINDINGS,
        seconds=record(total={"type": "number"}, execute={"type": "number"}, render={"type": "number"}),
    ),
    "status": record(
        schema={"const": 1},
        notebooks=table(
            slug=TEXT,
            state=STATE,
            because=BECAUSE,
        ),
        chapters=table(path=TEXT, state=STATE, because=BECAUSE),
    ),
    "check": record(schema={"const": 1}, findings=FINDINGS),
    "trace": record(
        schema={"const": 1},
        id=TEXT,
        kind={"enum": ["figure", "table", "value"]},
        notebook=TEXT,
        cell=TEXT,
        inputs=table(
            dataset=TEXT_OR_NONE,
            version=TEXT_OR_NONE,
            path=TEXT,
            sha256=DIGEST,
            source={"type": "array", "items": {"type": "object"}},
            licence={"type": "array", "items": {"type": "object"}},
            retrieved=TEXT_OR_NONE,
        ),
        sha256=DIGEST,
        used_in=table(path=TEXT, line={"type": "integer", "minimum": 1}),
        review={"type": ["object", "null"]},
        text=TEXT,
        unit=TEXT_OR_NONE,
        base=TEXT_OR_NONE,
        population=TEXT_OR_NONE,
        period=TEXT_OR_NONE,
        evidence=TEXT_OR_NONE,
        rows=table(path=TEXT, line={"type": "integer", "minimum": 2}),
        caveats=TEXTS,
        breaks=table(series=TEXT, at=TEXT, note=TEXT),
        disagreements={"type": "array", "items": {"type": "object"}},
        sentences=table(path=TEXT, line={"type": "integer", "minimum": 1}, how=TEXT, text=TEXT),
    ),
    "impact": record(
        schema={"const": 1},
        notebooks=TEXTS,
        figures=TEXTS,
        tables=TEXTS,
        values=table(id=TEXT),
        sentences=table(path=TEXT, line={"type": "integer", "minimum": 1}, text=TEXT),
    ),
    "impact --with": record(
        schema={"const": 1},
        notebooks=TEXTS,
        figures=TEXTS,
        tables=TEXTS,
        values=table(id=TEXT, old=TEXT_OR_NONE, new=TEXT_OR_NONE),
        sentences=table(path=TEXT, line={"type": "integer", "minimum": 1}, text=TEXT, old=TEXT_OR_NONE),
        failed=TEXTS,
        findings=FINDINGS,
    ),
    "verify": record(
        schema={"const": 1}, ok={"type": "boolean"}, differences=table(what=TEXT, where=TEXT, detail=TEXT)
    ),
    "doctor": record(
        schema={"const": 1},
        parts=table(name=TEXT, well={"type": "boolean"}, said=TEXT, needed={"type": "boolean"}),
    ),
    "error": record(
        schema={"const": 1},
        error=record(
            message={"type": "string", "minLength": 1},
            path=TEXT_OR_NONE,
            line={"type": ["integer", "null"], "minimum": 1},
            hint=TEXT,
        ),
    ),
}


@pytest.fixture
def troubled(weather):
    """The weather book with something wrong in chapters, data and a notebook."""
    weather.append("chapters/rain.qmd", "See @fig-snow, {{< var snow >}} and @nobody1999.")
    weather.write("data/snow.csv", "1\n")
    weather.edit("data/rain/2023.csv", "coast,2,61", "coast,2,many")
    weather.edit_cell("notebooks/plain.ipynb", "remark", "1 / 0")
    return weather


@pytest.mark.parametrize("command", ["build", "status", "check"])
@pytest.mark.parametrize("book", ["weather", "troubled"])
def test_a_command_prints_one_object_of_its_form(request, book, command):
    said = request.getfixturevalue(book).run(command, "--json")
    jsonschema.validate(said.json, SCHEMAS[command])
    assert (said.code, said.err) == ({"weather": 0, "troubled": 1}[book], "")


def test_the_doctor_finds_everything_that_is_needed(finished):
    said = finished.run("doctor", "--json")
    jsonschema.validate(said.json, SCHEMAS["doctor"])
    assert said.code == 0
    assert all(part["well"] for part in said.json["parts"] if part["needed"])


@pytest.mark.parametrize("id_", ["fig-temperature", "tbl-gauges", "temperature.warmest"])
def test_a_trace_is_of_its_form(finished, id_):
    jsonschema.validate(finished.run("trace", id_, "--json").json, SCHEMAS["trace"])


def test_an_impact_is_of_its_form(finished, tmp_path):
    said = finished.run("impact", "data/rain/2023.csv", "--json")
    jsonschema.validate(said.json, SCHEMAS["impact"])
    wetter = finished.text("data/rain/2023.csv").replace("coast,2,61", "coast,2,999")
    (tmp_path / "2023.csv").write_text(wetter)
    tried = finished.run("impact", "data/rain/2023.csv", "--with", str(tmp_path / "2023.csv"), "--json")
    jsonschema.validate(tried.json, SCHEMAS["impact --with"])
    assert tried.json["values"]
    assert (said.code, tried.code) == (0, 0)


def test_a_verification_is_of_its_form(finished, weather):
    jsonschema.validate(finished.run("verify", str(finished.root / "_book"), "--json").json, SCHEMAS["verify"])
    weather.append("_book/index.html", "more")
    said = weather.run("verify", str(weather.root / "_book"), "--json")
    jsonschema.validate(said.json, SCHEMAS["verify"])
    assert (said.code, said.json["ok"]) == (1, False)


@pytest.mark.parametrize("command", ["build", "status", "check", "accept"])
def test_why_a_command_could_not_run_is_an_object_too(weather, command):
    weather.write("_quarto.yml", "project: type: book\n")
    said = weather.run(command, "--json")
    jsonschema.validate(said.json, SCHEMAS["error"])
    assert (said.code, said.json["error"]["path"]) == (3, "_quarto.yml")
    assert said.err.startswith("Error: _quarto.yml:1: not valid YAML")


def test_without_json_progress_goes_to_standard_error_and_the_result_to_standard_output(weather):
    weather.edit_cell("notebooks/plain.ipynb", "remark", "print('new')")
    said = weather.run("build")
    assert "executed plain" in said.err
    assert "Notebooks: 1 executed, 2 reused, 0 failed." in said.out
    (executed,) = [line for line in said.out.splitlines() if line.startswith("executed")]
    assert executed.startswith("executed plain: ")
    assert executed.endswith(" MiB  (code notebooks/plain.ipynb)")
    assert "rendered " in said.out
    (line,) = [json.loads(row) for row in weather.text("_build/logs/builds.jsonl").splitlines()[-1:]]
    assert line["costs"]["plain"]["peak"] > 10_000_000


def test_a_finding_for_people_is_one_line_with_place_and_repair(weather):
    line = weather.append("chapters/rain.qmd", "See @fig-snow.")
    said = weather.run("check")
    (shown,) = [row for row in said.out.splitlines() if "F102" in row]
    assert shown.startswith(f"error   F102 chapters/rain.qmd:{line} @fig-snow has no figure. Hint: ")


def test_findings_as_sarif_name_rule_and_place(weather):
    line = weather.append("chapters/rain.qmd", "See @fig-snow.")
    said = weather.run("check", "--sarif")
    log = json.loads(said.out)
    (result,) = log["runs"][0]["results"]
    (location,) = result["locations"]
    assert (said.code, log["version"], result["ruleId"], result["level"]) == (1, "2.1.0", "F102", "error")
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "chapters/rain.qmd"
    assert location["physicalLocation"]["region"]["startLine"] == line


def test_the_manifest_beside_an_edition_lists_every_file_with_its_digest(finished):
    manifest = json.loads(finished.text("_book/manifest.json"))
    listed = finished.files()
    listed.pop("manifest.json")
    assert manifest["outputs"] == listed
    for path in ("_quarto.yml", "chapters/_units.qmd", "data/rain/2023.csv", "references.bib", "images/station.svg"):
        assert manifest["inputs"][path] == hashlib.sha256((finished.root / path).read_bytes()).hexdigest()
    assert manifest["edition"] in finished.text("_book/index.html")


def test_the_manifest_is_of_the_published_form_and_the_crate_can_be_read(finished):
    from rocrate.rocrate import ROCrate

    manifest = json.loads(finished.text("_book/manifest.json"))
    jsonschema.validate(manifest, json.loads(PUBLISHED.read_bytes()), format_checker=jsonschema.FormatChecker())
    crate = ROCrate(str(finished.root / "_book"))
    assert {entity.id for entity in crate.data_entities} >= {"index.html", "chapters/rain.html", "manifest.json"}
    assert crate.root_dataset["identifier"] == manifest["edition"]
    bases = {entity["name"]: entity["sha256"] for entity in crate.root_dataset["isBasedOn"]}
    assert manifest["inputs"]["data/rain/2023.csv"] in bases.values()


def test_no_page_names_a_folder_of_this_machine(finished):
    for path in (finished.root / "_book").rglob("*"):
        if path.is_file():
            assert str(finished.root).encode() not in path.read_bytes(), path
