"""What authors call in notebooks: the display of IPython is played by a list."""

import json
import re

import pandas as pd
import pytest

from assessment import notebook
from assessment.notebook import DATA_MIME, VALUE_MIME, dataset, datasets, project_root, publish, show


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr(notebook, "_display", bundles.append)
    return bundles


@pytest.fixture
def project(make_project, tmp_path, monkeypatch):
    """A project with two versions of a dataset, seen from its notebooks' folder."""

    def resource(version):
        types = {"station": "string", "year": "year", "mm": "integer", "share": "number"}
        schema = {"fields": [{"name": name, "type": kind} for name, kind in types.items()]}
        source = {"title": "Yearbook"}
        return {"name": f"rain.{version}", "path": f"rain/{version}.csv", "schema": schema, "sources": [source]}

    files = {
        "data/datapackage.json": json.dumps({"resources": [resource("2023"), resource("2024")]}),
        "data/pins.yml": "rain: 2024\n",
        "data/rain/2023.csv": "station,year,mm,share\nNA,2023,640,0.5\n",
        "data/rain/2024.csv": "station,year,mm,share\nNA,2024,702,0.5\nhill,2024,,\n",
        "notebooks/empty.ipynb": "{}",
    }
    project = make_project(files)
    monkeypatch.chdir(tmp_path / "notebooks")
    return project


def test_a_dataset_is_the_pinned_version_with_its_sources(project):
    rain = dataset("rain")
    assert rain["year"].tolist() == [2024, 2024]
    assert (rain.attrs["dataset"], rain.attrs["version"]) == ("rain", "2024")
    assert rain.attrs["sources"] == [{"title": "Yearbook"}]


def test_another_version_can_be_named(project):
    assert dataset("rain", "2023")["mm"].tolist() == [640]


def test_column_types_follow_the_schema_and_words_are_never_missing_values(project):
    rain = dataset("rain")
    assert rain["station"].tolist() == ["NA", "hill"]
    assert rain["mm"].dtype == "Int64"
    assert rain["mm"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("name", "version", "said"), [("sun", None, "declared are: rain"), ("rain", "1999", "there are: 2023, 2024")]
)
def test_what_is_not_declared_is_an_error_that_offers_what_is(project, name, version, said):
    with pytest.raises(KeyError, match=said):
        dataset(name, version)


def test_outside_a_project_the_error_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"_quarto\.yml"):
        project_root(tmp_path)


def test_a_table_is_one_output_that_quarto_and_nbval_understand(shown):
    show(pd.DataFrame({"Station": ["harbour | quay", None], "mm": [1640, 2]}))
    (bundle,) = shown
    assert set(bundle) == {"text/markdown", "text/plain", DATA_MIME}
    head, rule, *rows = bundle["text/markdown"].splitlines()
    assert head == "| Station | mm |"
    assert re.fullmatch(r"\| :-+ \| -+: \|", rule)
    assert rows == ["| harbour \\| quay | 1,640 |", "|  | 2 |"]
    assert bundle[DATA_MIME]["schema"]["fields"] == [
        {"name": "Station", "type": "string"},
        {"name": "mm", "type": "integer"},
    ]
    assert bundle[DATA_MIME]["data"][0] == {"Station": "harbour | quay", "mm": 1640}


def test_a_named_index_is_a_column(shown):
    show(pd.DataFrame({"mm": [640]}, index=pd.Index([2024], name="Year")))
    assert shown[0]["text/markdown"].startswith("| Year | mm |")


class FakeChart:
    def savefig(self, buffer, **_):
        buffer.write("<svg/>")


def test_a_chart_comes_with_the_table_behind_it(shown, monkeypatch):
    monkeypatch.setattr("matplotlib.pyplot.close", lambda _: None)
    show(FakeChart(), pd.DataFrame({"mm": [640]}))
    assert set(shown[0]) == {"image/svg+xml", "text/plain", DATA_MIME}


def test_the_rows_that_are_shown_say_whose_they_are_the_source_of_most_first(shown):
    sources = [{"bibkey": key, "title": key.title()} for key in ("coast", "hills", "sea")]
    rain = pd.DataFrame({"mm": [1, 2, 3, 4], "bibkey": ["coast", "hills;sea", "hills", None]})
    rain.attrs = {"dataset": "rain", "version": "2024", "sources": sources}
    show(rain[["mm"]], rows=[rain.iloc[:3]])
    show(rain[["mm"]], rows=[rain.iloc[3:]])
    show(rain[["mm"]])
    named, *unnamed = (bundle[DATA_MIME].get("sources") for bundle in shown)
    assert [source["bibkey"] for source in named] == ["hills", "coast", "sea"]
    assert named[0] == {"title": "Hills", "dataset": "rain", "bibkey": "hills"}
    assert unnamed == [None, None]


