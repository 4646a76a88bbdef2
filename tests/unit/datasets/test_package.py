import pytest

from assessment.datasets.package import PackageError, declaration_digests, versions


def test_a_version_carries_what_the_descriptor_says(data_project, resource):
    (version,) = versions(data_project().root)
    assert (version.dataset, version.version, version.path) == ("rain", "2024", "data/rain/2024.csv")
    assert version.sha256 == resource()["hash"].removeprefix("sha256:")
    assert version.sources[0]["title"] == "Yearbook"
    assert version.licences[0]["name"] == "CC-BY-4.0"


def test_dataset_and_version_can_come_from_the_name(data_project, resource):
    declared = {key: item for key, item in resource().items() if key not in ("dataset", "version")}
    (version,) = versions(data_project(resources=[declared]).root)
    assert (version.dataset, version.version) == ("rain", "2024")


def test_a_single_version_needs_no_pin_and_several_do(data_project, resource):
    assert [item.pinned for item in versions(data_project().root)] == [True]
    both = [resource("2023"), resource("2024")]
    assert [item.pinned for item in versions(data_project(resources=both).root)] == [False, False]
    project = data_project(resources=both, pins='rain: "2023"\n')
    assert [(item.version, item.pinned) for item in versions(project.root)] == [("2023", True), ("2024", False)]


def test_a_version_that_looks_like_a_number_is_pinned_all_the_same(data_project, resource):
    project = data_project(resources=[resource("2023"), resource("2024")], pins="rain: 2024\n")
    assert [item.pinned for item in versions(project.root)] == [False, True]


def test_a_project_without_data_has_no_versions(make_project):
    assert versions(make_project().root) == ()


def test_the_digest_of_a_declaration_moves_with_its_dataset_alone(data_project, resource):
    sun = resource(name="sun.2024", dataset="sun", path="sun/2024.csv")
    before = declaration_digests(data_project(resources=[resource(), sun]).root)
    after = declaration_digests(data_project(resources=[resource(title="Rain, by calendar year"), sun]).root)
    assert before["sun"] == after["sun"]
    assert before["rain"] != after["rain"]


def test_a_pin_is_part_of_the_declaration(data_project, resource):
    both = [resource("2023"), resource("2024")]
    digests = [
        declaration_digests(data_project(resources=both, pins=pins).root) for pins in ("rain: 2023", "rain: 2024")
    ]
    assert digests[0] != digests[1]


@pytest.mark.parametrize(
    ("descriptor", "line"),
    [("{\n 'name': 1}", 2), ("[]", None), ('{"resources": {}}', None), (b"\xff", None)],
    ids=["not JSON", "a list", "resources are no list", "not UTF-8"],
)
def test_a_descriptor_that_cannot_be_read_names_the_line(make_project, descriptor, line):
    project = make_project({"data/datapackage.json": descriptor})
    with pytest.raises(PackageError) as caught:
        versions(project.root)
    assert (caught.value.path, caught.value.line) == ("data/datapackage.json", line)


@pytest.mark.parametrize(("pins", "line"), [("rain: [1\nsun: 2\n", 2), ("- rain\n", None)], ids=["not YAML", "a list"])
def test_pins_that_cannot_be_read_name_the_line(data_project, pins, line):
    with pytest.raises(PackageError) as caught:
        versions(data_project(pins=pins).root)
    assert (caught.value.path, caught.value.line) == ("data/pins.yml", line)
