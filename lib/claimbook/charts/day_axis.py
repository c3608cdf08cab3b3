"""The axis of a timeline: pixels of a day, ticks by days, months or years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from claimbook.figure.wording import MONTHS
from claimbook.words.dates import day as in_words
from claimbook.words.style import width_of

# A tick every so many days, months or years: the first that leaves room for its words is taken.
_EVERY = (*((n, "day") for n in (1, 2, 7, 14)), *((n, "month") for n in (1, 2, 3, 6)),
          *((n, "year") for n in (1, 2, 5, 10, 20, 50, 100, 200, 500)))  # fmt: skip
_DAYS = {"day": 1, "month": 28, "year": 365}
_APART = 10  # pixels between the words of two ticks


@dataclass(frozen=True)
class Days:
    """Pixels of a day: x(day) is where it begins; the last day ends at `right`."""

    start: dt.date
    end: dt.date
    left: float
    right: float

    @property
    def per_day(self) -> float:
        return (self.right - self.left) / ((self.end - self.start).days + 1)

    def x(self, day: dt.date) -> float:
        return self.left + (day - self.start).days * self.per_day


@dataclass(frozen=True)
class Tick:
    """A line of the axis at `x` and its words, whose middle is at `middle`; the year is a line of its own."""

    x: float
    middle: float
    words: str


def day_ticks(scale: Days, width: float) -> list[Tick]:
    """Ticks along the days, as close as their words allow; the year is said once, then on its change.

    width  of the drawing, which the words do not leave: they move, their lines stay
    """
    made: list[Tick] = []
    for every, unit in _EVERY:
        if every * _DAYS[unit] * scale.per_day < _APART:
            continue  # closer than any words
        days = list(_marks(scale.start, scale.end, every, unit))
        made = [_tick(scale.x(day), words, width) for day, words in _worded(days, unit)]
        if len(made) <= 1 or all(map(_apart, made, made[1:])):
            break
    alone = "\n".join(in_words(scale.start).rsplit(" ", 1))
    return made or [_tick(scale.x(scale.start), alone, width)]


def _tick(x: float, words: str, width: float) -> Tick:
    half = _wide(words) / 2
    return Tick(x, min(max(x, half), width - half), words)


def _wide(words: str) -> float:
    return max(width_of(line, "tick") for line in words.split("\n"))


def _apart(one: Tick, other: Tick) -> bool:
    return other.middle - one.middle >= (_wide(one.words) + _wide(other.words)) / 2 + _APART


def _marks(start: dt.date, end: dt.date, every: int, unit: str) -> Iterator[dt.date]:
    """Every so many days from the first on; the first days of every so many months or years."""
    if unit == "day":
        yield from (start + dt.timedelta(n) for n in range(0, (end - start).days + 1, every))
        return
    step = every if unit == "month" else 12 * every
    for month in range(12 * start.year + start.month - 1, 12 * end.year + end.month):
        day = dt.date(month // 12, month % 12 + 1, 1)
        if month % step == 0 and day >= start:
            yield day


def _worded(days: list[dt.date], unit: str) -> Iterator[tuple[dt.date, str]]:
    before = None
    for day in days:
        month = MONTHS[day.month - 1][:3]
        words = str(day.year) if unit == "year" else month if unit == "month" else f"{day.day} {month}"
        yield day, words if unit == "year" or day.year == before else f"{words}\n{day.year}"
        before = day.year
