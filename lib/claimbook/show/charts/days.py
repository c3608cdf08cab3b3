"""Dates of an event in words, and the ticks of an axis of days."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from claimbook.show import spans as R
from claimbook.show.style import width_of

_MONTHS = tuple(R.day(dt.date(2001, month, 1)).split()[1] for month in range(1, 13))
# A tick every so many days, months or years: the first that leaves room for its words is taken.
_EVERY = (*((n, "day") for n in (1, 2, 7, 14)), *((n, "month") for n in (1, 2, 3, 6)),
          *((n, "year") for n in (1, 2, 5, 10, 20, 50, 100, 200, 500)))  # fmt: skip


def span(start: dt.date, end: dt.date) -> list[R.Run]:
    """From one day to another in words, as short as they can be: "14 to 15 December 2024", "October 2024"."""
    if start == end:
        return R.of(start, "date")
    whole_month = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole_month and (start.year, start.month) == (end.year, end.month):
        return [{"t": f"{_MONTHS[start.month - 1]} {start.year}", "d": start.isoformat()[:7]}]
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return [{"t": str(start.year), "d": f"{start.year:04}"}]
    first = R.day(start).split()
    kept = 1 if start.replace(day=1) == end.replace(day=1) else 2 if start.year == end.year else 3
    return [{"t": " ".join(first[:kept]), "d": start.isoformat()}, {"t": " to "}, *R.of(end, "date")]


@dataclass(frozen=True)
class Tick:
    """A line of the axis at `x` and its words, whose middle is at `middle`; the year is a line of its own."""

    x: float
    middle: float
    words: str


def ticks(start: dt.date, end: dt.date, x: Callable[[dt.date], float], width: float) -> list[Tick]:
    """Ticks from one day to another, as close as their words allow; the year is said once, then on its
    change.

    x      pixels of a day
    width  of the drawing, which the words do not leave: they move, their lines stay
    """
    made: list[Tick] = []
    for number, unit in _EVERY:
        made = [
            _tick(x(day), words, width)
            for day, words in _worded(list(_marks(start, end, number, unit)), unit)
        ]
        if len(made) <= 1 or all(_apart(one, other) for one, other in zip(made, made[1:], strict=False)):
            break
    return made or [_tick(x(start), "\n".join(R.day(start).rsplit(" ", 1)), width)]


def _tick(x: float, words: str, width: float) -> Tick:
    half = _wide(words) / 2
    return Tick(x, min(max(x, half), width - half), words)


def _wide(words: str) -> float:
    return max(width_of(line, "tick") for line in words.split("\n"))


def _apart(one: Tick, other: Tick) -> bool:
    return other.middle - one.middle >= (_wide(one.words) + _wide(other.words)) / 2 + 10


def _marks(start: dt.date, end: dt.date, number: int, unit: str) -> Iterator[dt.date]:
    day = start
    while day <= end:
        if unit == "day" or (day.day == 1 and (day.month - 1) % (number if unit == "month" else 12) == 0):
            if unit != "year" or day.year % number == 0:
                yield day
        day += dt.timedelta(number if unit == "day" else 1)


def _worded(days: list[dt.date], unit: str) -> list[tuple[dt.date, str]]:
    made, before = [], None
    for day in days:
        month = _MONTHS[day.month - 1][:3]
        words = str(day.year) if unit == "year" else month if unit == "month" else f"{day.day} {month}"
        made.append((day, words if unit == "year" or day.year == before else f"{words}\n{day.year}"))
        before = day.year
    return made
