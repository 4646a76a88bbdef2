"""`verify`: whatever is changed in an edition is named in terms of the report."""

from __future__ import annotations

import re
import shutil
import subprocess

import pikepdf
import pytest

PDF = "Weather-of-three-towns.pdf"


@pytest.fixture
def edition(finished, tmp_path):
    """A copy of the edition alone, far from its project."""
    return shutil.copytree(finished.root / "_book", tmp_path / "downloaded")


@pytest.fixture
def verify(finished):
    def run(path, *options):
        said = finished.run("verify", str(path), "--json", *options)
        assert said.code == (0 if said.json["ok"] else 1)
        return {(one["what"], one["where"]): one["detail"] for one in said.json["differences"]}

    return run


@pytest.fixture
def pdf(edition):
    (found,) = edition.glob("*.pdf")
    return found


def letters(font):
    """What the codes of a font's glyphs stand for: a letter may have several."""
    mapped = font.ToUnicode.read_bytes().decode("latin-1")
    codes = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>\s*$", mapped, re.MULTILINE)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in codes}


def reprint(path, old, new):
    """Replace digits in the text of a PDF by others of the same font, as a forger would; gives the page's number."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for number, page in enumerate(document.pages, 1):
            known = {name: letters(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
            codes, changed, operations = {}, False, []
            for operands, operator in pikepdf.parse_content_stream(page):
                given = list(operands)
                if str(operator) == "Tf":
                    codes = known[str(given[0])]
                elif str(operator) in ("Tj", "TJ") and set(old + new) <= set(codes.values()):
                    shown = list(given[0]) if str(operator) == "TJ" else given
                    if forged := _forged(shown, old, new, codes):
                        given, changed = [pikepdf.Array(forged)] if str(operator) == "TJ" else forged, True
                operations.append((given, operator))
            if changed:
                page.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(operations))
                document.save(path)
                return number
    raise AssertionError(f"{old} is not printed")


def _forged(shown, old, new, codes):
    """The pieces of a line of print, which kerning parts, with other digits; none if they do not hold the old ones."""
    written = {letter: code for code, letter in codes.items()}
    places = [
        (i, at) for i, one in enumerate(shown) if isinstance(one, pikepdf.String) for at in range(0, len(bytes(one)), 2)
    ]
    pieces = {i: bytearray(bytes(shown[i])) for i, _ in places}
    text = "".join(codes.get(bytes(pieces[i][at : at + 2]), "?")[:1] for i, at in places)
    if old not in text:
        return None
    for (i, at), letter in zip(places[text.index(old) :], new, strict=False):
        pieces[i][at : at + 2] = written[letter]
    return [pikepdf.String(bytes(pieces[i])) if i in pieces else one for i, one in enumerate(shown)]


def test_an_untouched_edition_verifies_in_another_folder_as_folder_bundle_and_pdf(edition, verify, pdf, tmp_path):
    bundle = shutil.make_archive(str(tmp_path / "bundle"), "zip", edition.parent, edition.name)
    assert [verify(place) for place in (edition, bundle, pdf)] == [{}, {}, {}]


@pytest.mark.parametrize("share", [0.03, 0.31, 0.62, 0.97])
def test_a_byte_flipped_in_the_pdf_is_noticed(pdf, verify, share):
    content = bytearray(pdf.read_bytes())
    content[int(len(content) * share)] ^= 1
    pdf.write_bytes(bytes(content))
    assert verify(pdf)


@pytest.mark.parametrize("name", ["index.html", "manifest.json", "ro-crate-metadata.json", "assets/content.css"])
def test_a_byte_flipped_in_any_file_is_noticed_with_the_file(edition, verify, name):
    content = bytearray((edition / name).read_bytes())
    content[len(content) // 2] ^= 1
    (edition / name).write_bytes(bytes(content))
    assert any(name in f"{where} {detail}" for (_, where), detail in verify(edition).items())


def test_a_number_edited_in_the_text_of_the_pdf_is_named_as_value_with_its_page(edition, verify, pdf):
    page = reprint(pdf, "18.4", "14.8")
    found = verify(edition)
    assert f"page {page}" in found["value", "temperature.warmest"]
    assert "the edition says 18.4" in found["value", "temperature.warmest"]
    assert ("paragraph", f"{pdf.name}, page {page}") in found


def test_a_number_edited_on_a_page_is_named_as_value(edition, verify):
    path = edition / "chapters" / "temperature.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(data-value="temperature.warmest">)[^<]+', r"\g<1>99.9", text), encoding="utf-8")
    assert verify(edition)["value", "temperature.warmest"].startswith("chapters/temperature.html prints 99.9")


def test_another_figure_is_named_by_its_label(edition, verify):
    (picture,) = edition.rglob("fig-rain-by-month.svg")
    picture.write_text("<svg/>")
    assert ("figure", "fig-rain-by-month") in verify(edition)


def test_a_figure_drawn_over_in_the_pdf_is_named_by_its_label(edition, verify, pdf):
    (label, page) = next(
        (one["id"], number)
        for one in figures(edition)
        for number in range(len(pages(pdf)), 0, -1)
        if one["text"][:20] in pages(pdf)[number - 1]
    )
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        document.pages[page - 1].contents_add(document.make_stream(b"q 0 0 m 300 300 l S Q"))
        document.save(pdf)
    assert ("figure", label) in verify(edition)


def test_a_swapped_attachment_is_named(edition, verify, pdf):
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        document.attachments["fig-temperature.csv"] = b"town,month,degrees\n"
        document.save(pdf)
    found = verify(edition)["attachment", f"{pdf.name}, fig-temperature.csv"]
    assert found == "the attached file of fig-temperature has other bytes"


def test_inputs_forged_inside_the_pdf_are_named(edition, verify, pdf):
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        said = document.attachments["edition-inputs.json"].get_file().read_bytes()
        document.attachments["edition-inputs.json"] = said.replace(b'"mode": "draft"', b'"mode": "release"')
        document.save(pdf)
    assert verify(edition)["edition", pdf.name] == "what it says of its inputs is not what the manifest says"


def figures(edition):
    import json

    listed = json.loads((edition / "manifest.json").read_bytes())["graph"]["lineages"]
    return [one for one in listed if one["kind"] == "figure"]


def pages(pdf):
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_files_too_few_and_too_many_are_named(edition, verify):
    (edition / "chapters" / "rain.html").unlink()
    (edition / "extra.html").write_text("mine")
    assert {("file", "chapters/rain.html"), ("file", "extra.html")} <= set(verify(edition))


def test_a_pdf_of_another_build_is_named_as_such(weather, edition, verify, pdf):
    weather.edit("chapters/rain.qmd", "The wettest month brought", "The wettest of months brought")
    assert weather.build("--to", "pdf").code == 0
    (other,) = (weather.root / "_book").glob("*.pdf")
    shutil.copy(other, pdf)
    found = verify(edition)
    assert "it is of edition" in found["edition", pdf.name]
    assert not any(kind == "paragraph" and "Draft" in said for (kind, _), said in found.items()), "said once"


def test_a_pdf_without_its_manifest_proves_nothing_by_itself(pdf, verify, tmp_path):
    alone = shutil.copy(pdf, tmp_path / "alone.pdf")
    assert set(verify(alone)) == {("manifest", "manifest.json")}


def test_there_has_to_be_an_edition(finished, tmp_path):
    assert finished.run("verify", str(tmp_path / "nothing")).code == 2


@pytest.fixture
def committed(weather):
    """The weather book as a repository with one commit, built from it."""

    def git(*words):
        who = ("-c", "user.name=A. Gauge", "-c", "user.email=gauge@example.org")
        subprocess.run(["git", *who, *words], cwd=weather.root, check=True, capture_output=True)

    shutil.rmtree(weather.root / "_book")
    weather.write(".gitignore", "_build/\n_book/\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "Write a book")
    assert weather.build().code == 0
    return weather


def test_an_edition_is_rebuilt_from_its_commit_and_compared(committed):
    book = committed.root / "_book"
    said = committed.run("verify", str(book), "--rebuild", "--json")
    assert (said.code, said.json["differences"]) == (0, [])
    committed.edit("chapters/rain.qmd", "The wettest month brought", "The wettest of months brought")
    assert committed.build().code == 0
    changed = committed.run("verify", str(book), "--rebuild", "--json")
    kinds = {one["what"] for one in changed.json["differences"]}
    assert {"commit", "edition", "paragraph"} <= kinds
    read = [one["detail"] for one in changed.json["differences"] if one["what"] == "paragraph"]
    assert any("The wettest of months brought" in detail for detail in read)
    assert not any("edition" in detail for detail in read), "the feet of all pages are said once"


def test_an_edition_that_names_no_commit_cannot_be_rebuilt(finished):
    said = finished.run("verify", str(finished.root / "_book"), "--rebuild")
    assert said.code == 3
    assert "does not say of which commit it is" in said.err
