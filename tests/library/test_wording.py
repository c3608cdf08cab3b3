"""The one formatter: every bound and unit, for every target, and the rounding rule."""

from fractions import Fraction as F

import pytest
from claimbook.figure.wording import digits, rounded
from figures import figure


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("as_printed 1000", "person", "1,000"),
        ("at_least 100", "person", "at least 100"),
        ("more_than 600000", "person", "more than 600,000"),
        ("up_to 90", "percent", "up to 90 %"),
        ("less_than 1000", "person", "less than 1,000"),
        ("about 600000", "person", "about 600,000"),
        ("between 40 50", "person", "40 to 50"),
        ("vague dozens, several dozens", "person", "“dozens, several dozens”"),
        ("as_printed 1300000", "person", "1.3 million"),
        ("as_printed 1280000", "person", "1.28 million"),
        ("as_printed 1283456", "person", "1,283,456"),  # a claim is never rounded
        ("up_to 5500000000", "USD", "up to US$5.5bn"),
        ("as_printed 572000000", "USD/year", "US$572m a year"),
        ("between 1700000000 5500000000", "USD", "US$1.7bn to US$5.5bn"),
        ("about 2000", "USD/person/month", "about US$2,000 a month per person"),
        ("as_printed 28000000000000", "KRW", "KRW 28,000bn"),
        ("as_printed 20000", "container", "20,000 containers"),
        ("at_least 1", "year", "at least 1 year"),
        ("about 92", "person/day", "about 92 a day"),
    ],
)
def test_a_claim_is_written_as_stated(text, unit, expected):
    assert figure(text, unit=unit).text() == expected


def test_a_text_is_plain_words_with_plain_blanks():
    assert figure("vague <i>some</i>").text() == "“<i>some</i>”"
    assert figure("up_to 90", unit="percent").text() == "up to 90 %"


@pytest.mark.parametrize(
    ("value", "towards", "expected"),
    [
        (F(11000, 13000), "nearest", "0.85"),
        (F(1100, 120), "nearest", "9.2"),
        (F(1100, 120), "down", "9.1"),
        (F(600000, 958), "down", "626"),
        (F(11000 * 958, 600000), "up", "17.6"),
        (F(715000, 30), "nearest", "23,833"),
        (F(1234567), "up", "1,240,000"),
        (F(10**6 + 1), "nearest", "1,000,000"),
        (F(140683333), "up", "141,000,000"),
        (F(25810000), "down", "25,800,000"),
        (F(999999999), "up", "1,000,000,000"),
        (F(999999, 1), "nearest", "999,999"),
        (F(1234567891), "nearest", "1,230,000,000"),
        (F(1, 30), "nearest", "0.033"),
        (F(0), "nearest", "0"),
    ],
)
def test_derived_numbers_are_rounded_and_bounds_outwards(value, towards, expected):
    assert digits(rounded(value, towards)) == expected


def test_a_negative_number_is_no_claim():
    with pytest.raises(ValueError, match="zero or more"):
        rounded(F(-1))


def test_both_ends_of_a_derived_range_are_rounded_outwards():
    share = figure("as_printed 1100") / figure("between 11000 12000", "deployed", accounting="stock")
    assert share.text() == "9.1 to 10 %"  # 9.17 down, not 9.2


def test_what_both_ends_end_with_is_said_once():
    per = figure("between 1700000000 5500000000", "arms", unit="USD") / figure(
        "as_printed 20000", "boxes", unit="container"
    )
    assert per.text() == "US$85,000 to US$275,000 per container"
