"""Where something stands in a PDF is not what it says: the numbers of leaves in its annex are passed over."""

import pytest
import typst

from assessment.editions.comparison.printed import read_printed

BOOK = """\
#set document(title: "Rain")
#set text(lang: "en")
= Sources <sources>
Rainy days, {leaves}

The harbour master counted them #link(<sources>)[Harbour] (#link(<sources>)[{year}]).
"""


@pytest.fixture
def words_of(tmp_path):
    def read(leaves, year="2021"):
        linked = ", ".join(f"#link(<sources>)[{leaf}]" for leaf in leaves)
        (tmp_path / "book.typ").write_text(BOOK.format(leaves=f"Page~{linked}", year=year), encoding="utf-8")
        typst.compile(tmp_path / "book.typ", output=tmp_path / "book.pdf", pdf_standards=["ua-1"])
        return "".join(read_printed(tmp_path / "book.pdf")["Sources"].words)

    return read


def test_numbers_of_leaves_are_layout(words_of):
    assert words_of([4, 12]) == words_of([5])


def test_a_year_that_is_a_link_is_text(words_of):
    assert words_of([4]) != words_of([4], year="2022")
    assert "(2021)" in words_of([4])
