import pytest

from assessment.cli.sarif import as_sarif
from assessment.codes import CODES, REPAIRS
from assessment.model import finding


def test_a_finding_becomes_a_result_with_its_rule_and_place():
    found = [
        finding("F102", "@fig-rain has no figure", path="chapters/rain.qmd", line=4, hint="label a cell"),
        finding("N203", "it rained", path="notebooks/rain.ipynb", cell="fig-rain"),
        finding("E602", "a remark"),
    ]
    (run,) = as_sarif(found)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["E602", "F102", "N203"]
    first, second, third = run["results"]
    assert (first["ruleId"], first["level"]) == ("F102", "error")
    assert first["message"]["text"] == "@fig-rain has no figure. Hint: label a cell"
    place = first["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("chapters/rain.qmd", 4)
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert "fig-rain" in second["message"]["text"]
    assert second["locations"][0]["logicalLocations"][0]["name"] == "fig-rain"
    assert (third["level"], "locations" in third) == ("warning", False)


@pytest.mark.parametrize("code", CODES)
def test_every_rule_says_what_it_means_and_what_to_do(code):
    (run,) = as_sarif([finding(code, "it rained")])["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == CODES[code][1]
    assert REPAIRS[code] in rule["help"]["text"]
    assert rule["defaultConfiguration"]["level"] == CODES[code][0]


def test_no_findings_are_a_run_without_results():
    assert as_sarif([])["runs"][0]["results"] == []
