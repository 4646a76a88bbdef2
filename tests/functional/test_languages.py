"""Books in other languages: words, numbers and dates follow `lang:`, and Arabic text comes back out of the PDF."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest

from assessment.locales.words import words

# The validator takes a last byte 0x0D of a compressed stream for the line end before `endstream`.
ALLOWED = ("STREAM-LENGTH-001",)
SAMPLES = Path(__file__).parents[1] / "samples"
WORD = re.compile(r"[\u0620-\u065f\u066e-\u06d3]+|[A-Za-z]+|\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory, book_at):
    folder = tmp_path_factory.mktemp("languages") / "arabic"
    shutil.copytree(SAMPLES / "arabic", folder)
    book = book_at(folder)
    said = [book.build(), book.run("accept"), book.build()]
    assert [one.code for one in said] == [0, 0, 0], said
    assert said[-1].codes <= {"P104"}  # words that other changes have brought, not translated yet
    return book


def _tokens(text):
    return WORD.findall(text)


def _printed(book):
    """The words of each page of the PDF, in the order in which they are read."""
    (path,) = (book.root / "_book").glob("*.pdf")
    with pypdfium2.PdfDocument(path) as document:
        return [_tokens(each.get_textpage().get_text_range()) for each in document]


def _stands_in(wanted, pages):
    """Whether words stand one after the other on a page."""
    return any(wanted == each[at : at + len(wanted)] for each in pages for at in range(len(each)))


PASSAGES = [
    "المطر في ثلاث مدن",
    "هذا الكتاب للتجربة فقط",
    "بلغ مجموع المطر في المدينة الأكثر مطرا 1,069 مليمتر، منها 44.9% في شهر واحد.",
    "هطل المطر في كل شهر من أشهر السنة (مكتب الطقس 2021)",
    "وكانت محطة Harbour على الساحل، وفيها قيس المطر كل صباح",
    "الشكل 1.1: المطر حسب الشهر، بالمليمتر.",
    "الجدول 1.1: مجموع المطر حسب المدينة.",
    "ملاحظة 1.1: انتبه الأرقام مخترعة، كما في القسم 1.1.",
    "أولا: الساحل. ثانيا: التلال. قال المراقب: هطل المطر.",
    "يقاس المطر بالمليمتر",
    "جمعت الأيام فصارت أشهرا، وجمعت الأشهر فصارت سنة.",
    "الفصل 1 المطر",
    "الملحق A الطريقة",
    "عن هذا الإصدار",
]


@pytest.mark.parametrize("passage", PASSAGES)
def test_arabic_text_comes_back_out_of_the_pdf_word_for_word(arabic, passage):
    assert _stands_in(_tokens(passage), _printed(arabic))


def test_no_arabic_word_of_the_pdf_is_garbled(arabic):
    sources = [path.read_text(encoding="utf-8") for path in arabic.root.rglob("*.qmd")]
    names = ("_quarto.yml", "notebooks/rain.ipynb", "references.bib", "data/datapackage.json")
    sources += [arabic.text(name) for name in names]
    said = words("ar")
    sources += [*said.names.values(), *said.page.values(), *said.print.values(), "مايو"]
    known = {word for text in sources for word in _tokens(text)}
    arabic_words = {word for each in _printed(arabic) for word in each if not word.isascii()}
    assert arabic_words - known - {"والقسم"} == set()


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_arabic_pdf_meets_its_standards(arabic, profile):
    path = arabic.root / "_book" / "rain-ar.pdf"
    failures = page.validate_pdf(str(path), profile=profile).failures
    assert [found.rule_id for found in failures if not found.rule_id.endswith(ALLOWED)] == []
    with pikepdf.open(path) as document:
        assert str(document.Root.Lang).startswith("ar")


def test_its_pages_run_from_right_to_left_in_arabic_tokens(arabic):
    markup = arabic.text("_book/chapters/rain.html")
    assert '<html lang="ar" dir="rtl"' in markup
    for word in ("المحتويات", "في هذه الصفحة", "الملاحق", "مسودة · الإصدار", "ملاحظة مفتوحة"):
        assert word in markup
    assert "الشكل 1.1: المطر حسب الشهر" in arabic.page("chapters/rain.html")
    assert "1 مايو 2024" in arabic.page("index.html")
    assert not re.search(r"Figure|Contents|Appendi|Draft|Search", re.sub(r"<[^>]+>", "", markup))


def test_a_french_book_has_french_words_numbers_and_dates_and_no_notebook_runs(weather):
    weather.edit("_quarto.yml", "lang: en-GB", "lang: fr")
    built = weather.build()
    assert built.json["executed"] == []
    assert "Chapitre 1" in weather.printed()
    assert "Figure 1.1" in weather.page("chapters/rain.html")
    assert "Annexe A" in weather.page("chapters/methods.html")
    assert "1 mai 2024" in weather.page("index.html")
    assert "Sommaire" in weather.text("_book/index.html")


def test_a_language_without_words_is_said_and_the_draft_is_whole(sample):
    book = sample("transport")
    text = book.text("_quarto.yml")
    book.write("_quarto.yml", re.sub(r"^lang:.*\n", "", text, flags=re.MULTILINE) + "\nlang: de\n")
    found = book.build().found("P104")
    assert (found["severity"], found["path"]) == ("note", "_quarto.yml")
    assert "language de" in found["message"]
    assert (book.root / "_book" / "index.html").is_file()