def test_a_chart_without_its_table_and_anything_else_are_refused(shown):
    with pytest.raises(TypeError, match="table behind the chart"):
        show(FakeChart())
    with pytest.raises(TypeError, match="not str"):
        show("rain")
    assert shown == []


def test_a_value_is_published_with_how_it_is_printed(shown):
    publish("rain.total_2024", pd.Series([1342]).sum(), "mm")
    assert shown[0][VALUE_MIME] == {"id": "rain.total_2024", "value": 1342, "unit": "mm", "text": "1,342"}
    assert type(shown[0][VALUE_MIME]["value"]) is int
    assert shown[0]["text/plain"] == "rain.total_2024 = 1,342 (mm)"


@pytest.mark.parametrize("name", ["rain", "Rain.total", "rain.", "rain-total.x", "1rain.x"])
def test_a_name_of_another_form_is_refused(shown, name):
    with pytest.raises(ValueError, match=r"iwf\.reports_2023"):
        publish(name, 1, "mm")


def test_the_declared_datasets_are_listed_by_version(project):
    listed = datasets()
    assert listed[["dataset", "version", "pinned"]].to_numpy().tolist() == [
        ["rain", "2023", False],
        ["rain", "2024", True],
    ]


def test_a_value_carries_what_is_said_of_it_and_what_its_rows_say(shown):
    rows = pd.DataFrame(
        {"value": [1, 2], "period": ["2023", "2023"], "status": ["final", "draft"], "caveat": [None, "One town."]}
    )
    publish("rain.most", 3, "mm", rows=rows, caveat="Three towns.", population="towns")
    (bundle,) = shown
    facts = {
        "population": "towns",
        "period": "2023",
        "evidence": "computed from final; draft",
        "caveat": "Three towns.",
    }
    assert {name: bundle[VALUE_MIME][name] for name in facts} == facts
    publish("rain.first", 3, "mm", rows=rows.iloc[1])
    assert shown[1][VALUE_MIME]["caveat"] == "One town."


def test_declared_rows_are_known_by_their_place_in_the_dataset(project, shown):
    rain = dataset("rain")
    publish("rain.hill", 0, "mm", rows=rain[rain["station"] == "hill"])
    publish("rain.first", 702, "mm", rows=rain.iloc[0])
    publish("rain.all", 702, "mm", rows=rain[["station", "mm"]])
    where = [bundle[VALUE_MIME]["rows"] for bundle in shown]
    assert where == [{"dataset": "rain", "version": "2024", "records": records} for records in ([2], [1], [1, 2])]


@pytest.mark.parametrize(
    "turn",
    [
        lambda rain: rain.iloc[[1]].reset_index(drop=True),
        lambda rain: rain.set_index("station"),
        lambda rain: rain.set_index(["station", "year"]),
        lambda rain: rain.assign(mm=rain["mm"] * 2),
        lambda rain: rain[["mm"]],
        lambda rain: rain.iloc[:0],
        lambda rain: pd.DataFrame(rain.to_dict("list")),
    ],
)
def test_rows_that_are_no_longer_those_of_the_dataset_lead_nowhere(project, shown, turn):
    publish("rain.hill", 3, "mm", rows=turn(dataset("rain")))
    assert "rows" not in shown[0][VALUE_MIME]


def test_a_fact_that_is_none_is_refused():
    with pytest.raises(TypeError, match="knows no colour; what can be said of a value is: population, period"):
        publish("rain.most", 3, "mm", colour="blue")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("12", "a single number is needed, not '12'"),
        (pd.Series([1, 2]), "a single number is needed, not a Series"),
        (None, "a single number is needed, not a NoneType"),
        (float("nan"), "nan cannot be published"),
    ],
)
def test_what_is_no_number_is_refused_with_the_name_of_the_value(shown, value, said):
    with pytest.raises((TypeError, ValueError), match=r"value 'rain\.total'") as caught:
        publish("rain.total", value, "mm")
    assert said in str(caught.value)
    assert shown == []


@pytest.mark.parametrize(
    ("pins", "said"),
    [("rain: 2031\n", "2031, pinned in data/pins.yml, not found"), ("{}\n", "no pin in data/pins.yml")],
)
def test_a_pin_that_leads_nowhere_is_named(project, pins, said):
    (project.root / "data" / "pins.yml").write_text(pins, encoding="utf-8")
    with pytest.raises(KeyError, match=re.escape(said)):
        dataset("rain")
