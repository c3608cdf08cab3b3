"""When a figure holds: its day as a range of days, and its period."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from claimbook.figure import Claim, Figure

AT_A_TIME = ("stock", "rate", "forecast")  # true of a day or a while, not counted up to it


@dataclass(frozen=True)
class Days:
    """A day known to lie within first..last."""

    first: dt.date
    last: dt.date

    def meets(self, other: Days) -> bool:
        return self.first <= other.last and other.first <= self.last


def day_of(figure: Figure) -> Days:
    """The day that a figure describes: its own, else that of what it repeats, else when it was
    said, else its document's publication."""
    known = _described(figure)
    if known:
        return known
    claim = _claim(figure)
    if claim.stated_on:
        return _widened(claim.stated_on, claim.date_precision)
    first, last = claim.published_from or claim.published or dt.date.min, claim.published or dt.date.max
    if figure.counted.accounting in AT_A_TIME and claim.published:
        first = dt.date(first.year, 1, 1)  # undated: of that year, up to publication
    return Days(first, last)


def _described(figure: Figure) -> Days | None:
    counted, claim = figure.counted, _claim(figure)
    day = counted.as_of or counted.period[1]
    if day:
        return _widened(day, claim.date_precision)
    repeated = _repeated(claim)
    return day_of(repeated) if repeated is not None else None


def period_of(figure: Figure) -> Days | None:
    """First and last day that an increment covers, its own or those of what it repeats."""
    start, end = figure.counted.period
    if start and end:
        return Days(start, end)
    repeated = _repeated(_claim(figure))
    return period_of(repeated) if repeated is not None else None


def _repeated(claim: Claim) -> Figure | None:
    return claim.echo_of or claim.quoted_from


def _claim(figure: Figure) -> Claim:
    """The claim that dates a figure; of a derived one the first, since all share a date."""
    return figure.claims[0]


def _widened(day: dt.date, precision: int | None) -> Days:
    if precision == 2:
        return Days(day - dt.timedelta(6), day + dt.timedelta(6))
    if precision == 3:
        monday = day - dt.timedelta(day.weekday())
        return Days(monday, monday + dt.timedelta(6))
    if precision == 4:
        return Days(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    if precision == 5:
        return Days(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    return Days(day, day)
