"""A book on which everything was done is released, always into the same bytes."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime

import pytest

from assessment.releases.gates import GATES
from release_ready import commit, git, sign

pytestmark = pytest.mark.usefixtures("browser")


def released(book, *options, **how):
    said = book.run("release", "1.0", "--renderer", "embedded", "--json", *options, **how)
    assert said.code == 0, said.out + said.err
    return said.json


@pytest.fixture(scope="module")
def bundle(_ready, tmp_path_factory):
    book = _ready.copied_to(tmp_path_factory.mktemp("released") / "weather")
    said = released(book, "--tag")
    return book, said, book.root / "dist" / "Weather-of-three-towns-1.0"


def test_every_gate_passed_and_says_what_it_looked_at(bundle):
    _, said, folder = bundle
    assert {gate["code"]: gate["state"] for gate in said["gates"]} == dict.fromkeys(GATES, "passed")
    assert all(gate["told"] for gate in said["gates"])
    assert said["folder"] == str(folder)
    assert said["released"]


def test_the_bundle_holds_all_that_it_should(bundle):
    _, _, folder = bundle
    name = folder.name
    of_the_release = {f"{name}-html.zip", f"{name}.pdf", "certificate.html", "certificate.json", "release-notes.md"}
    as_it_was = {"html", "data", "manifest.json", "corrections.yml"}
    proof = {"ro-crate-metadata.json", "SHA256SUMS"}
    assert {path.name for path in folder.iterdir()} == of_the_release | as_it_was | proof
    assert json.loads((folder / "certificate.json").read_bytes())["complete"]
    notes = (folder / "release-notes.md").read_text()
    assert all(code in notes for code in GATES)
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=folder, check=True)


def test_the_editions_bear_the_version_in_place_of_the_draft_line(bundle, book_at):
    _, _, folder = bundle
    page = (folder / "html" / "index.html").read_text()
    assert "Released edition 1.0 · " in page
    assert "Draft" not in page
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert (manifest["mode"], manifest["version"]) == ("release", "1.0")


def test_every_leaf_of_the_pdf_bears_the_version(bundle):
    import pypdfium2

    with pypdfium2.PdfDocument(bundle[2] / f"{bundle[2].name}.pdf") as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert all("Released edition 1.0" in text and "Draft" not in text for text in texts)


@pytest.mark.parametrize("part", ["html", "Weather-of-three-towns-1.0-html.zip", "Weather-of-three-towns-1.0.pdf"])
def test_each_part_can_be_verified(bundle, part):
    book, _, folder = bundle
    assert book.run("verify", str(folder / part), "--json").json == {"schema": 1, "ok": True, "differences": []}


def test_the_commit_is_tagged_and_the_draft_stays_a_draft(bundle):
    book, said, _ = bundle
    assert git(book.root, "rev-list", "-n1", "v1.0") == said["commit"] == git(book.root, "rev-parse", "HEAD")
    assert "Draft" in book.text("_book/index.html")


def test_another_release_of_a_version_is_refused(bundle, tmp_path):
    book = bundle[0].copied_to(tmp_path / "again")
    sums = next((book.root / "dist").glob("*/SHA256SUMS"))
    before = sums.read_bytes()
    book.edit("index.qmd", "Rain fell on", "It rained on")
    commit(book.root, "Another sentence")
    said = book.run("release", "1.0", "--renderer", "embedded", "--tag")
    assert said.code == 2
    assert "v1.0" in said.err
    assert sums.read_bytes() == before


@pytest.mark.slow
def test_two_releases_of_one_commit_in_other_folders_on_other_dates_have_the_same_sums(bundle, tmp_path):
    first, _, folder = bundle
    second = first.copied_to(tmp_path / "a folder with another name" / "book")
    for made in ("dist", "_build", "_book"):
        subprocess.run(["rm", "-rf", str(second.root / made)], check=True)
    another_day = "EAST-14" if datetime.now(UTC).hour >= 10 else "WEST+12"  # tomorrow there, or still yesterday
    released(second, env={"TZ": another_day, "LC_ALL": "C"})
    again = next((second.root / "dist").glob("*/SHA256SUMS"))
    assert again.read_bytes() == (folder / "SHA256SUMS").read_bytes()


@pytest.fixture(scope="module")
def second(bundle, tmp_path_factory):
    """The next edition, with other data: accepted, signed anew, and released with what changed since the first."""
    book = bundle[0].copied_to(tmp_path_factory.mktemp("second") / "weather")
    book.edit("data/pins.yml", '"2022"', '"2023"')
    for command in (["build", "--renderer", "embedded"], ["accept"]):
        assert book.run(*command).code == 0
    sign(book.root)
    commit(book.root, "The data of another year")
    said = book.run("release", "1.1", "--renderer", "embedded", "--since", "v1.0", "--json")
    assert said.code == 0, said.out + said.err
    return book.root / "dist" / "Weather-of-three-towns-1.1"


@pytest.mark.slow
def test_the_second_edition_says_on_a_page_what_changed_since_the_first(second):
    from lxml import html

    page = html.parse(str(second / "changes.html"), html.HTMLParser(encoding="utf-8"))
    assert page.xpath("string(//h1)") == "What changed since v1.0"
    (row,) = page.xpath("//h2[.='Numbers']/following-sibling::table[1]/tbody/tr")
    assert [cell.text_content() for cell in row] == ["temperature.warmest", "18.4", "19.3"]
    assert [e.text_content() for e in page.xpath("//h3")] == ["fig-temperature"]
    assert len(page.xpath("//figure/img")) == 4  # two parts, before and now


@pytest.mark.slow
def test_the_second_edition_says_the_same_in_a_pdf_that_meets_the_standards(second):
    import pypdfium2

    from assessment.releases.accessibility.standards import by_page_validation
    from assessment.releases.reading.printed import alternative_texts

    printed = second / "changes.pdf"
    with pypdfium2.PdfDocument(printed) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "What changed since v1.0" in text
    assert "Released edition 1.1" in text
    assert "temperature.warmest 18.4 19.3" in " ".join(text.split())
    described = alternative_texts(printed)
    assert [text.partition(":")[0] for text in described] == ["Before", "Before", "Now", "Now"]
    assert all("dots" in text for text in described)
    assert list(by_page_validation(printed)) == []
    listed = {line.split()[1] for line in (second / "SHA256SUMS").read_text().splitlines()}
    assert {"changes.html", "changes.pdf"} <= listed


@pytest.mark.slow
def test_a_released_edition_can_be_built_again_from_its_commit(bundle):
    book, _, folder = bundle
    said = book.run("verify", str(folder / "html"), "--rebuild", "--json")
    assert said.json == {"schema": 1, "ok": True, "differences": []}


def test_a_tag_that_nobody_signs_is_refused_before_the_long_work(bundle, tmp_path):
    nobody = {"HOME": str(tmp_path), "GIT_COMMITTER_NAME": "", "GIT_COMMITTER_EMAIL": "", "GIT_CONFIG_NOSYSTEM": "1"}
    said = bundle[0].run("release", "2.0", "--renderer", "embedded", "--tag", env=nobody)
    assert said.code == 2
    assert "git does not know who tags" in said.err
    assert "building" not in said.err
