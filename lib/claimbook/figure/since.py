"""The days that a running total covers, where the day on which it begins is known only within a range."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from fractions import Fraction

from claimbook.errors import Refusal
from claimbook.figure.counted import Term
from claimbook.figure.figure import Figure
from claimbook.figure.lineage import Derivation
from claimbook.figure.wording import day_words

FirstDays = tuple[dt.date, dt.date]  # the earliest and the latest first day

DAYS = Term("days", "days")
_DAY = r"(\d{1,2} [A-Z][a-z]+ \d{4})"
_FORMULA = re.compile(rf"days from {_DAY}, or from as late as {_DAY}, to {_DAY}")


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
    low, high = (Fraction((day - start).days + 1) for start in reversed(first))
    if low < 1:
        raise Refusal(
            f"it counts up to {day_words(day)}, before the latest first day ({day_words(first[1])})", total.id
        )
    one = low == high
    words = f"days from {day_words(first[0])}, or from as late as {day_words(first[1])}, to {day_words(day)}"
    return replace(
        total,
        id=f"{total.id}-days",
        bound="exact" if one else "between",
        unit="day",
        counted=replace(total.counted, measure=DAYS, accounting="increment"),
        lineage=Derivation("span", (total,), words=words),
        low=None if one else low,
        best=low if one else None,
        high=None if one else high,
        approx=False,
        words=None,
        base=None,
        caveats=(),
        label="in which these losses fell",
    )


def days_again(formula: str, total: Figure) -> Figure | None:
    """The same from the formula of its Derivation and its one input; None where it is another formula."""
    found = _FORMULA.fullmatch(formula)
    if found is None:
        return None
    early, late = (dt.datetime.strptime(day, "%d %B %Y").date() for day in found.groups()[:2])
    made = days_since(total, (early, late))
    return made if made.lineage.formula == formula else None
