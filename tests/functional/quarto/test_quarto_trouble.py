"""What goes wrong with Quarto, and what a build says of it."""

import os
import signal
import time

import pytest


def gone(pid):
    """Whether a process ends within a moment."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def error(said):
    return said.json["error"]


def test_remarks_become_findings_with_their_line(leaflet, quarto):
    line = leaflet.append("chapters/rain.qmd", "See @sec-rain, {{< var rain.mm >}}.")
    leaflet.write("_variables.yml", 'rain: {mm: "640"}\n')
    quarto.is_told(
        said={
            "chapters/rain.qmd": [
                "\x1b[33mWARNING (/opt/quarto/share/filters/main.lua:19094) Unknown var rain.mm specified in a var.",
                "\x1b[39m[WARNING] Citeproc: citation nobody1999 not found",
                "[WARNING] Could not do something with\n  a long name",
            ],
            "book": ["WARN: chapters/rain.html: Unable to resolve crossref @sec-rain"],
        }
    )
    said = leaflet.build(*quarto.options)
    assert said.code == 1
    found = {(finding["code"], finding["path"], finding["line"], finding["message"]) for finding in said.findings}
    assert found == {
        ("Q701", "chapters/rain.qmd", line, "Quarto knows no variable rain.mm"),
        ("Q701", "chapters/rain.qmd", line, "@sec-rain leads nowhere in Quarto's pages"),
        ("Q701", "chapters/rain.qmd", None, "Quarto finds no source for @nobody1999"),
        ("Q702", "chapters/rain.qmd", None, "Quarto remarks: Could not do something with a long name"),
    }


def test_marks_that_quarto_leaves_on_a_page_are_found_though_it_says_nothing(leaflet, quarto):
    quarto.is_told(marks='<strong>?var:a.b</strong> <span class="quarto-unresolved-ref">?fig-x</span>')
    said = leaflet.build(*quarto.options)
    messages = {finding["message"] for finding in said.findings if finding["path"] == "chapters/rain.qmd"}
    assert messages == {"Quarto knows no variable a.b", "@fig-x leads nowhere in Quarto's pages"}


def test_a_failure_is_told_in_quartos_words_and_the_last_editions_stand(leaflet, quarto):
    leaflet.build(*quarto.options)
    before = leaflet.files()
    leaflet.append("index.qmd", "More.")
    failure = "ERROR: Unable to embed content\nThe file {} cannot be read.\n\nStack trace:\n    at x (file:///y.js:1)"
    quarto.is_told(fails="chapters/rain.qmd", said={"chapters/rain.qmd": [failure]})
    said = leaflet.build(*quarto.options)
    assert said.code == 3
    assert error(said)["message"] == "Quarto failed: Unable to embed content\nThe file {} cannot be read."
    assert error(said)["path"] == "chapters/rain.qmd"
    assert leaflet.files() == before


def test_a_failure_of_typst_names_the_line_that_has_the_label(leaflet, quarto):
    quarto.is_told(refused="label `<sec-rain>` occurs multiple times in the document")
    said = leaflet.build(*quarto.options)
    assert said.code == 3
    assert error(said)["message"] == "Quarto failed: label `<sec-rain>` occurs multiple times in the document"
    assert (error(said)["path"], error(said)["line"]) == ("chapters/rain.qmd", 1)


@pytest.mark.slow
def test_a_quarto_that_hangs_is_stopped_with_its_children(leaflet, quarto):
    leaflet.write("_quarto.yml", leaflet.text("_quarto.yml") + "assessment:\n  quarto-timeout: 2\n")
    quarto.is_told(hangs="chapters/rain.qmd")
    said = leaflet.build(*quarto.options)
    assert said.code == 3
    assert "did not end within 2 seconds" in error(said)["message"]
    assert error(said)["path"] == "chapters/rain.qmd"
    assert "quarto-timeout" in error(said)["hint"]
    assert gone(quarto.child)
    assert not (leaflet.root / "_book").exists()


@pytest.mark.slow
def test_an_interrupt_stops_quarto_and_its_children(leaflet, quarto):
    quarto.is_told(hangs="index.qmd")
    building = leaflet.start("build", *quarto.options)
    try:
        while quarto.child is None:
            assert building.poll() is None
            time.sleep(0.05)
        building.send_signal(signal.SIGINT)
        building.communicate(timeout=20)
    finally:
        building.kill()
    assert building.returncode == 130
    assert gone(quarto.child)
    assert not (leaflet.root / "_book").exists()


@pytest.mark.parametrize(
    ("version", "message"),
    [("1.4.550", "is too old"), ("1.9.17", "is too old"), ("what?", "gives no version")],
)
def test_a_quarto_that_does_not_serve_is_refused(leaflet, quarto, version, message):
    quarto.is_told(version)
    said = leaflet.build(*quarto.options)
    assert said.code == 3
    assert message in error(said)["message"]
    assert "--renderer embedded" in error(said)["hint"]


def test_a_quarto_that_is_not_there_is_an_error(leaflet, tmp_path):
    said = leaflet.build("--renderer", "quarto", "--quarto", str(tmp_path / "none"))
    assert said.code == 3
    assert "cannot be started" in error(said)["message"]


def test_a_quarto_between_draft_and_release_is_asked_for_less(leaflet, quarto):
    leaflet.write("_extensions/assessment/_extension.yml", 'quarto-required: ">=1.10.0"\ntitle: Ours\n')
    quarto.is_told("1.9.18")
    said = leaflet.build(*quarto.options)
    assert said.code == 0
    assert said.found("E601")["severity"] == "warning"
    assert "pdf-standard: [ua-1]" in leaflet.text("_build/quarto/_extensions/look/_extension.yml")
    assert "quarto-required" not in leaflet.text("_build/quarto/_extensions/assessment/_extension.yml")


def test_a_standard_that_typst_refuses_does_not_cost_the_draft(leaflet, quarto):
    quarto.is_told(refused="PDF/UA-1 error: skipped from heading level 2 to 4")
    said = leaflet.build(*quarto.options)
    assert said.code == 0
    assert "skipped from heading level 2 to 4" in said.found("E601")["message"]


@pytest.mark.parametrize("edition", ["html", "pdf"])
def test_a_quarto_that_makes_nothing_has_failed(leaflet, quarto, edition):
    quarto.is_told(makes=False)
    said = leaflet.build("--to", edition, *quarto.options)
    assert said.code == 3
    assert "made no" in error(said)["message"]


@pytest.mark.parametrize(
    ("mind", "message"),
    [
        ({"halves": "rain.html"}, "wrote only half of chapters/rain.html"),
        ({"loses": "rain.html"}, "made no chapters/rain.html"),
        ({"halves": "*.pdf"}, "wrote only half of the PDF"),
    ],
    ids=["half a page", "no page", "half a PDF"],
)
def test_a_quarto_that_writes_half_has_failed_and_the_last_editions_stand(leaflet, quarto, mind, message):
    leaflet.build(*quarto.options)
    before = leaflet.files()
    leaflet.append("index.qmd", "More.")
    quarto.is_told(**mind)
    said = leaflet.build(*quarto.options)
    assert said.code == 3
    assert message in error(said)["message"]
    assert leaflet.files() == before


@pytest.mark.parametrize(("version", "taken"), [("1.10.0", "quarto"), ("1.11", "quarto"), ("1.9.20", "embedded")])
def test_auto_takes_a_quarto_that_can_make_releases(leaflet, quarto, version, taken):
    quarto.is_told(version)
    said = leaflet.build("--to", "html", "--renderer", "auto", env={"ASSESSMENT_QUARTO": str(quarto.path)})
    assert said.json["renderer"]["name"] == taken
