"""The one formatter: how a number and its bound are written.

Rounding, stated once. A claim is written as it was stated, never rounded. A
derived number is rounded: from a million up to three significant digits, from
a hundred up to whole numbers, from one up to one decimal, below one to two
significant digits. A point is rounded half to even; a stated end is rounded
outwards (floors down, ceilings up), so that the rounded bound is still true.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from claimbook.figure.rules import is_currency
from claimbook.figure.units import TIME_UNITS
from claimbook.figure.vocabulary import Vocabulary

BOUND_WORDS = {
    "at_least": "at least",
    "more_than": "more than",
    "up_to": "up to",
    "at_most": "at most",
    "less_than": "less than",
}
CURRENCY = {"USD": "US$", "EUR": "€", "GBP": "£"}
_JOINT = "\u00a0"  # between a number and its noun until the text is whole
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)


def day_words(day: dt.date) -> str:
    """19 December 2024."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def rounded(value: Fraction, towards: str = "nearest") -> Fraction:
    """A derived number of zero or more by the rounding rule above; towards: nearest, down or up."""
    if value < 0:
        raise ValueError(f"found {value}, expected a number of zero or more")
    step = _step(value)
    quotient = value / step
    if towards == "nearest":
        return round(quotient) * step
    return (math.floor(quotient) if towards == "down" else math.ceil(quotient)) * step


def _step(value: Fraction) -> Fraction:
    if value >= 10**6:
        return Fraction(10 ** (len(str(int(value))) - 3))
    if value >= 100:
        return Fraction(1)
    if value >= 1 or value == 0:
        return Fraction(1, 10)
    digits = 0
    while value * 10**digits < 1:
        digits += 1
    return Fraction(1, 10 ** (digits + 1))


def digits(value: Fraction) -> str:
    """Plain digits with thousands set off; never an exponent, never a float's noise."""
    scaled = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{scaled:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def magnitude(value: Fraction, money: bool = False) -> str:
    """`11,000`, `1.3 million`; money short: `5.5bn`, `572m`. Only where nothing is lost."""
    for size, long, short in ((10**9, " billion", "bn"), (10**6, " million", "m")):
        part = value / size
        if part >= 1 and (part * 100).denominator == 1:
            return digits(part) + (short if money else long)
    return digits(value)


def amount(value: Fraction, unit: str, vocabulary: Vocabulary) -> str:
    """A number with its unit: `US$52,000 a year per person`, `0.85 %`, `821 a day`, `5 aircraft`."""
    over, *under = unit.split("/")
    tail = "".join(
        f" a {u}" if u in TIME_UNITS else f" per {vocabulary.noun(u).one}"
        for u in sorted(under, key=lambda u: u not in TIME_UNITS)
    )
    if is_currency(over):
        return CURRENCY.get(over, over + _JOINT) + magnitude(value, money=True) + tail
    if over == "percent":
        return f"{digits(value)}{_JOINT}%{tail}"
    return magnitude(value) + _noun(over, value, vocabulary) + tail


def _noun(unit: str, value: Fraction, vocabulary: Vocabulary) -> str:
    # Persons go without a noun: the sentence says killed, wounded or soldiers.
    if unit in ("", "1", "person"):
        return ""
    *before, last = map(vocabulary.noun, unit.split("*"))
    return _JOINT + " ".join([*(noun.one for noun in before), last.one if value == 1 else last.several])


def figure_text(
    ends: Sequence[Fraction | None],
    bound: str,
    unit: str,
    vocabulary: Vocabulary,
    words: str | None = None,
    approx: bool = False,
    derived: bool = False,
) -> str:
    """Bound and number in words. ends: low, best and high, None where not stated; words: of a vague one."""
    low, best, high = ends

    def told(end: Fraction, towards: str = "nearest") -> str:
        return amount(rounded(end, towards) if derived else end, unit, vocabulary)

    about = "about " if approx or bound == "about" else ""
    if bound == "vague":
        text = f"“{words}”" if words else "no number stated"
    elif bound == "between":
        text = about + _span(told(low, "down"), told(high, "up"))
    elif bound in BOUND_WORDS:
        end = told(low, "down") if low is not None else told(high, "up")
        text = f"{BOUND_WORDS[bound]} {about}{end}"
    else:
        text = about + told(best)
    return text.replace(_JOINT, " ")


def _span(low: str, high: str) -> str:
    """ "US$85,000 to US$275,000 per container": what both ends end with is said once."""
    shared = [" a ", " per ", _JOINT]
    cut = min((low.find(mark) for mark in shared if mark in low), default=-1)
    tail = low[cut:] if cut > 0 else ""
    return f"{low.removesuffix(tail)} to {high}" if tail and high.endswith(tail) else f"{low} to {high}"
