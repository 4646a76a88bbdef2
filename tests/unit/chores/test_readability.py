from assessment.chores.readability import Readability, readability


def test_it_counts_words_sentences_and_long_words():
    text = "Rain fell. It was measured on the tallest buildings of the town."
    assert readability(text) == Readability(words=12, sentences=2, lix=round(6 + 100 * 3 / 12))


def test_a_text_without_words_measures_nothing():
    assert readability("12, 13.5 %") == Readability(0, 0, 0)


def test_a_number_or_an_abbreviation_ends_no_sentence():
    assert readability("It rained 3.5 millimetres today").sentences == 1


def test_other_scripts_are_read_as_well():
    assert readability("هطل المطر. كان اليوم باردا؟").sentences == 2
