import csv
import io
import json
from dataclasses import replace

from facts_of_rain import RAIN

from assessment.provenance.graph import Graph, Use
from assessment.rendering.panels.printed import INPUTS, PROVENANCE, printed_files

SIDE = b'{"edition": "1"}\n'


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_book_without_results_is_told_nothing(labels, figure):
    assert printed_files(Graph(), b"", labels) == {}
    assert printed_files(Graph((replace(figure, used_in=()),)), b"", labels) == {}


def test_the_template_is_told_lines_origins_and_data(labels, figure, number):
    told = json.loads(printed_files(Graph((figure, number)), SIDE, labels)[PROVENANCE])
    assert told["lines"]["fig-rain"].startswith("Source and data: Rain by town, version 2023.")
    assert told["exhibits"]["fig-rain"]["datasets"] == ["rain-2023"]
    assert told["values"]["rain.days"]["text"] == "12%"
    assert told["values"]["rain.days"]["what"] == "2023, base: all days"
    assert told["datasets"]["rain-2023"]["sha256"] == RAIN.sha256
    assert told["licences"] == [["CC0-1.0", "Creative Commons Zero"]]
    for origin in (*told["exhibits"].values(), *told["values"].values()):
        assert set(origin["datasets"]) <= set(told["datasets"])


def test_figures_are_told_in_the_order_of_the_book(labels, figure):
    graph = Graph(tuple(replace(figure, id=name) for name in ("fig-a", "fig-b", "fig-c")))
    told = json.loads(printed_files(graph, b"", labels, ("fig-c", "sec-of-no-notebook", "fig-a"))[PROVENANCE])
    assert list(told["exhibits"]) == ["fig-c", "fig-a", "fig-b"]


def test_a_number_read_with_a_figure_is_told_with_it(labels, figure, number):
    place = figure.used_in[0]
    quoted = replace(number, used_in=(Use(place.path, place.line, "in a caption", "12% of days"),))
    told = json.loads(printed_files(Graph((figure, quoted)), b"", labels)[PROVENANCE])
    assert told["inside"] == {"fig-rain": ["rain.days"]}


def test_everything_named_is_staged_and_everything_staged_is_named(labels, figure, number):
    files = printed_files(Graph((figure, number)), SIDE, labels)
    attached = json.loads(files[PROVENANCE])["attachments"]
    assert {file["path"] for file in attached} == set(files) - {PROVENANCE}
    assert len({file["name"] for file in attached}) == len(attached)
    assert all(file["description"] and file["mime-type"] for file in attached)
    assert {file["relationship"] for file in attached} == {"data", "supplement"}
    assert files[f"attachments/{INPUTS}"] == SIDE


def test_data_and_lists_are_attached_as_csv(labels, figure, number):
    files = printed_files(Graph((figure, number)), b"", labels)
    assert rows(files["attachments/fig-rain.csv"])[0] == {"town": "coast, north", "wet_days": "12"}
    (exhibit,) = rows(files["attachments/sources-of-figures-and-tables.csv"])
    assert (exhibit["id"], exhibit["data"], exhibit["licences"]) == ("fig-rain", "rain 2023", "CC0-1.0")
    (one,) = rows(files["attachments/sources-of-numbers.csv"])
    assert (one["id"], one["printed"], one["value"], one["publishers"]) == ("rain.days", "12%", "12", "Weather Office")
    (data,) = rows(files["attachments/data.csv"])
    assert data["documents"] == "https://example.org/north; Rain at sea; Rain of the south"
    assert f"attachments/{INPUTS}" not in files


def test_the_same_graph_gives_the_same_bytes(labels, figure, number):
    assert printed_files(Graph((figure, number)), SIDE, labels) == printed_files(Graph((figure, number)), SIDE, labels)
