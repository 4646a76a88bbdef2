"""A build tells of reviews as soon as there are any, and signing gives an edition no other id."""

from __future__ import annotations


def test_signing_changes_what_a_build_says_and_not_the_edition(weather):
    before = weather.build().json
    assert not [finding for finding in before["findings"] if finding["code"].startswith("R")]
    weather.write("reviews/tbl-gauges.yml", "schema: 1\nid: tbl-gauges\n")
    after = weather.build().json
    said = [finding["message"] for finding in after["findings"] if finding["code"] == "R801"]
    assert any("tbl-gauges" in message for message in said)
    assert after["edition"] == before["edition"]
    assert weather.build().json["findings"] == after["findings"]
    weather.write("reviews/tbl-gauges.yml", "schema: 2\n")
    assert "R807" in weather.build().codes
