import re
from pathlib import Path

import pytest
import yaml

from assessment.locales.words import ENGLISH, catalogues, english_words, words
from assessment.look import look_folder

ROOT = Path(__file__).parents[3]
LUA = (ROOT / "src/assessment/chapters/lua/vocabulary.lua").read_text(encoding="utf-8")
LOOK = look_folder(ROOT)
LABELS = yaml.safe_load((LOOK / "html" / "labels.en.yml").read_text(encoding="utf-8"))
MARK = re.compile(r"{\w+}")
TRANSLATED = [lang for lang in catalogues() if lang != "en"]


def test_there_are_words_in_english_french_and_arabic():
    assert set(catalogues()) >= {"en", "fr", "ar"}


def test_the_english_names_are_those_of_the_filters():
    table = re.search(r"vocabulary\.names = \{(.*?)\}", LUA, re.DOTALL)[1]
    assert dict(re.findall(r'(\w+) = "([^"]+)"', table)) == dict(ENGLISH)


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_has_a_name_for_every_kind_of_label(lang):
    said = words(lang)
    assert said.complete
    assert set(said.names) == set(ENGLISH)
    assert said.names != dict(ENGLISH)


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_has_no_word_that_nobody_prints_and_keeps_the_marks_to_fill_in(lang):
    needed = english_words(LOOK)
    assert set(words(lang).page) <= {*needed["page"], "appendices"}
    assert set(words(lang).print) <= set(needed["print"])
    for key, text in words(lang).page.items():
        assert set(MARK.findall(text)) <= set(MARK.findall(LABELS.get(key, ""))), key


def test_counted_words_take_the_form_of_their_number():
    assert [words("fr").counted("finding", n).format(count=n) for n in (0, 1, 2)] == [
        "0 remarque ouverte",
        "1 remarque ouverte",
        "2 remarques ouvertes",
    ]
    assert words("ar").counted("finding", 2) == "ملاحظتان مفتوحتان"
    assert len({words("ar").counted("finding", n) for n in (1, 2, 3, 11)}) == 4
    assert words("en").counted("finding", 2) == ""


def test_a_language_without_a_catalogue_says_so():
    assert not words("de").complete
    assert words("de").names == ENGLISH
    assert words("en-US").complete


@pytest.mark.parametrize(("lang", "direction"), [("ar-EG", True), ("he", True), ("fr", False), ("en-GB", False)])
def test_direction_follows_the_language(lang, direction):
    assert words(lang).right_to_left is direction
