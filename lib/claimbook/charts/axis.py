"""The axis of a chart of claims: values from zero and true to scale, or logarithmic, and its ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from claimbook.figure.rules import is_currency
from claimbook.figure.wording import CURRENCY, digits, magnitude

_STEPS = (1, 2, 5)


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
    if not value:
        return "0"
    if unit == "percent":
        return f"{digits(value)} %"
    name = unit.split("/")[0]
    sign = CURRENCY.get(name, f"{name} ") if is_currency(name) else ""
    return sign + magnitude(value, money=True)


def axis_unit(units: Iterable[str], values: Sequence[Fraction]) -> str:
    """The unit that an axis is written in; shares of one (unit "") are shown as percent."""
    found = set(units)
    if found == {"percent", ""} or (found == {""} and values and max(values) <= 1):
        return "percent"
    return found.pop() if len(found) == 1 else ""
