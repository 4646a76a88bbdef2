"""Widths of columns: natural where all fit, else such that no word breaks and the rows are low."""

from assessment.tables import column_widths

LONG = "a sentence of some length about the weather at a station " * 3


def test_what_fits_side_by_side_keeps_its_width():
    assert column_widths([["Station", "mm"], ["harbour and quay", "1,640"]]) == [19, 9]


def test_what_does_not_fit_shares_the_line_by_its_text():
    number, short, long = column_widths([["No.", "What", "Remark"], ["1", "rain of the year 2024", LONG]])
    assert number == 8
    assert sum((number, short, long)) == 108
    assert long > 3 * short


def test_the_longest_word_has_room_beside_much_text():
    first, _ = column_widths([["Precipitation", "Remark"], ["rain", LONG * 4]])
    assert first >= 1.1 * len("Precipitation") + 3


def test_a_comma_breaks_no_word():
    first, _ = column_widths([["To", "Remark"], ["governments, police", LONG * 4]])
    assert first == column_widths([["To", "Remark"], ["governmentsm police", LONG * 4]])[0] >= 17


def test_long_numbers_stand_apart():
    words = ["Category", "2020", "2021", "2022", "2023"]
    widths = column_widths([words, ["exploitation of a very long name in travel and tourism"] + ["21,669,264"] * 4])
    assert widths[1:] == [14] * 4


def test_a_citation_counts_as_it_is_printed():
    cited, plain = column_widths([["A", "B"], ["[@a; @b; @c; @d]", "[@a; @b] " + LONG], ["x", LONG]])
    assert cited > 12
    assert plain > cited


def test_columns_whose_words_are_wider_than_the_line_keep_their_words():
    assert column_widths([["x" * 60, "y" * 60]]) == [72, 72]
