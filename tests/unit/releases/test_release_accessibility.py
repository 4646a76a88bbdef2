"""What the gates of accessibility find, and that they fail where they cannot look."""

from __future__ import annotations

import shutil

import pytest

from assessment.look import design_tokens
from assessment.model import Figure, Media
from assessment.releases.accessibility import axe, standards
from assessment.releases.accessibility.alternatives import wrong_with
from assessment.releases.accessibility.colours import colour_gate, contrast

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def gate_of(tmp_path, drawing):
    (tmp_path / "rain.svg").write_text(SVG.format(drawing))
    figure = Figure(
        "fig-rain", "figure", "notebooks/rain.ipynb", "fig-rain", media=(Media("rain.svg", "image/svg+xml", ""),)
    )
    return colour_gate(tmp_path, {"notebooks/rain.ipynb": {"fig-rain": figure}})


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("drawing", "needs"),
    [
        ('<rect style="fill: #dddddd"/>', "something drawn in #dddddd"),
        ('<rect stroke="#ddd"/>', "something drawn in #dddddd"),
        ('<rect style="fill:lightgrey;stroke:none"/>', "something drawn in #d3d3d3"),
        ('<rect fill="rgb(221, 221, 221)"/>', "something drawn in #dddddd"),
        ('<g id="text_3"><g style="fill: #888888"/></g>', "something written in #888888"),
        ('<text fill="#888888">rain</text>', "something written in #888888"),
    ],
)
def test_what_is_too_pale_is_found(tmp_path, drawing, needs):
    (found,) = gate_of(tmp_path, drawing).findings
    assert needs in found.message
    assert (found.path, found.cell) == ("notebooks/rain.ipynb", "fig-rain")


@pytest.mark.parametrize(
    "drawing",
    [
        '<rect style="fill: #888888"/>',
        '<g id="text_3"><g style="fill: #4d5c69"/></g>',
        '<g id="matplotlib.axis_1"><g id="xtick_1"><path style="stroke: #c9d3da"/></g></g>',
        '<rect style="fill: #ffffff"/>',
        '<rect style="fill: url(#dots); stroke: currentColor; fill-opacity: 1"/>',
        '<defs><path style="fill: #dddddd"/></defs>',
    ],
)
def test_what_is_dark_enough_or_repeats_the_axes_is_not(tmp_path, drawing):
    assert gate_of(tmp_path, drawing).state == "passed"


def test_words_may_be_written_in_every_dark_colour_of_the_house(tmp_path):
    tokens = design_tokens(tmp_path)
    assert contrast(tokens["colour-chart-2"], "#ffffff") >= 4.5


@pytest.mark.parametrize(
    ("alternative", "caption", "wrong"),
    [
        ("", "Figure 1: Rain", "no alternative text"),
        ("Rain by month.", "Figure 1.2: Rain by month", "its caption again"),
        ("A bar chart.", "", "says nothing"),
        ("image.png", "", "says nothing"),
        ("Figure 3", "", "says nothing"),
        ("Bar chart of rain: most in May.", "Figure 1: Rain by month", ""),
    ],
)
def test_an_alternative_text_has_something_of_its_own_to_say(alternative, caption, wrong):
    found = wrong_with(alternative, caption)
    assert wrong in found
    assert bool(wrong) == bool(found)


def test_without_a_browser_the_gate_has_failed_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(axe.shutil, "which", lambda _: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    (tmp_path / "index.html").write_text("<html></html>")
    gate = axe.axe_gate(tmp_path, "_book")
    assert gate.state == "failed"
    assert "could not run" in gate.findings[0].message
    assert "chromium" in gate.findings[0].hint


def report(rules, compliant):
    failed = "".join(
        f'<rule specification="ISO 19005-3:2012" clause="{clause}" testNumber="1" status="{status}">'
        "<description>Why\n it is so</description></rule>"
        for clause, status in rules
    )
    inner = f'<validationReport isCompliant="{compliant}"><details>{failed}</details></validationReport>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<report><jobs><job>{inner}</job></jobs></report>\n'


def test_a_report_of_verapdf_is_read_rule_by_rule():
    said = "a warning on standard error\n" + report([("6.1", "failed"), ("6.2", "passed")], "false")
    (broken,) = standards.broken_in_report(said, "PDF/A-3a")
    assert (broken.rule, broken.message) == ("ISO 19005-3:2012 6.1-1", "Why it is so")


@pytest.mark.parametrize("said", ["", "<report/>", "Exception in thread main"])
def test_a_report_without_a_verdict_is_no_pass(said):
    with pytest.raises(ValueError, match="report"):
        list(standards.broken_in_report(said, "PDF/UA-1"))


def test_verapdf_that_breaks_down_is_no_pass(tmp_path, monkeypatch):
    program = tmp_path / "verapdf"
    program.write_text("#!/bin/sh\necho 'no Java' >&2\nexit 7\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    gate = standards.standards_gate(tmp_path / "x.pdf", "_book/x.pdf", ())
    assert gate.state == "failed"
    assert "no Java" in gate.findings[0].message


def test_every_rule_that_may_fail_has_its_reason():
    assert all(len(reason) > 20 for reason in standards.allowed("page-validation").values())
    assert standards.allowed("page-validation")


def test_pictures_that_are_no_drawings_are_counted_and_not_passed_in_silence(tmp_path):
    media = (Media("rain.png", "image/png", ""),)
    figure = Figure("fig-rain", "figure", "notebooks/rain.ipynb", "fig-rain", media=media)
    assert colour_gate(tmp_path, {"notebooks/rain.ipynb": {"fig-rain": figure}}).told == (
        "0 drawings; 1 other picture not looked at"
    )
