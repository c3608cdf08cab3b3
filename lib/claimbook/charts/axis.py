"""Scales and their ticks: of values, from zero and true to scale or logarithmic, and of days."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from claimbook.words.dates import MONTHS
from claimbook.words.spans import day as in_words
from claimbook.words.style import width_of

_STEPS = (1, 2, 5)
_SHORT = ((10**9, "bn"), (10**6, "m"))
_SYMBOLS = {"USD": "US$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True)
class Scale:
    """Pixels of a value: `start` is where zero (or, on a log scale, `low`) lies.

    >>> Scale(10, 0.5).x(Fraction(100))
    60.0
    """

    start: float
    per_unit: float  # pixels a unit; on a log scale, pixels a decade
    low: float = 0.0  # lowest value of a log scale, else 0
    log: bool = False

    def x(self, value: Fraction) -> float:
        if self.log:
            return self.start + (math.log10(value) - math.log10(self.low)) * self.per_unit
        return self.start + float(value) * self.per_unit


def fitted(
    start: float, width: float, needs: Sequence[tuple[Fraction, float]], top: Fraction, log: bool
) -> Scale:
    """The widest scale in which everything fits into `width` pixels from `start`.

    needs  pairs of a value and the pixels that its arrow and label take to the right of it
    top    a value that must lie on the axis even where nothing is drawn there; where all is
           nought, the axis goes to one

    So an arrow or a label never meets the edge of the drawing: the axis gives way, not they.
    """
    wanted = [(value, room) for value, room in (*needs, (top, 0.0)) if value > 0] or [(Fraction(1), 0.0)]
    if not log:
        return Scale(start, min((width - room) / float(value) for value, room in wanted))
    low = _below(float(min(value for value, _ in needs)))
    decades = [(width - room, math.log10(value) - math.log10(low)) for value, room in wanted if value > low]
    return Scale(start, min(room / size for room, size in decades), low, log=True)


def _below(value: float) -> float:
    """The next round number below, with room for an arrow to the left."""
    decade = 10.0 ** math.floor(math.log10(value / 1.2))
    return max(step * decade for step in _STEPS if step * decade <= value / 1.2)


def ticks(scale: Scale, end: float, apart: float, least: Fraction = Fraction(0)) -> list[Fraction]:
    """Round values between the start of the scale and the pixel `end`.

    apart  pixels between two of them at least
    least  step between two of them at least: 1 where whole things are counted
    """
    if scale.log:
        return _log_ticks(scale, end, apart)
    raw = max(Fraction(apart / scale.per_unit), least)
    decade = Fraction(10) ** math.floor(math.log10(raw))
    step = next(s * decade for s in (*_STEPS, 10) if s * decade >= raw)
    return [step * i for i in range(int((end - scale.start) / scale.per_unit / float(step)) + 1)]


def _log_ticks(scale: Scale, end: float, apart: float) -> list[Fraction]:
    """Powers of ten, each or every second or third; with their 2s and 5s where few decades are shown."""
    first = math.ceil(math.log10(scale.low) - 1e-9)
    decades = int(math.log10(scale.low) + (end - scale.start) / scale.per_unit) - first + 1
    if decades > 2:
        every = max(1, math.ceil(apart / scale.per_unit))
        return [Fraction(10) ** (first + i) for i in range(0, decades, every)]
    powers = range(first - 1, first + decades + 1)
    found: list[Fraction] = []
    for value in (step * Fraction(10) ** power for power in powers for step in _STEPS):
        wide = not found or scale.x(value) - scale.x(found[-1]) >= apart
        if wide and value >= Fraction(scale.low) and scale.x(value) <= end:
            found.append(value)
    return found


def tick_text(value: Fraction, unit: str) -> str:
    """A value of the axis in words, short.

    >>> tick_text(Fraction(2 * 10**9), "USD"), tick_text(Fraction(40), "percent")
    ('US$2bn', '40 %')
    """
    if unit == "percent":
        return f"{_plain(value)} %" if value else "0"
    currency = unit.split("/")[0]
    sign = _SYMBOLS.get(currency, f"{currency} " if len(currency) == 3 and currency.isupper() else "")
    for size, suffix in _SHORT:
        if value >= size:
            return f"{sign}{_plain(value / size)}{suffix}"
    return f"{sign}{_plain(value)}" if value else "0"


def _plain(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):.10g}"


def axis_unit(units: Iterable[str], values: Sequence[Fraction]) -> str:
    """The unit that an axis is written in; shares of one (unit "") are shown as percent."""
    found = set(units)
    if found == {"percent", ""} or (found == {""} and values and max(values) <= 1):
        return "percent"
    return found.pop() if len(found) == 1 else ""


# -- days ---------------------------------------------------------------------------------
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
