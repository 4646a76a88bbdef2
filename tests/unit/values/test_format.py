import math

import pytest

from assessment.values.format import display_of, printed, printed_date, printed_in

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "unit", "options", "text"),
    [
        (16987361, "reports", {}, "16,987,361"),
        (77.4, "percent", {}, "77%"),
        (36.2e6, "reports", {"scale": "million", "digits": 1}, f"36.2{NO_BREAK}million"),
        (29_397_681, "reports", {"scale": "million", "digits": 1}, f"29.4{NO_BREAK}million"),
        (0.5, "reports", {}, "1"),
        (2.5, "reports", {}, "3"),
        (-2.5, "percent", {}, f"{MINUS}3%"),
        (1.005, "reports", {"digits": 2}, "1.01"),
        (2.675, "reports", {"digits": 2}, "2.68"),
        (-0.4, "percent", {}, "0%"),
        (0, "reports", {}, "0"),
        (1_949_500, "reports", {"scale": "million", "digits": 2}, f"1.95{NO_BREAK}million"),
        (12, "years", {"digits": 1}, "12.0"),
    ],
)
def test_numbers_are_printed_as_readers_expect(value, unit, options, text):
    assert printed(value, unit, **options) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        printed(value, "reports")


def test_an_unknown_scale_says_which_there_are():
    with pytest.raises(ValueError, match="thousand, million, billion"):
        printed(1, "reports", scale="dozen")


@pytest.mark.parametrize(
    ("language", "value", "unit", "options", "text"),
    [
        ("en-GB", -3.26, "percent", {"digits": 1}, f"{MINUS}3.3%"),
        ("de", 16987361, "reports", {}, "16.987.361"),
        ("de", 77.4, "percent", {}, f"77{NO_BREAK}%"),
        ("de", 36.2e6, "reports", {"scale": "million", "digits": 1}, f"36,2{NO_BREAK}Millionen"),
        ("fr", 1_000_000, "reports", {"scale": "million"}, f"1{NO_BREAK}million"),
        (
            "hi",
            36.2e6,
            "reports",
            {"scale": "million", "digits": 1},
            f"362{NO_BREAK}\N{DEVANAGARI LETTER LA}\u093e\u0916",
        ),
    ],
)
def test_another_language_prints_numbers_as_it_does(language, value, unit, options, text):
    assert printed_in(language, value, unit, **options) == text


def test_a_language_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="language 'xq'"):
        printed_in("xq", 1, "reports")


@pytest.mark.parametrize(
    ("digits", "scale", "unit"), [(0, "", "reports"), (1, "million", "reports"), (2, "", "percent")]
)
def test_the_display_format_can_be_read_off_the_printed_number(digits, scale, unit):
    assert display_of(printed(16987361.5, unit, digits=digits, scale=scale)) == (digits, scale)


NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("lang", "value", "unit", "options", "text"),
    [
        ("fr", 16987361, "signalements", {}, f"16{NARROW}987{NARROW}361"),
        ("fr", 77.44, "percent", {"digits": 1}, f"77,4{NO_BREAK}%"),
        ("fr-CA", 1e6, "signalements", {"scale": "million"}, f"1{NO_BREAK}million"),
        ("fr", 2.675, "x", {"digits": 2}, "2,68"),
        ("ar", 1069, "x", {}, "1,069"),
        ("ar-EG", 1069, "x", {}, "١٬٠٦٩"),
        ("ar-EG", 44.9, "percent", {"digits": 1}, "٤٤٫٩٪"),
        ("ar", 3e9, "x", {"scale": "billion"}, f"3{NO_BREAK}مليار"),
        ("fa", 12, "x", {}, "۱۲"),
    ],
)
def test_numbers_follow_the_locale_with_its_own_digits(lang, value, unit, options, text):
    assert printed_in(lang, value, unit, **options) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en-GB", "2024-05-01"), ("fr", "1 mai 2024"), ("ar", "1 مايو 2024"), ("ar-EG", "١ مايو ٢٠٢٤")],
)
def test_dates_follow_it_too(lang, text):
    assert printed_date("2024-05-01", lang) == text
    assert printed_date("May 2024", lang) == "May 2024"
