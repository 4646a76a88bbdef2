"""Editions as folder, bundle and PDF."""

import zipfile

import pytest

from assessment.editions.opening import kept_inside, opened
from assessment.errors import UsageError


@pytest.fixture
def edition(tmp_path):
    place = tmp_path / "edition"
    place.mkdir()
    (place / "manifest.json").write_text("{}")
    (place / "book.pdf").write_text("no PDF")
    return place


def test_a_folder_and_a_pdf_in_it_have_the_manifest_beside(edition):
    with opened(edition) as folder, opened(edition / "book.pdf") as alone:
        assert (folder.manifest, folder.pdf) == (b"{}", None)
        assert (alone.manifest, alone.pdf) == (b"{}", edition / "book.pdf")


@pytest.mark.parametrize("prefix", ["", "edition-1/"])
def test_a_bundle_is_opened_with_or_without_a_folder_of_its_own(edition, tmp_path, prefix):
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as bundle:
        for path in edition.iterdir():
            bundle.write(path, f"{prefix}{path.name}")
        bundle.writestr("../../escaped.txt", "outside")
    with opened(tmp_path / "bundle.zip") as found:
        assert found.manifest == b"{}"
        assert (found.folder / "book.pdf").read_text() == "no PDF"
    assert list(tmp_path.rglob("escaped.txt")) == []
    assert not (tmp_path.parent / "escaped.txt").exists()


def test_nothing_is_no_edition(tmp_path):
    with pytest.raises(UsageError, match="no edition"), opened(tmp_path / "nothing"):
        pass


def test_a_file_that_is_no_pdf_keeps_nothing_inside(edition):
    assert kept_inside(edition / "book.pdf") is None
