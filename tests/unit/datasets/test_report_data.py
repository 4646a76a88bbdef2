"""The data of this report: what the evidence names is declared, and what must not be there is not."""

import csv
import json
from pathlib import Path

import pytest

from assessment.datasets.consistency import inconsistencies

ROOT = Path(__file__).parents[3]
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))


def rows(dataset):
    resource = [r for r in PACKAGE["resources"] if r["dataset"] == dataset][-1]
    with (ROOT / "data" / resource["path"]).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_rows_agree_with_each_other():
    assert list(inconsistencies(ROOT, PACKAGE)) == []


@pytest.mark.parametrize(
    ("dataset", "series", "at"),
    [
        ("iwf_reports_by_year", "iwf_reports", "2014-04"),
        ("iwf_hosting", "iwf_hosting_continent_share", "2020"),
        ("ncmec_reports_by_year", "ncmec_cybertipline_reports", "2024"),
        ("ncmec_files_by_year", "ncmec_files", "2024"),
        ("ncmec_online_enticement_by_year", "ncmec_online_enticement", "2024"),
        ("iwf_age_sex", "iwf_age", "2021"),
        ("iwf_severity", "iwf_category_a_share", "2014"),
    ],
)
def test_every_version_declares_the_breaks_that_the_evidence_names(dataset, series, at):
    for resource in [r for r in PACKAGE["resources"] if r["dataset"] == dataset]:
        declared = [(item["series"], item["at"]) for item in resource["assessment"]["breaks"]]
        assert (series, at) in declared


def test_every_table_of_reports_by_part_is_tied_to_a_total():
    parts = ("by_esp", "by_country", "by_type", "by_continent")
    tied = {r["dataset"] for r in PACKAGE["resources"] if r.get("assessment", {}).get("sums")}
    assert {f"ncmec_reports_{part}" for part in parts} | {"ncmec_report_origin", "ncmec_files_by_year"} <= tied


def test_no_dataset_carries_an_unverified_row():
    statuses = {row["status"] for r in PACKAGE["resources"] for row in rows(r["dataset"]) if "status" in row}
    allowed = {"verified_primary", "verified_secondary", "derived", "seed_only", "contradicted"}
    assert statuses <= allowed
    assert [r["dataset"] for r in PACKAGE["resources"] if "contradicted" in str(rows(r["dataset"]))] == ["facts"]


def test_a_contradicted_statement_is_printed_only_as_a_disagreement():
    facts = {row["id"]: row for row in rows("facts")}
    known = {row["id"] for row in rows("disagreements")}
    assert "F053" not in facts
    assert facts["F022"]["status"] == "contradicted"
    for row in facts.values():
        disputed = row["status"] == "contradicted"
        assert (row["use"] == "only as a disagreement") is disputed
        assert row["disagreement"] in known or not (disputed or row["disagreement"])


def test_recommendations_name_capabilities_and_areas_that_exist():
    capabilities = {row["id"] for row in rows("model_national_response")}
    named = {n for row in rows("recommendations") for n in row["mnr_capabilities"].split(";")}
    assert named - {"enablers"} <= capabilities
    assert {row["area"] for row in rows("recommendations")} == {row["area"] for row in rows("framework_areas")}
