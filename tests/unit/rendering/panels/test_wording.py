from dataclasses import replace

from facts_of_rain import LOOSE, RAIN

from assessment.datasets.package import DESCRIPTOR, PINS
from assessment.provenance.graph import Input, Source
from assessment.rendering.panels import wording


def sources(*publishers):
    return replace(RAIN, sources=tuple(Source(publisher=name, title=str(at)) for at, name in enumerate(publishers)))


def test_the_line_names_data_version_publishers_and_years(figure, labels):
    said = wording.line(figure, labels)
    assert said == "Source and data: Rain by town, version 2023. Weather Office and Coast Guard, 2022\N{EN DASH}2024."


def test_the_line_of_a_file_that_is_not_declared_names_its_path(figure, labels):
    assert wording.line(replace(figure, inputs=(LOOSE,)), labels) == "Source and data: data/loose.csv."


def test_the_line_of_a_figure_that_read_nothing_says_so(figure, labels):
    assert wording.line(replace(figure, inputs=()), labels) == "Source and data: No data file was read for this."


def test_the_line_names_the_first_two_of_many_files(figure, labels):
    many = tuple(replace(RAIN, path=f"data/{name}", title=name, sources=()) for name in "abcd")
    assert wording.line(replace(figure, inputs=many[:3]), labels).endswith("b, version 2023 and one further dataset.")
    assert wording.line(replace(figure, inputs=many), labels).endswith("b, version 2023 and 2 further datasets.")


def test_the_line_counts_very_many_files_and_names_none(figure, labels):
    many = tuple(replace(RAIN, path=f"data/{name}", title=name) for name in "abcdefghij")
    said = wording.line(replace(figure, inputs=many), labels)
    assert said.startswith("Source and data: 10 datasets. Weather Office and Coast Guard")


def test_the_publisher_of_most_sources_comes_first(labels):
    item = sources("A", "B", "B", "C", "D")
    assert wording.publishers([item]) == ("B", "A", "C", "D")
    assert wording.publishers_in_short([item], labels) == "B and 3 others"
    assert wording.publishers_in_short([sources("A")], labels) == "A"
    assert wording.publishers_in_short([sources()], labels) == ""


def test_a_long_name_is_cut_at_a_comma_and_two_that_are_then_alike_count_once(labels):
    long = "Centre for Weather, for the Ministry of Rain, Office of Drizzle and Prevention of Floods"
    assert wording.shortened(long) == "Centre for Weather, for the Ministry of Rain"
    assert wording.shortened("Short, Robert") == "Short, Robert"
    assert wording.shortened("x" * 80) == "x" * 80
    twice = sources(long, "Centre for Weather, for the Ministry of Rain")
    assert wording.publishers_in_short([twice], labels) == "Centre for Weather, for the Ministry of Rain"


def test_one_year_stands_alone():
    assert wording.years([replace(RAIN, sources=RAIN.sources[:1])]) == "2022"
    assert wording.years([LOOSE]) == ""


def test_the_data_package_counts_where_nothing_else_was_read(figure):
    own = (Input(DESCRIPTOR, "1"), Input(PINS, "2"))
    assert wording.data_of(replace(figure, inputs=(*own, RAIN))) == (RAIN,)
    assert wording.data_of(replace(figure, inputs=own)) == own


def test_a_number_says_what_it_counts(number, labels):
    assert wording.what_it_counts(number, labels) == "2023, base: all days"
    days = replace(number, value=replace(number.value, unit="days"))
    assert wording.what_it_counts(days, labels) == "days, 2023, base: all days"


def test_files_are_told_once_with_every_source_and_without_what_concerns_single_rows(figure, number):
    other = replace(number, inputs=(replace(number.inputs[0], sources=RAIN.sources[1:2]),))
    (item,) = wording.merged([number, other])
    assert item.sources == RAIN.sources[:2]
    assert item.caveats == ()
    assert [one.path for one in wording.merged([replace(figure, inputs=(RAIN, LOOSE))])] == [RAIN.path, LOOSE.path]


def test_names_for_ids_hold_no_strange_signs():
    assert wording.anchor(RAIN) == "rain-2023"
    assert wording.anchor(LOOSE) == "data-loose-csv"


def test_a_list_needs_the_first_sentence_of_a_caption(figure):
    assert wording.first_sentence(figure.text) == "Rain by town."
    assert wording.first_sentence("No stop, 1.5 mm") == "No stop, 1.5 mm"
