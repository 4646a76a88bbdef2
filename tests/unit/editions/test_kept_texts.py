"""The digests of a page's texts are the same whether it was read or kept, whatever the edition's id."""

import pytest

from assessment.editions import texts
from assessment.editions.texts import TextDigests
from assessment.project.kept import Kept

PAGE = "<p>Rain fell.</p><p title='{id}'>Draft {id} or {short}, 3 findings</p><img src='a.svg' alt='of {id}'>"


def write(folder, identity):
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(PAGE.format(id=identity, short=identity[:12]), encoding="utf-8")


@pytest.mark.parametrize("identity", ["0123456789abcdef", "fedcba9876543210"])
def test_kept_digests_are_those_of_reading(tmp_path, identity, monkeypatch):
    write(tmp_path / "book", "aaaabbbbccccdddd")
    TextDigests(tmp_path / "book", "aaaabbbbccccdddd", Kept(tmp_path / "kept.json", "code")).all()
    write(tmp_path / "book", identity)
    read = TextDigests(tmp_path / "book").all()
    monkeypatch.setattr(texts, "web_blocks", None)  # a kept page is not read again
    assert TextDigests(tmp_path / "book", identity, Kept(tmp_path / "kept.json", "code")).all() == read
