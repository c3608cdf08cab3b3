"""The time that a figure covers, as a figure of ours: the days or the span that it states, or the days
since a first one that is known only within a range."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from claimbook.errors import Refusal
from claimbook.figure.lineage import Claim, Derivation
from claimbook.figure.vocabulary import Term
from claimbook.figure.wording import day_words

if TYPE_CHECKING:
    from claimbook.figure.figure import Figure

FirstDays = tuple[dt.date, dt.date]  # the earliest and the latest first day

DAYS = Term("days", "days")
SPANS = ("days from", "the span that it covers, as printed")  # how the formula of a span reads
_DAY = r"(\d{1,2} [A-Z][a-z]+ \d{4})"
_FORMULA = re.compile(rf"days from {_DAY}, or from as late as {_DAY}, to {_DAY}")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}  # of an ISO 8601 span with one unit: P2Y


def period_length(figure: Figure) -> Figure:
    """How long a figure covers; see Figure.period_length."""
    start, end = figure.counted.period
    if start and end:
        # An increment covers its first and last day; a running total runs from its first day to the other.
        days = (end - start).days + (figure.counted.accounting == "increment")
        words = f"{SPANS[0]} {day_words(start)} to {day_words(end)}"
        return _time(figure, "span", words, words, "exact", "day", best=Fraction(days))
    if isinstance(figure.lineage, Claim) and (span := figure.lineage.duration):
        length, unit = Fraction(span[1:-1]), _UNITS[span[-1]]
        return _time(figure, "span", SPANS[1], SPANS[1], "as_printed", unit, best=length)
    raise Refusal("the days that it covers are not stated", figure.id)


def days_since(total: Figure, first: FirstDays) -> Figure:
    """The days from the first one, which lies within `first`, to the day of the total; both are counted.

    total  a running total, such as losses up to a day
    first  the earliest and the latest day on which it can begin

    Gives days as a range, or as one number where both first days are the same. Raises Refusal where the
    day of the total is not stated, or lies before the latest first day.

    >>> days_since(losses, (date(2024, 12, 1), date(2024, 12, 14))).text()  # losses up to 23 December
    '10 to 23 days'
    """
    day = total.counted.day
    if day is None:
        raise Refusal("the day up to which it counts is not stated", total.id)
    early, late, last = (day_words(each) for each in (*first, day))
    low, high = (Fraction((day - start).days + 1) for start in reversed(first))
    if low < 1:
        raise Refusal(f"it counts up to {last}, before the latest first day ({late})", total.id)
    ends = {"bound": "exact", "best": low} if low == high else {"bound": "between", "low": low, "high": high}
    words = f"days from {early}, or from as late as {late}, to {last}"
    counted = replace(total.counted, measure=DAYS, accounting="increment")
    label = "in which these losses fell"
    return replace(_time(total, "days", words, label, unit="day", **ends), counted=counted)


def days_again(formula: str, total: Figure) -> Figure | None:
    """The same from the formula of its Derivation and its one input; None where it is another formula."""
    found = _FORMULA.fullmatch(formula)
    if found is None:
        return None
    early, late = (dt.datetime.strptime(day, "%d %B %Y").date() for day in found.groups()[:2])
    made = days_since(total, (early, late))
    return made if made.lineage.formula == formula else None


def _time(
    of: Figure, name: str, words: str, label: str, bound: str, unit: str, low=None, best=None, high=None
) -> Figure:
    """A figure with the time that another one covers; words: how its formula reads."""
    kept: dict[str, Any] = {"counted": of.counted, "lineage": Derivation("span", (of,), words=words)}
    figure = type(of)  # Figure itself, which imports this file
    return figure(f"{of.id}-{name}", bound, unit, **kept, low=low, best=best, high=high, label=label)
